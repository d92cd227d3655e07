"""How long dossiers took: of any that are made up, what walking through the calendar gives."""

from datetime import date, datetime, time, timedelta
from math import ceil, inf
from random import Random

import pgtrigger
import pytest
from django.utils import timezone

from dossiers import actions
from dossiers.models import Dossier, Pause, Step
from reports.batch_closings import crowded_days, sittings
from reports.times import DAY_OF_WORK, Asked, Quantiles, Times, Wait, times
from tests.builders import at, make_user, receive
from tests.dossiers.import_rows import import_rows, row
from units.calendars import Calendars
from units.deadlines import Pause as Stretch
from units.models import Agency, AgencyKind, CalendarDay, CalendarDayKind, OfficeHours, Role
from units.periods import Period
from units.step_deadlines import _office_time, office_time

TODAY = date(2018, 2, 28)
QUARTER = Period(date(2017, 12, 1), TODAY)


def quantiles(values):
    """By the definition: the smallest value that so large a share does not exceed."""
    values = sorted(values)
    found = [values[ceil(share * len(values)) - 1] if values else None for share in (0.5, 0.9)]
    return Quantiles(len(values), *(None if value == inf else value for value in found))


def walked(begins, ends, calendar, pauses=()):
    """Office time in days, session by session."""
    stretches = _office_time(timezone.localtime(begins), timezone.localtime(ends), calendar, pauses)
    return sum((end - begin for begin, end in stretches), timedelta()).total_seconds() / DAY_OF_WORK


def asked(units, period=QUARTER, by="unit", months=QUARTER, **more):
    return Asked({unit.pk: number for number, unit in enumerate(units)}, by, period, months, TODAY, **more)


def about(found):
    return Quantiles(found.count, *(value and round(value, 6) for value in (found.median, found.ninetieth)))


class MadeUp:
    """Dossiers of two communes: open, closed at any minute, with pauses, some lying elsewhere in between."""

    def __init__(self, seed, clerks, procedure, beside):
        self.rng, self.clerks, self.procedure, self.beside = Random(seed), clerks, procedure, beside
        with pgtrigger.ignore():
            self.rows = [self.make() for _ in range(40)]

    def make(self):
        begun = self.moment(at("2017-11-20 00:00"), days=90)
        made = receive(by=self.rng.choice(self.clerks), procedure=self.procedure, now=begun)
        if self.rng.random() < 0.15:
            return made.pk, (), None
        ended = begun if self.rng.random() < 0.2 else self.moment(begun, days=25)
        Dossier.objects.filter(pk=made.pk).update(
            finished_at=ended, state="resolved", outcome="resolved", holding_agency=None
        )
        edges = sorted(begun + (ended - begun) * self.rng.random() for _ in range(self.rng.choice([0, 0, 2, 4])))
        pauses = [self.pause(made, *edges[n : n + 2], n) for n in range(0, len(edges), 2)]
        return made.pk, pauses, self.step(made, begun, ended) if self.rng.random() < 0.3 else None

    def moment(self, after, *, days):
        return after + timedelta(seconds=self.rng.randrange(days * 86400))

    def pause(self, made, begins, ends, number):
        state = self.rng.choice(["supplement", "payment"])
        given = {"begun_at": begins, "begun_by": self.clerks[0], "ended_at": ends, "ended_by": self.clerks[0]}
        given |= {"due_before": made.due_at, "due_after": made.due_at, "round": number + 1, "reason": "Thiếu"}
        Pause.objects.create(dossier=made, state=state, **given)
        return state, begins, ends

    def step(self, made, begun, ended):
        begins, ends = sorted(begun + (ended - begun) * self.rng.random() for _ in range(2))
        place = {"agency": self.beside, "begun_at": begins, "ended_at": ends, "how_it_ended": "done"}
        Step.objects.create(dossier=made, position=1, name="Thuế", **place)
        return begins, ends


@pytest.fixture
def made_up(clerk, stranger, commune, other_commune, district, support):
    """One commune has a day off of its own, the other keeps other hours from January on."""
    CalendarDay.objects.create(
        unit=commune, date=date(2017, 12, 12), kind=CalendarDayKind.HOLIDAY, name="Lễ hội", source="Thử"
    )
    hours = {"morning_opens": time(7, 30), "morning_closes": time(11), "afternoon_opens": time(13)}
    OfficeHours.objects.create(unit=other_commune, valid_from=date(2018, 1, 1), afternoon_closes=time(16, 30), **hours)
    beside = Agency.objects.create(unit=district, kind=AgencyKind.BESIDE, name="Chi cục Thuế")
    return lambda seed: MadeUp(seed, [clerk, stranger], support, beside)


