"""The list of dossiers: what it finds and counts, what it says of itself, and the way from it to a dossier and back."""

import re
from datetime import date
from urllib.parse import quote

import pgtrigger
import pytest
from django.db import connection

from dossiers import actions
from dossiers.figures import Figure, Timing, counted_in, timing
from dossiers.listing import COUNTED
from dossiers.models import Dossier
from dossiers.orders import Order
from procedures.models import Sector
from tests.builders import at, make_procedure, make_unit, make_user, receive
from units.models import Agency, AgencyKind, Role, UnitKind

YEAR = {"from": "2018-01-01", "to": "2018-12-31"}


def rows(client, **query):
    return list(client.get("/dossiers/", query).context["dossiers"])


def words(response):
    return [str(part.words) for part in response.context["parts"]]


class TestTheList:
    def test_is_filtered_from_the_address_and_says_so_in_words(self, client, week, clerk):
        client.force_login(clerk)
        response = client.get("/dossiers/", {"state": "open", "due": "overdue"})
        assert list(response.context["dossiers"]) == [week["overdue"]]
        assert words(response) == ["Chưa giải quyết xong", "Quá hạn"]
        assert [part.without for part in response.context["parts"]] == ["due=overdue", "state=open"]

    def test_by_state_period_and_procedure(self, client, week, clerk, birth):
        client.force_login(clerk)
        assert rows(client, state="resolved") == [week["waiting"]]
        assert rows(client, procedure=birth.code) == [week["due_today"]]
        assert rows(client, **{"from": "2018-01-11", "to": "2018-01-12"}) == [week["later"], week["waiting"]]

    def test_sorted_by_due_date_either_way(self, client, week, clerk):
        client.force_login(clerk)
        up, down = rows(client, order="due"), rows(client, order="-due")
        assert up[0] == week["overdue"]
        assert down == up[::-1]

    def test_pages_follow_one_another_without_gap_or_repeat(self, client, clerk, support):
        dossiers = [receive(by=clerk, procedure=support, now=at("2018-01-15 08:00")) for _ in range(60)]
        client.force_login(clerk)
        seen, page = [], "order=-received"
        while page:
            response = client.get(f"/dossiers/?{page}")
            seen += response.context["dossiers"]
            page = response.context["next_page"]
        assert seen == dossiers[::-1]

    def test_the_next_page_begins_within_the_index(self, client, week, clerk):
        """Not row by row from the first one on."""
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        after = f"2018-01-12T08:00:00+07:00_{week['later'].pk}"
        for order, column in ((Order("received", True), "received_at"), (Order("due"), "due_at")):
            plan = order.after(Dossier.objects.all(), after).explain()
            assert re.search(rf"Index Cond: \({column} [<>]= ", plan), plan

    def test_the_less_used_filters_are_folded_away_unless_one_is_at_fault(self, client, week, clerk):
        client.force_login(clerk)
        assert '<details class="more-filters">' in client.get("/dossiers/?channel=post").content.decode()
        assert '<details class="more-filters" open>' in client.get("/dossiers/?channel=pigeon").content.decode()

    def test_soon_is_counted_in_working_days(self, client, week, clerk, clock):
        """On a Friday: Monday and Tuesday."""
        clock.starts_at = at("2018-01-12 08:00")
        clock.save()
        client.force_login(clerk)
        assert rows(client, due="soon") == [week["due_today"]]
        assert "is-soon" in client.get("/dossiers/").content.decode()

    @pytest.mark.parametrize(
        "query",
        [
            {"state": "gone"},
            {"to": "9999-12-31"},
            {"from": "0001-01-01"},
            {"scope": "inbox"},
            {"from": "2018-02-01", "to": "2018-01-01"},
            {"from": "yesterday"},
            {"procedure": "9.999999"},
            {"sector": "999999"},
        ],
    )
    def test_a_filter_that_makes_no_sense_is_said(self, client, week, clerk, query):
        client.force_login(clerk)
        response = client.get("/dossiers/", query)
        assert response.status_code == 400
        assert sum(len(messages) for messages in response.context["form"].errors.values()) == 1

    @pytest.mark.parametrize("after", ["x", "2018-01-15_1", "2018-13-45T00:00:00+07:00_1", "_", "2018-01-15T00:00Z_x"])
    def test_a_broken_page_address_starts_at_the_first_page(self, client, week, clerk, after):
        client.force_login(clerk)
        assert len(rows(client, after=after)) == 4

    def test_shows_only_ones_own(self, client, week, stranger, district_leader):
        client.force_login(stranger)
        assert rows(client) == []
        client.force_login(district_leader)
        assert len(rows(client)) == 4

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_whatever_its_length(self, client, clerk, support, django_assert_max_num_queries, count):
        for _ in range(count):
            receive(by=clerk, procedure=support, now=at("2018-01-04 08:00"))
        client.force_login(clerk)
        with django_assert_max_num_queries(12):
            client.get("/dossiers/")

    @pytest.mark.parametrize(
        "query",
        [
            {"unit": "{other}"},
            {"unit": "999999999999999999999"},
            {"unit": "x", "below": "on"},
            {"figure": "resolved_six", **YEAR},
            {"figure": "resolved_late", "from": "2018-01-01"},
            {"state": "open", "sector": "abc"},
            {"sector": "9" * 40},
        ],
    )
    def test_a_filter_of_what_is_not_there_is_said_and_lists_nothing(self, client, week, clerk, other_commune, query):
        client.force_login(clerk)
        query = {name: value.format(other=other_commune.pk) for name, value in query.items()}
        response = client.get("/dossiers/", query)
        assert response.status_code == 400
        assert sum(len(messages) for messages in response.context["form"].errors.values()) == 1
        assert week["later"].code not in response.content.decode()

    def test_a_scope_that_is_nobodys_but_clerks(self, client, week, leader):
        client.force_login(leader)
        assert client.get("/dossiers/?scope=desk").status_code == 400

    def test_a_unit_out_of_sight_answers_like_one_that_is_not_there(self, client, clerk, other_commune):
        client.force_login(clerk)
        pages = [client.get("/dossiers/", {"unit": pk}).context["form"].errors for pk in (other_commune.pk, 987654)]
        assert pages[0] == pages[1] != {}

    def test_a_unit_that_was_none_in_those_days(self, client, district, district_leader):
        gone, made = (
            make_unit(code, name, parent=district, agency_code=code, **days)
            for code, name, days in (
                ("14001", "Xã Cũ", {"valid_to": date(2016, 12, 31)}),
                ("14002", "Xã Mới", {"valid_from": date(2018, 2, 1)}),
            )
        )
        client.force_login(district_leader)
        days = {"from": "2017-01-01", "to": "2018-01-31"}
        for unit, day in ((gone, "31/12/2016"), (made, "01/02/2018")):
            response = client.get("/dossiers/", {"unit": unit.pk, "figure": "received", **days})
            [sentence] = response.context["form"].errors["unit"]
            assert (response.status_code, unit.name in sentence, day in sentence) == (400, True, True)


