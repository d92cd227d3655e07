"""What a dashboard says needs the leader today, and what people say of it all."""

from datetime import date

import pytest

from dossiers import actions
from dossiers.models import Dossier
from procedures.models import PostingPlace
from tests.builders import CENTRE, at, make_decision, make_procedure, make_user
from tests.dashboards.pages import JANUARY, answers, figures_of, length_of, open_page, posting, rows
from units.models import AdministrativeUnit, Role


class TestNeeds:
    def needs(self, page):
        return {need.kind: (need.count, [place.name for place in need.places]) for need in page.context["needs"]}

    def test_what_needs_the_leader_today(self, client, dossiers, district_leader):
        found = self.needs(open_page(client, district_leader, "from=2017-01-01&to=2017-01-31"))
        del found["missing"]
        assert found == {
            "overdue": (3, ["Xã Kim Định", "Xã Ân Hòa", CENTRE]),
            "unapologised": (3, ["Xã Kim Định", "Xã Ân Hòa", CENTRE]),
            "due_today": (1, ["Xã Kim Định"]),
            "untaken": (3, ["Xã Kim Định", "Xã Ân Hòa", CENTRE]),
            "uncollected": (3, ["Xã Kim Định"]),
            "apologies": (1, [CENTRE]),
        }

    def test_of_one_unit_no_unit_is_named(self, client, dossiers, leader):
        assert self.needs(open_page(client, leader))["overdue"] == (1, [])

    def test_an_apology_holds_until_the_day_it_promises(self, client, dossiers, district_leader, officer, commune):
        late = Dossier.objects.overdue(date(2018, 1, 15)).get(competent_agency=commune.committee)
        promise = {"promised_on": date(2018, 1, 16), "reason": "Chờ xác minh", "leader_reason": "Đồng ý"}
        actions.apologise(dossier=late, by=officer, now=at("2018-01-15 08:00"), **promise)
        assert self.needs(open_page(client, district_leader))["unapologised"] == (2, ["Xã Ân Hòa", CENTRE])
        Dossier.objects.filter(pk=late.pk).update(promised_at=at("2018-01-12 17:00"))
        assert self.needs(open_page(client, district_leader))["unapologised"][0] == 3

    @pytest.mark.parametrize("tiers", [2, 3])
    def test_at_every_level_each_need_is_the_length_of_its_list(self, client, dossiers, province, district, tiers):
        """Under the map of 2025 too, where communes lie right under the province: by data alone."""
        if tiers == 2:
            AdministrativeUnit.objects.filter(parent=district).update(parent=province)
        chief = make_user("leader.37", Role.LEADER, province)
        of_communes = ["Xã Kim Định", "Xã Ân Hòa"] if tiers == 2 else []
        page = open_page(client, chief, JANUARY)
        found = self.needs(page)
        assert found["overdue"] == found["unapologised"] == (3, [*of_communes, "Huyện Kim Sơn"])
        assert found["due_today"] == (1, of_communes[:1] or ["Huyện Kim Sơn"])
        assert found["uncollected"] == (3, of_communes[:1] or ["Huyện Kim Sơn"])
        for need in page.context["needs"]:
            for line in (need, *need.places):
                if line.href.startswith("/dossiers/?"):
                    count = need.count if line is need else line.value
                    assert length_of(client.get(line.href)) == count, line.href

    def test_nothing_needs_him(self, client, district_leader, commune):
        page = open_page(client, district_leader)
        assert page.context["needs"] == []
        assert 'class="nothing"' in page.content.decode()

    def test_units_below_the_target_of_satisfaction(self, client, district_leader, commune, other_commune, birth):
        for unit, marks in ((commune, [5, 4, 4, 2, 1]), (other_commune, [5, 5, 4, 4, 4])):
            answers(unit, birth, marks, date(2017, 12, 1))
        page = open_page(client, district_leader)
        assert self.needs(page) == {"satisfaction": (1, ["Xã Kim Định"]), "missing": (2, ["Xã Kim Định", "Xã Ân Hòa"])}
        assert page.context["needs"][0].places[0].value == "60,0 %"

    def test_postings_that_are_missing_or_out_of_date(self, client, control, leader, commune, other_commune, birth):
        posting(other_commune, birth)
        assert self.needs(open_page(client, control)) == {"missing": (1, ["Xã Kim Định"])}
        posting(commune, birth)
        assert self.needs(open_page(client, control)) == {}
        birth.versions.update(valid_to=date(2018, 1, 14))
        assert self.needs(open_page(client, control)) == {"stale": (2, ["Xã Kim Định", "Xã Ân Hòa"])}

    def test_each_of_its_postings_stands_in_the_list_that_it_opens(self, client, control, leader, district, birth):
        made = make_procedure("1.000002", "Đăng ký hộ kinh doanh", level="district", sector="Đăng ký kinh doanh")
        for user in (control, leader):
            page = open_page(client, user)
            postings = {(href, n) for href, n in figures_of(page) if "&state=missing" in href}
            assert postings
            assert all(length_of(client.get(href)) == n for href, n in postings)
        posting(district, made, PostingPlace.BOARD)
        # A district has to post on its portal: what hangs on its board does not count.
        assert ("/procedures/postings/376/?on=2018-01-15&place=portal&state=missing", 1) in set(
            figures_of(open_page(client, control))
        )


