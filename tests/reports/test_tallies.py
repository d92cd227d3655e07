"""Whatever becomes of dossiers, by whichever door: sums over the tallies are what a recount of the dossiers gives."""

from datetime import date, timedelta
from random import Random

import pgtrigger
import pytest
from django.db import connection, transaction

from dossiers import actions
from dossiers.models import Dossier
from dossiers.states import OPEN_STATES, DossierState
from onestop.checks import lines_of
from onestop.checks.tallies import TALLIES_ASTRAY
from procedures.models import ProcedureVersion, Sector
from reports.by_procedure import figures_by_procedure
from reports.folding import fold
from reports.models import Tally, TallyDelta
from reports.places import Places
from reports.results import Result, count
from reports.tallies import Figures, figures
from tests.builders import at, make_user, receive
from tests.dossiers.import_rows import import_rows, row
from tests.dossiers.test_corrections import correct
from units.models import AdministrativeUnit, Role
from units.periods import Period

FIRST, DAYS = date(2017, 11, 6), 70  # weeks of which somebody works on five days


class History:
    """Random dossiers of two communes, and what becomes of them day by day."""

    def __init__(self, seed, staff, procedures, folder):
        self.rng, self.staff, self.procedures, self.folder = Random(seed), staff, procedures, folder
        self.dossiers, self.day = [], FIRST

    def unfold(self):
        for n in range(DAYS):
            self.day = FIRST + timedelta(days=n)
            for deed in self.rng.choices(DEEDS, WEIGHTS, k=self.rng.randrange(3)):
                try:
                    with transaction.atomic():
                        deed(self)
                except (actions.MoveNotAllowed, actions.LeaderMustDecide, actions.NothingToCorrect):
                    continue  # not lawful just then
            if self.rng.random() < 0.1:
                fold()

    @property
    def now(self):
        return at(f"{self.day} {self.rng.randrange(8, 16):02}:{self.rng.randrange(60):02}")

    def receive(self):
        clerk, officer = self.rng.choice(self.staff)
        made = receive(
            by=clerk,
            procedure=self.rng.choice(self.procedures),
            now=self.now,
            channel=self.rng.choice(["in_person", "online", "post"]),
        )
        self.dossiers.append((made.pk, clerk, officer))

    def move(self):
        if not self.dossiers:
            return
        key, clerk, officer = self.rng.choice(self.dossiers)
        dossier = Dossier.objects.get(pk=key)
        match dossier.state:
            case DossierState.RECEIVED:
                actions.start(dossier=dossier, by=officer, now=self.later(dossier))
            case DossierState.PROCESSING:
                self.rng.choice([self.resolve, self.resolve, self.deny, self.pause])(dossier, officer)
            case state if state in OPEN_STATES:
                act = self.rng.choice([actions.resume, actions.resume, actions.stop])
                reason = {"reason": "Quá hạn bổ sung"} if act == actions.stop else {}
                act(dossier=dossier, by=officer, now=self.later(dossier), **reason)

    def resolve(self, dossier, officer):
        actions.resolve(dossier=dossier, by=officer, now=self.later(dossier))

    def deny(self, dossier, officer):
        actions.deny(dossier=dossier, by=officer, now=self.later(dossier), reason="Không đủ điều kiện")

    def pause(self, dossier, officer):
        self.rng.choice([actions.ask_for_papers, actions.await_payment])(
            dossier=dossier, by=officer, now=self.later(dossier), reason="Thiếu giấy tờ"
        )

    def withdraw(self):
        if self.dossiers:
            key, clerk, _ = self.rng.choice(self.dossiers)
            dossier = Dossier.objects.get(pk=key)
            actions.withdraw(dossier=dossier, by=clerk, now=self.later(dossier), reason="Không cần nữa")

    def correct(self):
        if self.dossiers:
            key, clerk, _ = self.rng.choice(self.dossiers)
            right = {"channel": self.rng.choice(["in_person", "online"])}
            if self.rng.random() < 0.4:
                right["version"] = self.rng.choice(self.procedures).versions.get()
            correct(Dossier.objects.get(pk=key), clerk, now=at(f"{self.day} 16:30"), **right)

    def hand_over(self):
        """To the other commune, as if it were the successor."""
        (clerk, _), (other, _) = self.rng.sample(self.staff, 2)
        given = {"unit": clerk.desks[0].unit, "to": other.desks[0].unit, "by": other, "now": self.now}
        actions.hand_to_successor(dossiers=Dossier.objects.order_by("pk")[:2], source="Sáp nhập", **given)

    def bring_in(self):
        """Some by the door for many, of any time and channel."""
        rows = []
        for number in range(self.rng.randrange(1, 6)):
            received = FIRST + timedelta(days=self.rng.randrange(-60, (self.day - FIRST).days + 1))
            due = received + timedelta(days=self.rng.randrange(10))
            finished = received + timedelta(days=self.rng.randrange(15))
            cells = {"received_at": f"{received} 08:00", "due_at": f"{due} 17:00", "returned_at": ""}
            cells["code"] = f"000.06.28.H42-{received:%y%m%d}-{1000 + 10 * (self.day - FIRST).days + number}"
            cells["channel"] = self.rng.choice(["in_person", "online"])
            if finished > self.day or self.rng.random() < 0.2:
                cells |= {"finished_at": "", "outcome": ""}
            else:
                cells |= {"finished_at": f"{finished} 16:00", "outcome": self.rng.choice(["resolved", "withdrawn"])}
            rows.append(row(**cells))
        import_rows(self.folder, *rows, now=f"{self.day} 17:00")

    def rename_sector(self):
        version = self.rng.choice(self.procedures).versions.get()
        ProcedureVersion.objects.filter(pk=version.pk).update(sector=self.rng.choice(Sector.objects.all()))

    def later(self, dossier):
        return max(self.now, dossier.received_at)