class TestTheFilterInWords:
    @pytest.mark.parametrize(
        ("below", "said", "listed"),
        [
            ("", "Huyện Kim Sơn", {"376"}),
            ("on", "Huyện Kim Sơn và các đơn vị trực thuộc", {"376", "14635"}),
            ("only", "các đơn vị trực thuộc huyện Kim Sơn", {"14635"}),
        ],
    )
    def test_a_unit_alone_with_those_under_it_or_only_those(
        self, client, clerk, district, district_leader, birth, now, below, said, listed
    ):
        business = make_procedure("1.000002", "Đăng ký hộ kinh doanh", level="district", sector="Đăng ký kinh doanh")
        receive(by=clerk, procedure=birth, now=now)
        receive(by=make_user("clerk.376", Role.CLERK, district), procedure=business, now=now)
        client.force_login(district_leader)
        response = client.get("/dossiers/", {"unit": district.pk, "below": below})
        assert words(response) == [said]
        assert {dossier.competent_agency.unit.code for dossier in response.context["dossiers"]} == listed

    def test_a_figure_goes_with_its_period_and_a_unit_with_those_under_it(
        self, client, district, district_leader, commune, birth
    ):
        client.force_login(district_leader)
        sector = Sector.objects.get(name="Hộ tịch").pk
        query = {"figure": "resolved_late", "unit": district.pk, "below": "on", "sector": sector, **YEAR}
        response = client.get("/dossiers/", query)
        figure, unit, last = response.context["parts"]
        assert words(response)[1:] == [words(response)[1], "Hộ tịch"]
        assert "01/01/2018–31/12/2018" in words(response)[0]
        assert "Huyện Kim Sơn" in words(response)[1]
        assert figure.without == f"sector={sector}&unit={district.pk}&below=on"
        assert "unit" not in unit.without
        assert "below" not in unit.without
        assert "sector" not in last.without
        for part in response.context["parts"]:
            assert client.get(f"/dossiers/?{part.without}").status_code == 200

    @pytest.mark.parametrize(
        ("days", "said"),
        [
            (YEAR, "01/01/2018–31/12/2018"),
            ({"from": "2018-01-15", "to": "2018-01-15"}, "15/01/2018"),
            ({"from": "2018-01-15"}, "15/01/2018"),
            ({"to": "2018-01-15"}, "15/01/2018"),
        ],
    )
    def test_a_period_without_a_figure_is_when_they_were_received(self, client, clerk, days, said):
        client.force_login(clerk)
        response = client.get("/dossiers/", days)
        [part] = response.context["parts"]
        assert re.findall(r"\d\d/.*\d{4}", str(part.words)) == [said]
        assert part.without == ""

    def test_it_says_whose_dossiers_are_left_out(self, client, clerk, district_leader):
        client.force_login(clerk)
        assert client.get("/dossiers/").context["sight"] == "Xã Kim Định"
        client.force_login(district_leader)
        assert client.get("/dossiers/").context["sight"] != "Huyện Kim Sơn"
        assert "Huyện Kim Sơn" in client.get("/dossiers/").context["sight"]

    def test_what_is_not_ours_is_left_out_of_its_addresses(self, client, week, clerk):
        client.force_login(clerk)
        context = client.get("/dossiers/?state=open&next=//evil.example&order=gone&after=x").context
        assert context["here"] == "state=open&order=-received&after=x"