def reckoned(made, calendars):
    """(office, by what it waited, whole, finished, received) of one, by walking."""
    key, pauses, step = made
    dossier = Dossier.objects.select_related("receiving_desk").get(pk=key)
    received = timezone.localdate(dossier.received_at)
    if dossier.finished_at is None:
        return inf, {}, None, None, received
    calendar = calendars.of(dossier.receiving_desk.unit_id, received)
    waits = {}
    for state, begins, ends in pauses:
        waits[state] = waits.get(state, 0) + walked(begins, ends, calendar)
    if step:
        stretches = [Stretch(begins, ends) for _, begins, ends in pauses]
        waits["others"] = walked(*step, calendar, stretches)
    office = walked(dossier.received_at, dossier.finished_at, calendar) - sum(waits.values())
    finished = timezone.localdate(dossier.finished_at)
    return office, waits, (finished - received).days, finished, received


@pytest.mark.parametrize("seed", range(4))
def test_of_any_dossiers_the_times_are_what_walking_through_the_calendar_gives(made_up, seed, commune, other_commune):
    made, units, calendars = made_up(seed), [commune, other_commune], Calendars()
    every = [reckoned(row, calendars) for row in made.rows]
    assert any(waits.get("others") for _, waits, *_ in every)
    for period in (QUARTER, Period(date(2017, 12, 5), date(2018, 1, 20)), Period(date(2018, 1, 1), date(2018, 1, 31))):
        closed = [each for each in every if each[3] and each[3] in period]
        found = times(asked(units, period)).total
        assert about(found.office) == about(quantiles(office for office, *_ in closed))
        assert found.whole == quantiles(whole for _, _, whole, *_ in closed)
        waited = [sum(waits.values()) for _, waits, *_ in closed]
        assert about(found.waiting) == about(quantiles(days for days in waited if days > 1e-9))
        for wait in Wait:
            of_it = (waits.get(wait, 0) for _, waits, *_ in closed)
            assert about(found.waits[wait]) == about(quantiles(days for days in of_it if days > 1e-9)), wait
    intake = [each for each in every if each[4].replace(day=1) == date(2018, 1, 1)]
    january = times(asked(units)).received[date(2018, 1, 1)]
    assert january.open == sum(office == inf for office, *_ in intake)
    assert about(january.office) == about(quantiles(office for office, *_ in intake))


class TestByHand:
    @pytest.fixture
    def closed(self, clerk, officer, support):
        """closed(received, finished): with a result."""

        def close(received, finished, verb=actions.resolve, by=None, **more):
            made = receive(by=clerk, procedure=support, now=at(received))
            return verb(dossier=made, by=by or officer, now=at(finished), **more)

        return close

    def total(self, units, **more):
        return times(asked(units, **more)).total

    def test_nights_and_days_off_are_no_office_time(self, closed, commune):
        closed("2018-01-12 16:00", "2018-01-15 08:00")  # from Friday to Monday
        found = self.total([commune])
        assert found.office == Quantiles(1, 2 / 8, 2 / 8)
        assert found.whole == Quantiles(1, 3, 3)

    def test_it_is_what_the_engine_calls_office_time(self, closed, commune, support):
        made = closed("2018-01-02 09:13", "2018-01-11 15:47")
        calendar = Calendars().of(commune.pk, date(2018, 1, 2))
        expected = office_time(made.received_at, made.finished_at, calendar) / timedelta(hours=8)
        assert self.total([commune]).office.median == pytest.approx(expected)

    def test_the_time_for_papers_is_the_citizens(self, clerk, officer, commune, support):
        made = receive(by=clerk, procedure=support, now=at("2018-01-15 08:00"))
        actions.ask_for_papers(dossier=made, by=officer, now=at("2018-01-15 10:00"), reason="Thiếu giấy tờ")
        actions.resume(dossier=made, by=officer, now=at("2018-01-17 10:00"))
        actions.resolve(dossier=made, by=officer, now=at("2018-01-17 11:00"))
        found = self.total([commune])
        assert (found.office.median, found.waiting.median, found.waits[Wait.PAPERS].median) == (3 / 8, 2, 2)

    def test_withdrawn_ones_are_no_result(self, closed, clerk, commune):
        closed("2018-01-02 08:00", "2018-01-03 08:00", actions.withdraw, clerk, reason="Xin rút")
        assert self.total([commune]) == Times(waits={wait: Quantiles() for wait in Wait})

    def test_where_most_is_open_nobody_knows_yet(self, closed, clerk, commune, support):
        closed("2018-01-15 08:00", "2018-01-15 09:00")
        for _ in range(2):
            receive(by=clerk, procedure=support, now=at("2018-01-16 08:00"))
        january = times(asked([commune])).received[date(2018, 1, 1)]
        assert (january.office, january.open) == (Quantiles(3, None, None), 2)

    def test_what_others_decide_is_not_counted(self, closed, other_commune):
        closed("2018-01-02 08:00", "2018-01-03 08:00")
        assert self.total([other_commune]).count == 0

    def test_lines_by_unit_by_sector_and_by_procedure(self, closed, commune, other_commune, support):
        closed("2018-01-02 08:00", "2018-01-03 08:00")
        sector = support.versions.get().sector_id
        for by, key in (("unit", 1), ("sector", sector), ("procedure", support.pk)):
            lines = times(asked([other_commune, commune], by=by)).lines
            assert {line: found.count for line, found in lines.items()} == {key: 1}