DEEDS = [
    History.receive,
    History.move,
    History.withdraw,
    History.correct,
    History.hand_over,
    History.bring_in,
    History.rename_sector,
]
WEIGHTS = [6, 10, 1, 1, 0.3, 1, 0.5]


@pytest.fixture
def history(clerk, officer, stranger, other_commune, birth, support, certification, tmp_path):
    other = make_user("officer.14638", Role.OFFICER, other_commune)
    procedures = [birth, support, certification]

    def unfold(seed):
        made = History(seed, [(clerk, officer), (stranger, other)], procedures, tmp_path)
        made.unfold()
        return made.rng

    return unfold


def compared(line, recount):
    return {name: getattr(line, name) for name in Result.names()} == {
        name: getattr(recount, name) for name in Result.names()
    }


def differences(units, period):
    """Of every grouping the groups whose tallies are not what the dossiers give."""
    given = {"units": units, "first": period.first, "last": period.last}
    places = Places.each([unit.pk for unit in units])
    tallied = {
        "sector": {group[0]: line for group, line in figures(places=places, period=period, by=["sector_name"]).items()},
        "unit": {group[0]: line for group, line in figures(places=places, period=period, by=["unit"]).items()},
        "procedure": figures_by_procedure(units=places.own, period=period),
    }
    for by, lines in tallied.items():
        recounted = count(by=by, **given)
        for group in lines.keys() | recounted.keys():
            recount = Result("", **recounted.get(group, {}))
            if not compared(lines.get(group, Figures()), recount):
                yield by, group, lines.get(group), recount


@pytest.mark.parametrize("seed", range(8))
def test_of_any_history_the_tallies_are_the_recount(history, seed, district, commune, other_commune):
    rng = history(seed)
    assert Dossier.objects.count() > 10
    units = list(AdministrativeUnit.objects.within([district.pk]))
    for _ in range(12):
        first = FIRST + timedelta(days=rng.randrange(-70, DAYS))
        period = Period(first, first + timedelta(days=rng.choice([0, 5, 30, 90, 400])))
        assert list(differences(units, period)) == []
        assert list(differences([commune], period)) == []
    assert list(lines_of(TALLIES_ASTRAY)()) == []
    fold()
    assert not TallyDelta.objects.exists()
    assert list(lines_of(TALLIES_ASTRAY)()) == []


def test_all_that_lies_under_a_unit_is_one_sum(history, district, commune, other_commune):
    history(1)
    units = list(AdministrativeUnit.objects.within([district.pk]))  # as one of the district sees it
    period = Period(FIRST, FIRST + timedelta(days=40))
    over, each = Places.over([unit.pk for unit in units], units), Places.each([unit.pk for unit in units])
    assert (over.own, over.below) == ({district.pk}, {district.pk})
    assert figures(places=over, period=period) == figures(places=each, period=period)


def test_who_is_left_out_is_not_in_the_sum(district, commune, other_commune):
    units = [district, commune, other_commune]
    assert Places.over([district.pk, commune.pk], units) == Places.each([district.pk, commune.pk])


def test_what_is_paused_counts_until_it_goes_on(clerk, officer, commune, support, now):
    dossier = actions.start(dossier=receive(by=clerk, procedure=support, now=now), by=officer, now=now)
    actions.ask_for_papers(dossier=dossier, by=officer, now=at("2018-01-16 09:00"), reason="Thiếu giấy tờ")
    actions.resume(dossier=dossier, by=officer, now=at("2018-01-18 09:00"))
    days = [date(2018, 1, day) for day in (15, 16, 17, 18)]
    places = Places.each([commune.pk])
    paused = [figures(places=places, period=Period(day, day)).get((), Figures()).paused for day in days]
    assert paused == [0, 1, 1, 0]


def test_what_is_rolled_back_was_never_counted(clerk, support, now):
    with transaction.atomic():
        receive(by=clerk, procedure=support, now=now)
        assert TallyDelta.objects.exists()
        transaction.set_rollback(True)
    assert not TallyDelta.objects.exists()


def test_plain_sql_is_counted_too(clerk, commune, support, now):
    receive(by=clerk, procedure=support, now=now)
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("UPDATE dossiers_dossier SET channel = 'online'")
    line = figures(places=Places.each([commune.pk]), period=Period(now.date(), now.date()))[()]
    assert (line.received_online, line.received_direct) == (1, 0)


def test_folding_leaves_no_tally_of_nothing(clerk, officer, support, now):
    fold()
    assert not Tally.objects.exists()
    receive(by=clerk, procedure=support, now=now)
    assert fold() == 2  # received that day, overdue from another on
    assert fold() == 0