class TestFigures:
    @pytest.mark.parametrize("figure", Figure)
    def test_a_figure_is_counted_as_sql_counts_it(self, client, week, leader, figure):
        first, last = date(2018, 1, 5), date(2018, 1, 15)
        expected = counted_in(figure, Dossier.objects.all(), first, last).count()
        client.force_login(leader)
        context = client.get("/dossiers/", {"figure": figure, "from": first, "to": last}).context
        assert (context["count"], len(context["dossiers"])) == (expected, expected)
        assert expected or figure != Figure.RESOLVED_TOTAL

    def test_it_is_counted_beyond_what_other_lists_are(self, client, week, leader, commune, monkeypatch):
        monkeypatch.setattr("dossiers.listing.COUNTED", 2)
        client.force_login(leader)
        of_unit = {"figure": "received", "unit": commune.pk, **YEAR}
        plain, figure = (client.get("/dossiers/", query).context for query in ({}, of_unit))
        assert (plain["count"], plain["is_counted"]) == (2, False)
        assert (figure["count"], figure["is_counted"]) == (4, True)
        assert COUNTED == 1000

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ({"due": "overdue"}, 1),
            ({"due": "today"}, 1),
            ({"state": "untaken"}, 1),
            ({"state": "uncollected"}, 1),
            ({"state": "resolved"}, 1),
        ],
    )
    def test_what_waits_today_is_counted_to_the_end_too(
        self, client, week, leader, monkeypatch, settings, query, count
    ):
        settings.UNCOLLECTED_DAYS = 1
        monkeypatch.setattr("dossiers.listing.COUNTED", 0)
        client.force_login(leader)
        context = client.get("/dossiers/", query).context
        assert (context["count"], context["is_counted"]) == (count, True)

    def test_what_is_resolved_shows_when_and_how_it_kept_its_date(self, client, week, leader, officer):
        late = actions.resolve(dossier=week["overdue"], by=officer, now=at("2018-01-15 08:00"))
        client.force_login(leader)
        response = client.get("/dossiers/", {"figure": "resolved_total", "order": "finished", **YEAR})
        assert list(response.context["dossiers"]) == [week["waiting"], late]
        page = response.content.decode()
        assert "08:00 15/01/2018" in page
        assert "09:00 12/01/2018" in page
        assert [str(head) for head in response.context["heads"]] == ["received", "due", "finished"]

    def test_how_each_kept_its_date_is_said_as_it_is_counted(self, clerk, officer, support):
        """Due on the 11th, four times: resolved before, on and after it, and withdrawn before."""
        received = [receive(by=clerk, procedure=support, now=at("2018-01-04 08:00")) for _ in range(4)]
        for dossier, day in zip(received, (10, 11, 12), strict=False):
            actions.resolve(dossier=dossier, by=officer, now=at(f"2018-01-{day} 09:00"))
        actions.withdraw(dossier=received[3], by=clerk, reason="Xin rút", now=at("2018-01-10 09:00"))
        days = (date(2018, 1, 1), date(2018, 1, 31))
        counted = {
            name: set(counted_in(Figure(f"resolved_{name}"), Dossier.objects.all(), *days)) for name in Timing.values
        }
        assert counted == {"early": {received[0]}, "on_time": {received[1], received[3]}, "late": {received[2]}}
        for name, dossiers in counted.items():
            assert {timing(each.due_at, each.finished_at, each.outcome, each.paused_at) for each in dossiers} == {name}

    def test_by_when_it_was_finished_only_what_is_few_is_sorted(self, client, week, leader):
        client.force_login(leader)
        for query, columns in (({}, 2), ({"state": "resolved"}, 3), ({"figure": "received", **YEAR}, 2)):
            response = client.get("/dossiers/", {"order": "finished", **query})
            assert response.status_code == 200
            assert len(response.context["heads"]) == columns

    def test_the_sorted_column_says_so(self, client, week, leader):
        client.force_login(leader)
        assert re.findall('aria-sort="([a-z]+)"', client.get("/dossiers/").content.decode()) == ["descending"]
        page = client.get("/dossiers/?order=due&state=open").content.decode()
        assert re.findall('aria-sort="([a-z]+)"><a href="([^"]*)"', page) == [
            ("ascending", "?state=open&amp;order=-due")
        ]