class TestBatches:
    @pytest.fixture(autouse=True)
    def three_are_many(self, settings):
        settings.BATCH_CLOSING_MANY = 3

    @pytest.fixture
    def finish(self, clerk, officer, support):
        def finish(*moments, received="2018-01-02 08:00", by=None):
            for moment in moments:
                made = receive(by=clerk, procedure=support, now=at(received))
                actions.resolve(dossier=made, by=by or officer, now=at(moment))

        return finish

    def sittings(self, commune):
        return [(found.count, found.minutes) for found in sittings(units=[commune.pk], period=QUARTER)]

    def test_one_right_after_the_other_is_a_sitting(self, finish, commune, officer):
        finish("2018-01-10 16:00:00", "2018-01-10 16:01:00", "2018-01-10 16:01:30")
        finish("2018-01-11 09:00", "2018-01-11 09:02", "2018-01-11 09:04")  # a pause between each
        assert self.sittings(commune) == [(3, 2)]
        assert sittings(units=[commune.pk], period=QUARTER)[0].by == officer.pk

    def test_of_two_people_none_alone(self, finish, commune):
        other = make_user("officer2.14635", Role.OFFICER, commune)
        finish("2018-01-10 16:00:00", "2018-01-10 16:00:40")
        finish("2018-01-10 16:00:20", "2018-01-10 16:00:50", by=other)
        assert self.sittings(commune) == []

    def test_what_is_handed_back_on_the_spot_is_in_none(self, finish, commune):
        for second in (0, 10, 20, 30):
            finish(f"2018-01-10 16:00:{second:02}", received=f"2018-01-10 16:00:{second:02}")
        assert self.sittings(commune) == []

    def test_who_closed_what_is_imported_nobody_knows(self, commune, support, clerk, tmp_path):
        codes = [f"000.06.28.H42-180102-{number:04}" for number in range(1, 6)]
        times = {"received_at": "2018-01-02 08:00", "finished_at": "2018-01-03", "returned_at": ""}
        import_rows(
            tmp_path, *(row(code=code, procedure_code=support.code, **times) for code in codes), now="2018-01-15 08:00"
        )
        assert Dossier.objects.count() == 5
        assert self.sittings(commune) == []

    def test_times_are_told_with_them_and_without(self, finish, commune):
        finish("2018-01-10 16:00:00", "2018-01-10 16:01:00", "2018-01-10 16:01:30")
        finish("2018-01-03 08:00")
        found = times(asked([commune], sittings=sittings(units=[commune.pk], period=QUARTER))).total
        assert (found.count, found.in_batches, found.alone) == (4, 3, Quantiles(1, 1, 1))

    def test_a_day_that_holds_much_of_a_month_is_crowded_once_the_month_is_over(self, finish, commune):
        finish("2018-01-31 08:00", "2018-01-31 10:00", "2018-01-31 14:00", "2018-01-09 09:00")
        given = {"units": [commune.pk], "period": QUARTER}
        found = crowded_days(**given, today=date(2018, 2, 1))
        assert [(day.day, day.count, day.of_month) for day in found] == [(date(2018, 1, 31), 3, 4)]
        assert crowded_days(**given, today=date(2018, 1, 31)) == []
        assert times(asked([commune], crowded=found)).total.in_batches == 3

    def test_a_smaller_share_is_not(self, finish, commune, settings):
        settings.BATCH_CLOSING_PERCENT = 80
        finish("2018-01-31 08:00", "2018-01-31 10:00", "2018-01-31 14:00", "2018-01-09 09:00")
        assert crowded_days(units=[commune.pk], period=QUARTER, today=TODAY) == []


def test_costs_the_same_however_many_dossiers(clerk, officer, commune, support, django_assert_num_queries):
    for count in (1, 3):
        for _ in range(count):
            made = receive(by=clerk, procedure=support, now=at("2018-01-02 08:00"))
            actions.resolve(dossier=made, by=officer, now=datetime(2018, 1, 3, 9, tzinfo=made.received_at.tzinfo))
        with django_assert_num_queries(9):
            times(asked([commune]))
