"""The page that tells how long dossiers took: what stands on it, who may see it, what its numbers open."""

from datetime import date

import pytest

from dossiers import actions
from dossiers.models import Dossier
from tests.builders import CENTRE, at, make_unit, make_user, receive
from tests.dashboards.pages import JANUARY, figures_of, length_of
from units.models import Role, User


@pytest.fixture(autouse=True)
def one_is_enough(settings):
    settings.FEWEST_TIMED = 1


def open_times(client, user, query=JANUARY, status=200):
    client.force_login(user)
    page = client.get(f"/dashboard/times/?{query}")
    assert page.status_code == status, page.content.decode()[:500]
    return page


def lines(page):
    return {line.line.name: (line.times.count, line.office.median) for line in page.context["told"].lines}


class TestFigures:
    def test_units_side_by_side(self, client, dossiers, district_leader):
        found = lines(open_times(client, district_leader))
        assert found == {"Xã Kim Định": (3, "5,8 ngày"), "Xã Ân Hòa": (2, "6,0 giờ"), CENTRE: (1, "6,0 giờ")}

    @pytest.mark.parametrize(("by", "names"), [("procedure", 3), ("sector", 3), ("unit", 3)])
    @pytest.mark.parametrize("query", [JANUARY, "from=2017-12-01&to=2018-01-15"])
    def test_every_number_opens_exactly_its_dossiers(self, client, dossiers, district_leader, by, names, query):
        page = open_times(client, district_leader, f"{query}&by={by}")
        assert len(lines(page)) == names
        figures = set(figures_of(page))
        assert len(figures) > 8
        for href, number in figures:
            assert length_of(client.get(href)) == number, href

    def test_of_one_unit_by_procedure(self, client, dossiers, leader):
        page = open_times(client, leader, f"{JANUARY}&by=unit")
        assert list(lines(page)) == ["Trợ cấp xã hội hàng tháng"]
        assert "by" in page.context["form"].fields

    def test_what_is_withdrawn_is_left_out_and_said(self, client, dossiers, district_leader):
        page = open_times(client, district_leader)
        assert page.context["board"].figures.withdrawn == 1
        assert "outcome=withdrawn" in page.content.decode()

    def test_a_line_of_too_few_says_nothing(self, client, dossiers, district_leader, settings):
        settings.FEWEST_TIMED = 3
        page = open_times(client, district_leader)
        assert list(lines(page)) == ["Xã Kim Định"]
        assert "Không nêu 2 dòng có ít hơn 3 hồ sơ (cộng lại 3)" in page.content.decode()
        settings.FEWEST_TIMED = 99
        page = open_times(client, district_leader)
        assert lines(page) == {}
        assert "ít hơn 99 hồ sơ" in page.content.decode()

    def test_a_month_of_reception_says_how_many_are_open(self, client, dossiers, district_leader):
        page = open_times(client, district_leader)
        assert len(page.context["told"].months) == 12
        january = page.context["told"].months[-1]
        still_open = Dossier.objects.open().filter(received_at__gte=at("2018-01-01 00:00")).count()
        assert (january.line.received.open, january.resolved) == (still_open, 5) == (4, 5)
        assert (january.received.median, january.received.ninetieth) == ("8,8 ngày", "")
        assert "chưa biết được" in page.content.decode()

    def test_where_units_changed_each_month_opens_its_list(self, client, dossiers, district_leader, district):
        make_unit("14601", "Xã Mới", parent=district, agency_code="000.02.28.H42", valid_from=date(2017, 6, 1))
        page = open_times(client, district_leader)
        for month in page.context["told"].months:
            assert length_of(client.get(month.line.open_href)) == month.line.received.open

    def test_nothing_at_all(self, client, district_leader, commune):
        page = open_times(client, district_leader)
        assert page.context["told"].lines == []
        assert "Không có trong kỳ này" in page.content.decode()

    def test_a_province_sums_up_its_districts(self, client, dossiers, province):
        chief = make_user("leader.37", Role.LEADER, province)
        assert lines(open_times(client, chief)) == {"Huyện Kim Sơn": (6, "1,8 ngày")}


class TestBatches:
    @pytest.fixture(autouse=True)
    def sitting(self, clerk, officer, support, settings):
        settings.BATCH_CLOSING_MANY = 3
        for second in (0, 20, 40, 55):
            made = receive(by=clerk, procedure=support, now=at("2017-12-04 08:00"))
            actions.resolve(dossier=made, by=officer, now=at(f"2017-12-29 16:20:{second:02}.123456"))

    def test_each_opens_its_dossiers(self, client, district_leader):
        page = open_times(client, district_leader, "from=2017-12-01&to=2017-12-31")
        sitting, day = sorted(page.context["batches"], key=lambda batch: batch.sitting is None)
        assert (sitting.count, sitting.by, day.count) == (4, "Trần Văn Hùng", 4)
        for batch in (sitting, day):
            assert length_of(client.get(batch.href)) == 4
        assert "đóng liên tiếp, 29/12/2017 16:20–16:20" in client.get(sitting.href).content.decode()

    def test_of_other_days_it_says_nothing(self, client, district_leader):
        assert open_times(client, district_leader).context["batches"] == []

    def test_whoever_may_not_see_the_dossiers_gets_none_of_them(self, client, district_leader, stranger):
        page = open_times(client, district_leader, "from=2017-12-01&to=2017-12-31")
        href = next(batch.href for batch in page.context["batches"] if batch.sitting)
        client.force_login(stranger)
        found = client.get(href.partition("unit=")[0] + href.partition("&")[2])
        assert (found.status_code, length_of(found)) == (200, 0)


class TestReach:
    def test_a_leader_of_a_commune_sees_his_own_only(self, client, dossiers, leader):
        assert "Ân Hòa" not in open_times(client, leader).content.decode()
        for code in ("14638", "376", "99999"):
            assert "Không có đơn vị này" in open_times(client, leader, f"unit={code}", status=404).content.decode()

    @pytest.mark.parametrize("who", ["clerk", "officer", "stranger"])
    def test_who_oversees_nothing_has_none(self, client, request, who):
        open_times(client, request.getfixturevalue(who), status=403)

    def test_nobody_without_logging_in(self, client, clock):
        assert client.get("/dashboard/times/").status_code == 302

    def test_an_administrator_of_the_system_is_told_why(self, client, clock):
        root = User.objects.create_superuser("root", password="x", full_name="Quản trị")
        assert open_times(client, root).templates[0].name == "dashboards/nothing.html"

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("from=2017-02-01&to=2017-01-01", "to"),
            ("from=2017-02-30", "from"),
            ("from=2018-01-16", "from"),
            ("by=x", "by"),
        ],
    )
    def test_what_makes_no_sense_is_said(self, client, leader, query, field):
        page = open_times(client, leader, query, status=400)
        assert list(page.context["form"].errors) == [field]


@pytest.mark.parametrize("count", [1, 3])
def test_costs_the_same_however_many_units(
    client, dossiers, district_leader, district, count, django_assert_num_queries
):
    for number in range(count - 1):
        make_unit(f"1470{number}", f"Xã {number}", parent=district, agency_code=f"000.9{number}.28.H42")
    client.force_login(district_leader)
    with django_assert_num_queries(18):
        client.get(f"/dashboard/times/?{JANUARY}")