class TestTheWayBack:
    def opened(self, client, dossier, listed):
        return client.get(f"/dossiers/{dossier.code}/?list={quote(listed, safe='')}").context["way_back"]

    def test_a_dossier_opened_from_a_list_leads_back_to_it(self, client, week, clerk):
        client.force_login(clerk)
        page = client.get("/dossiers/?state=open&order=due").content.decode()
        link = re.search(rf'href="(/dossiers/{re.escape(week["later"].code)}/\?list=[^"]*)"', page)[1]
        dossier = client.get(link)
        assert dossier.context["way_back"]["list"] == "state=open&order=due"
        assert 'href="/dossiers/?state=open&amp;order=due"' in dossier.content.decode()

    def test_it_names_its_neighbours_in_that_list(self, client, week, clerk):
        client.force_login(clerk)
        order = rows(client, state="open", order="due")
        beside = [(None, order[1]), (order[0], order[2]), (order[1], None)]
        for dossier, (previous, following) in zip(order, beside, strict=True):
            found = self.opened(client, dossier, "state=open&order=due")
            assert (found["previous"], found["next"]) == (previous, following)

    def test_no_neighbours_where_it_has_no_place(self, client, week, clerk):
        client.force_login(clerk)
        found = self.opened(client, week["later"], "state=resolved&order=finished")
        assert (found["previous"], found["next"]) == (None, None)

    @pytest.mark.parametrize(
        "listed", ["", "state=gone", "state=%00", "figure=resolved_late", "unit=999999", "from=x", "sector=%ff"]
    )
    def test_without_a_list_that_can_be_there_is_no_way_back(self, client, week, clerk, listed):
        client.force_login(clerk)
        assert self.opened(client, week["later"], listed) is None

    @pytest.mark.parametrize("listed", ["//evil.example/?state=open", "https://evil.example", "javascript:alert(1)"])
    def test_it_leads_nowhere_else(self, client, week, clerk, listed):
        client.force_login(clerk)
        assert "evil" not in self.opened(client, week["later"], listed)["list"]
        assert "javascript" not in self.opened(client, week["later"], listed)["list"]

    def test_the_list_of_somebody_who_sees_more_shows_nothing_more(self, client, week, stranger, clerk, support):
        theirs = receive(by=stranger, procedure=support, now=at("2018-01-12 08:00"))
        client.force_login(clerk)
        assert client.get(f"/dossiers/{theirs.code}/?list=state%3Dopen").status_code == 404
        found = self.opened(client, week["later"], "state=open&order=due")
        assert theirs not in (found["previous"], found["next"])

    def test_it_stays_when_the_number_is_shown(self, client, week, clerk):
        client.force_login(clerk)
        page = client.post(f"/dossiers/{week['later'].code}/id-number/?list=state%3Dopen")
        assert page.context["way_back"]["list"] == "state=open"

    def test_it_stays_after_a_move(self, client, week, officer):
        client.force_login(officer)
        answer = client.post(f"/dossiers/{week['later'].code}/start/?list=state%3Dopen%26order%3Ddue")
        assert client.get(answer.url).context["way_back"]["list"] == "state=open&order=due"