class TestSatisfactionAndPostings:
    def test_few_answers_stay_hidden(self, client, district_leader, commune, other_commune, birth):
        answers(commune, birth, [5, 5, 4, 2, 1], date(2018, 1, 1))
        answers(other_commune, birth, [1, 1, 1, 1], date(2018, 1, 1))
        table = open_page(client, district_leader, JANUARY).context["table"]
        shares = {row.line.name: row.line.satisfaction and row.line.satisfaction.share for row in table.rows}
        # What is kept back with the other cannot be reckoned from the total.
        assert shares == {CENTRE: None, "Xã Kim Định": None, "Xã Ân Hòa": None}
        assert table.totals[-1].line.satisfaction.percent == pytest.approx(100 * 3 / 9)

    def test_the_share_with_its_number_of_answers(self, client, leader, commune, birth):
        answers(commune, birth, [5, 5, 4, 2, 1], date(2018, 1, 1))
        page = open_page(client, leader, JANUARY)
        cell = page.context["board"].total.satisfaction
        assert (cell.percent, cell.answers, [f.answers for f in cell.factors.values()]) == (60, 5, [0, 0, 5, 0, 0])
        assert "60,0 %" in page.content.decode()
        assert 'x1="80" x2="80"' in page.content.decode()  # the target, drawn over the factors

    def test_what_is_posted_of_what_applies(self, client, control, commune, other_commune, birth, support):
        for procedure in (birth, support):
            posting(commune, procedure)
        posting(other_commune, birth)
        page = open_page(client, control, JANUARY)
        boards = page.context["posted_groups"][-1]
        assert (boards.complete, boards.units) == (1, 2)
        assert [(fault.name, fault.posted.missing) for fault in page.context["posted_faults"]] == [("Xã Ân Hòa", 1)]
        assert [row.cells[-1].value for row in page.context["table"].rows] == [0, 0, -1]

    def test_under_a_province_too_each_unit_counts_where_it_has_to_post(
        self, client, clock, province, commune, other_commune, birth
    ):
        posting(commune, birth)
        page = open_page(client, make_user("leader.37", Role.LEADER, province))
        found = [(group.place, group.complete, group.units) for group in page.context["posted_groups"]]
        assert found == [("portal", 2, 2), ("board", 1, 2)]
        assert [(fault.name, fault.posted.missing) for fault in page.context["posted_faults"]] == [("Xã Ân Hòa", 1)]

    def test_postings_are_those_of_today_whatever_the_period(self, client, control, commune, birth):
        posting(commune, birth)
        page = open_page(client, control, "from=2016-01-01&to=2016-12-31")
        assert [row.cells[-1].value for row in page.context["table"].rows] == [0, 0]
        boards = page.context["posted_groups"][-1]
        assert (boards.each.posted, boards.each.applied) == (1, 1)
        assert "tính đến 15/01/2018" in page.content.decode()

    def test_so_is_the_catalogue(self, client, control, commune, birth, support):
        support.versions.update(valid_from=date(2018, 1, 10))
        page = open_page(client, control, "from=2016-01-01&to=2016-12-31")
        assert {level["name"]: level["count"] for level in page.context["levels"]} == {"Cấp xã": 2}
        for level in page.context["levels"]:
            assert length_of(client.get(level["href"])) == level["count"]

    def test_a_unit_without_a_desk_has_nothing_to_post_and_nobody_to_ask(self, client, control, commune, birth):
        commune.desk.delete()
        page = open_page(client, control, JANUARY)
        assert page.context["posted_groups"][-1].name == "Huyện Kim Sơn"
        assert rows(page)["Xã Kim Định"]["posting"] is None

    def test_procedure_control_begins_with_the_catalogue(self, client, control, district_leader, commune, birth):
        birth.versions.update(change="amended", decision=make_decision("1/QĐ", date(2018, 1, 10)))
        page = open_page(client, control, JANUARY)
        content = page.content.decode()
        assert content.index('id="catalogue"') < content.index('id="needs"')
        assert {level["name"]: level["count"] for level in page.context["levels"]} == {"Cấp xã": 1}
        assert (page.context["board"].decided.new, page.context["board"].decided.amended) == (0, 1)
        assert 'id="catalogue"' not in open_page(client, district_leader, JANUARY).content.decode()
