"""A dashboard over units that changed: by the units of the time, by today's units; every number opens its list."""

from datetime import date

import pytest

from dossiers import actions, successions
from tests.builders import at, make_unit, make_user
from tests.dashboards.pages import JANUARY, KEYS, counted, figures_of, length_of, open_page, rows
from tests.dashboards.test_export import cells, workbook
from units.models import AdministrativeUnit, Role, UnitEvent
from units.models.people import User

CHANGED = date(2018, 1, 10)
BY_TODAYS = f"{JANUARY}&map=today"


def end(units, heirs, description="Sáp nhập"):
    AdministrativeUnit.objects.filter(pk__in=[unit.pk for unit in units]).update(valid_to=date(2018, 1, 9))
    event = UnitEvent.objects.create(effective_on=CHANGED, kind="merge", description=description)
    event.from_units.set(units)
    event.to_units.set(heirs)


@pytest.fixture
def heir(district):
    return make_unit("14700", "Xã Kim Sơn", parent=district, agency_code="H42.28.2", valid_from=CHANGED)


@pytest.fixture
def merged(dossiers, commune, other_commune, heir):
    """Kim Định and Ân Hòa became xã Kim Sơn in the middle of the period, and left dossiers open."""
    end([commune, other_commune], [heir])


@pytest.fixture
def split(dossiers, commune, other_commune, heir):
    """Kim Định was divided between Ân Hòa, which goes on, and xã Kim Sơn."""
    end([commune], [other_commune, heir], "Chia tách")


@pytest.fixture
def heirs_leader(heir, clock):
    return make_user("leader.14700", Role.LEADER, heir)


def check_lists(client, page):
    figures = {(href, number) for href, number in figures_of(page) if href != "/dossiers/successions/"}
    assert len(figures) > 20
    for href, number in figures:
        found = client.get(href)
        assert (found.status_code, length_of(found)) == (200, number), href


def numbers(line):
    return [line[key] for key in KEYS]


class TestMerged:
    def test_by_the_units_of_the_time_each_stands_with_its_days(self, client, merged, district_leader):
        page = open_page(client, district_leader, JANUARY)
        found = rows(page)
        assert numbers(found["Xã Kim Định (đến 09/01/2018)"]) == counted("14635")
        assert numbers(found["Xã Ân Hòa (đến 09/01/2018)"]) == counted("14638")
        assert numbers(found["Xã Kim Sơn (từ 10/01/2018)"]) == [0, 0, 0, 0, 0]
        assert numbers(found["Tổng số"]) == counted("%")
        check_lists(client, page)

    def test_by_todays_units_the_old_ones_are_in_the_new_one(self, client, merged, district_leader):
        page = open_page(client, district_leader, BY_TODAYS)
        found = rows(page)
        assert numbers(found["Xã Kim Sơn"]) == counted("146%")
        assert not any("Kim Định" in name for name in found)
        assert numbers(found["Tổng số"]) == counted("%")
        check_lists(client, page)

    def test_the_heading_and_the_switch_say_which(self, client, merged, district_leader):
        for query, words in ((JANUARY, "theo đơn vị của từng thời điểm"), (BY_TODAYS, "theo đơn vị ngày 15/01/2018")):
            page = open_page(client, district_leader, query)
            text = page.content.decode()
            assert words in text.split("</h1>")[0]
            assert [chosen for _, _, chosen in page.context["form"].maps] == [query == JANUARY, query == BY_TODAYS]
            assert "báo cáo đã gửi" in text

    def test_the_heirs_leader_sees_what_it_goes_on_for(self, client, merged, heirs_leader):
        for query in (JANUARY, BY_TODAYS):
            page = open_page(client, heirs_leader, query)
            assert page.context["board"].total.summary.received == counted("146%")[0]
            check_lists(client, page)

    def test_also_in_a_period_in_which_there_was_no_such_unit(self, client, merged, heirs_leader):
        query = "from=2018-01-01&to=2018-01-05"
        refused = open_page(client, heirs_leader, query, status=400)
        assert "map=today" in refused.content.decode()
        page = open_page(client, heirs_leader, f"{query}&map=today")
        assert page.context["board"].total.summary.received == counted("146%", last="2018-01-05")[0]
        check_lists(client, page)

    def test_what_is_handed_over_stays_in_its_line_by_todays_units(self, client, merged, heir, heirs_leader, commune):
        before = rows(open_page(client, heirs_leader, BY_TODAYS))
        old = AdministrativeUnit.objects.get(pk=commune.pk)
        left = successions.left_by(old, User.objects.get(pk=heirs_leader.pk))
        given = {"by": heirs_leader, "now": at("2018-01-15 09:00"), "source": "Nghị quyết"}
        assert actions.hand_to_successor(dossiers=left, unit=old, to=heir, **given) > 0
        page = open_page(client, heirs_leader, BY_TODAYS)
        assert rows(page) == before
        check_lists(client, page)
        check_lists(client, open_page(client, heirs_leader, JANUARY))


class TestSplit:
    def test_what_cannot_be_divided_stands_in_a_line_of_its_own(self, client, split, district_leader):
        page = open_page(client, district_leader, BY_TODAYS)
        (row,) = page.context["table"].undivided
        assert numbers({cell.column.key: cell.value for cell in row.cells}) == counted("14635")
        assert "chia vào Xã Ân Hòa, Xã Kim Sơn từ 10/01/2018" in page.content.decode()
        assert numbers(rows(page)["Tổng số"]) == counted("%")
        assert numbers(rows(page)["Xã Ân Hòa"]) == counted("14638")
        check_lists(client, page)

    def test_its_heirs_are_told_what_is_not_counted(self, client, split, heirs_leader):
        for query in ("from=2018-01-10&to=2018-01-15", BY_TODAYS):
            page = open_page(client, heirs_leader, query)
            assert page.context["board"].total.summary.received == 0
        assert "Xã Kim Định" in page.content.decode()

    def test_the_workbook_says_the_same(self, client, split, district_leader):
        _, book = workbook(client, district_leader, BY_TODAYS)
        names = [line[0] for line in cells(book.worksheets[0])]
        assert any("Kim Định" in name and "10/01/2018" in name for name in names)
        assert any("theo đơn vị ngày 15/01/2018" in line for line in cells(book.worksheets[1]))


def test_where_nothing_changed_there_is_no_switch(client, dossiers, district_leader):
    for query in (JANUARY, BY_TODAYS):
        page = open_page(client, district_leader, query).content.decode()
        assert "map=" not in page.replace("map=today&amp;sort", "").replace("&amp;map=today", "")
        assert "theo đơn vị" not in page


def test_an_unknown_map_is_refused(client, dossiers, leader):
    assert open_page(client, leader, f"{JANUARY}&map=1900", status=400)
    found = client.get(
        f"/dossiers/?figure=received&from=2018-01-01&to=2018-01-15&map=x&unit={leader.duties[0].unit.pk}"
    )
    assert found.context["form"].errors["map"]


def test_costs_the_same_by_either_map(client, merged, district_leader, django_assert_num_queries):
    client.force_login(district_leader)
    for query in (JANUARY, BY_TODAYS):
        with django_assert_num_queries(42):
            client.get(f"/dashboard/?{query}")