def test_roles_that_see_no_dossiers_are_refused(client, clerk):
    clerk.assignments.all().delete()
    client.force_login(clerk)
    assert {client.get(f"/dossiers/{path}").status_code for path in ("", "export.csv", "export.xlsx")} == {403}


class TestWhatOthersKeep:
    """A list that asks for more than its reader may see: the neighbour's desk received it, an office beside decides."""

    @pytest.fixture
    def beside(self, district):
        return Agency.objects.create(unit=district, kind=AgencyKind.BESIDE, name="Chi nhánh Văn phòng đăng ký đất đai")

    @pytest.fixture
    def theirs(self, stranger, beside, support, now):
        """Decided by the office beside, received where the commune's officer sees nothing."""
        dossier = receive(by=stranger, procedure=support, now=now)
        Dossier.objects.filter(pk=dossier.pk).update(competent_agency=beside)
        return dossier

    def test_is_said_to_an_officer_of_the_unit(self, client, district, theirs):
        officer = make_user("officer.376", Role.OFFICER, district)
        client.force_login(officer)
        context = client.get("/dossiers/", {"unit": district.pk}).context
        assert (list(context["dossiers"]), context["is_part"], context["told"]) == ([], True, None)

    def test_is_told_with_its_number_to_who_oversees_it(self, client, district, other_commune, theirs):
        leader = make_user("leader.x", Role.LEADER, district)
        client.force_login(leader)
        query = {"unit": district.pk, "figure": "received", **YEAR}
        assert client.get("/dossiers/", query).context["is_part"] is False  # he oversees the desk that received it
        away = make_unit("400", "Huyện Khác", UnitKind.DISTRICT, parent=district.parent, agency_code="000.00.29.H42")
        clerk = make_user("clerk.400", Role.CLERK, away)
        with pgtrigger.ignore():
            Dossier.objects.filter(pk=theirs.pk).update(receiving_desk=clerk.desks[0], returning_desk=clerk.desks[0])
        page = client.get("/dossiers/", query)
        assert (list(page.context["dossiers"]), page.context["is_part"], page.context["told"]) == ([], True, 1)

    def test_is_not_said_where_nothing_is_kept(self, client, leader, commune, week):
        client.force_login(leader)
        assert client.get("/dossiers/", {"unit": commune.pk}).context["is_part"] is False


@pytest.mark.parametrize("count", [1, 3])
def test_a_figure_of_many_units_costs_the_same_whatever_its_length(
    client, clerk, district, district_leader, support, django_assert_max_num_queries, count
):
    for _ in range(count):
        receive(by=clerk, procedure=support, now=at("2018-01-04 08:00"))
    client.force_login(district_leader)
    query = {"figure": "received", "unit": district.pk, "below": "on", **YEAR}
    with django_assert_max_num_queries(14):
        assert client.get("/dossiers/", query).context["count"] == count
