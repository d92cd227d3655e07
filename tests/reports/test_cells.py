"""Whatever becomes of dossiers: behind each number of the tallies stands a list of just as many rows."""

from datetime import date, timedelta

import pgtrigger
import pytest
from django.http import QueryDict

from dossiers.figures import Figure
from dossiers.listing import DossierList
from dossiers.models import Dossier
from procedures.models import Procedure, Sector
from reports.by_procedure import figures_by_desk, figures_by_procedure
from reports.folding import fold
from reports.places import Places
from reports.tallies import Figures, figures
from tests.builders import at, make_unit, receive
from tests.reports import test_tallies
from tests.reports.test_tallies import DAYS, FIRST
from units.models import AdministrativeUnit, ServiceDesk
from units.periods import Period

history = test_tallies.history


def listed(user, figure, period, **query):
    """The list at that address."""
    query = {"figure": figure, "from": period.first, "to": period.last} | query
    address = "&".join(f"{name}={value}" for name, value in query.items())
    found = DossierList(QueryDict(address), user=user, now=at(f"{period.last} 12:00"))
    assert found.form.is_valid(), found.form.errors
    return found


def assume(keys):
    """As if imported from before their procedures were in force."""
    with pgtrigger.ignore():
        Dossier.objects.filter(pk__in=keys).update(is_version_assumed=True)


def groups(unit, period):
    """(the rest of an address, the Figures behind it) for each grouping."""
    units = AdministrativeUnit.objects.within([unit.pk])
    keys = [each.pk for each in units]
    places = Places.each(keys)
    whole = {"unit": unit.pk, "below": "on"}
    yield whole, figures(places=places, period=period).get((), Figures())
    under = figures(places=Places.each([key for key in keys if key != unit.pk]), period=period)
    yield whole | {"below": "only"}, under.get((), Figures())
    by_unit = figures(places=places, period=period, by=["unit"])
    by_both = figures(places=places, period=period, by=["unit", "sector"])
    for each in units:
        yield {"unit": each.pk}, by_unit.get((each.pk,), Figures())
        for sector in Sector.objects.all():
            yield {"unit": each.pk, "sector": sector.pk}, by_both.get((each.pk, sector.pk), Figures())
    by_sector = figures(places=places, period=period, by=["sector"])
    for sector in Sector.objects.all():
        yield whole | {"sector": sector.pk}, by_sector.get((sector.pk,), Figures())
    by_procedure = figures_by_procedure(units=keys, period=period)
    for procedure in Procedure.objects.all():
        where = {"procedure": procedure.code, "level": procedure.level}
        yield whole | where, by_procedure.get(procedure.pk, Figures())
    by_desk = figures_by_desk(units=keys, period=period)
    for desk in ServiceDesk.objects.all():
        yield whole | {"desk": desk.pk}, by_desk.get(desk.pk, Figures())


@pytest.mark.parametrize("seed", range(2))
def test_every_figure_of_every_group_opens_as_many_rows_as_it_says(
    history, seed, district, commune, other_commune, district_leader
):
    rng = history(seed)
    assume(rng.sample(list(Dossier.objects.values_list("pk", flat=True)), Dossier.objects.count() // 3))
    seen = set()
    for first, days in ((-60, 60 + DAYS // 2), (rng.randrange(DAYS), 0), (rng.randrange(DAYS // 2), 20)):
        first = FIRST + timedelta(days=first)
        period = Period(first, first + timedelta(days=days))
        for where, line in groups(district, period):
            for figure in Figure:
                list_of = listed(district_leader, figure, period, **where)
                said = getattr(line, figure)
                assert (list_of.found.count(), list_of.form.cell.count()) == (said, said), (figure, period, where)
                seen |= {figure} if said else set()
    assert len(seen) >= len(Figure) - 2  # seldom is none stopped, or none withdrawn, in a whole history


class TestOneCell:
    @pytest.fixture
    def period(self):
        return Period(date(2018, 1, 1), date(2018, 1, 31))

    def test_is_told_by_the_tallies_also_before_they_are_folded(self, clerk, leader, commune, support, now, period):
        receive(by=clerk, procedure=support, now=now)
        for _ in range(2):
            assert listed(leader, "received", period, unit=commune.pk).count() == (1, True)
            fold()

    def test_of_what_was_assumed_has_two_addresses(self, clerk, leader, commune, support, now, period):
        assume([receive(by=clerk, procedure=support, now=now).pk])
        receive(by=clerk, procedure=support, now=now)
        assert listed(leader, "assumed", period, unit=commune.pk).count() == (1, True)
        assert listed(leader, "received", period, unit=commune.pk, assumed="on").count() == (1, True)

    def test_is_of_the_units_of_the_last_day(self, clerk, district, commune, district_leader, support, now, period):
        receive(by=clerk, procedure=support, now=now)
        AdministrativeUnit.objects.filter(pk=commune.pk).update(valid_to=date(2018, 1, 20))
        for last, count in ((20, 1), (21, 0)):
            until = Period(period.first, date(2018, 1, last))
            assert listed(district_leader, "received", until, unit=district.pk, below="on").count() == (count, True)
        assert listed(district_leader, "received", period, unit=commune.pk).count() == (1, True)

    @pytest.mark.parametrize(
        "query",
        [{"state": "open"}, {"channel": "online"}, {"level": "commune"}, {"from_book": "on"}, {"due": "overdue"}],
    )
    def test_is_none_where_the_list_is_narrower(self, leader, commune, period, query):
        assert listed(leader, "received", period, unit=commune.pk, **query).form.cell is None

    def test_is_none_of_no_unit_or_of_two_groups_at_once(self, leader, commune, birth, period):
        assert listed(leader, "received", period).form.cell is None
        both = {"sector": birth.versions.get().sector_id, "procedure": birth.code}
        assert listed(leader, "received", period, unit=commune.pk, **both).form.cell is None

    def test_of_a_procedure_at_another_level_is_another(self, leader, commune, birth, period):
        assert listed(leader, "received", period, unit=commune.pk, procedure=birth.code).form.cell.procedures == {
            birth.pk
        }
        elsewhere = listed(leader, "received", period, unit=commune.pk, procedure=birth.code, level="district")
        assert elsewhere.form.cell.procedures == set()
        assert elsewhere.count() == (0, True)

    def test_counts_no_row_of_the_list(self, leader, commune, period, django_assert_num_queries):
        of_unit = listed(leader, "received_total", period, unit=commune.pk)
        assert of_unit.is_part is False
        with django_assert_num_queries(1) as statements:
            of_unit.count()
        assert "dossiers_dossier" not in statements[0]["sql"]


def test_a_desk_far_away_that_received_for_one_of_ours(stranger, leader, commune, district, support, now):
    """Its own unit is not among those that the reader chooses from."""
    away = receive(by=stranger, procedure=support, now=now)
    Dossier.objects.filter(pk=away.pk).update(competent_agency=commune.committee)
    period = Period(date(2018, 1, 1), date(2018, 1, 31))
    desk = stranger.desks[0]
    of_desk = listed(leader, "received", period, unit=commune.pk, desk=desk.pk)
    assert (list(of_desk.found), of_desk.count()) == ([away], (1, True))
    assert desk.pk in dict(of_desk.form.fields["desk"].choices)
    assert make_unit("14650", "Xã Khác", parent=district, agency_code="000.95.28.H42").desk.pk not in dict(
        of_desk.form.fields["desk"].choices
    )
