import re
from datetime import date

import pytest
from django.utils import timezone

from dossiers import actions
from dossiers.models import Dossier
from dossiers.states import Verb
from procedures.models import Process, ProcessStep
from tests.builders import at, make_procedure, receive
from units.models import Agency, AgencyKind, Assignment, CalendarDay, Role


def sections(response):
    return {section["kind"]: section["dossiers"] for section in response.context["sections"]}


@pytest.fixture
def labour(district):
    return Agency.objects.create(unit=district, kind=AgencyKind.OFFICE, name="Phòng Lao động")


class TestHome:
    def test_the_clerk_sees_what_waits_at_the_desk(self, client, week, clerk):
        client.force_login(clerk)
        response = client.get("/desk/")
        assert {figure["kind"]: figure["count"] for figure in response.context["figures"]} == {
            "waiting": 1,
            "due_today": 1,
            "overdue": 1,
            "due_soon": 1,
            "received_today": 1,
        }
        assert sections(response) == {
            "overdue": [week["overdue"]],
            "due_today": [week["due_today"]],
            "waiting": [week["waiting"]],
        }
        order = [figure["kind"] for figure in response.context["figures"]]
        assert list(sections(response)) == order[:3] == ["overdue", "due_today", "waiting"]

    def test_every_figure_opens_exactly_its_dossiers(self, client, week, clerk):
        client.force_login(clerk)
        for figure in client.get("/desk/").context["figures"]:
            rows = client.get(f"/dossiers/?{figure['query']}").context["dossiers"]
            assert len(rows) == figure["count"], figure["kind"]

    def test_also_for_who_sees_more_than_his_desk(self, client, week, stranger, other_commune, district, support):
        """A clerk of one commune, officer of the same, who leads the whole district, where there is much more."""
        for role, agency in ((Role.OFFICER, other_commune.committee), (Role.LEADER, district.committee)):
            Assignment.objects.create(user=stranger, role=role, agency=agency, valid_from=date(2016, 1, 1))
        mine = receive(by=stranger, procedure=support, now=at("2018-01-04 08:00"))
        client.force_login(stranger)
        response = client.get("/desk/")
        assert sections(response)["overdue"] == sections(response)["late"] == [mine]
        for shown in response.context["figures"] + response.context["sections"]:
            rows = client.get(f"/dossiers/?{shown['query']}").context["dossiers"]
            assert len(rows) == shown["count"], shown["kind"]

    def test_a_result_waits_where_it_is_handed_back(self, client, week, stranger, clerk, commune):
        """Received at the one desk, collected at the other."""
        Dossier.objects.filter(pk=week["waiting"].pk).update(returning_desk=stranger.desks[0])
        for user, count in ((clerk, 0), (stranger, 1)):
            client.force_login(user)
            figures = {figure["kind"]: figure for figure in client.get("/desk/").context["figures"]}
            waiting = figures["waiting"]
            assert waiting["count"] == count
            assert len(client.get(f"/dossiers/?{waiting['query']}").context["dossiers"]) == count

    def test_a_band_shows_its_first_ten_and_counts_all(self, client, clerk, support):
        dossiers = [receive(by=clerk, procedure=support, now=at("2018-01-04 08:00")) for _ in range(12)]
        client.force_login(clerk)
        overdue = client.get("/desk/").context["sections"][0]
        assert (overdue["dossiers"], overdue["count"]) == (dossiers[:10], 12)

    @pytest.mark.parametrize("who", ["clerk", "officer"])
    def test_a_dossier_opened_from_a_band_leads_back_to_it_and_on_along_it(self, client, support, request, who):
        user, clerk = request.getfixturevalue(who), request.getfixturevalue("clerk")
        moments = [at("2018-01-05 08:00"), at("2018-01-04 08:00"), at("2018-01-08 07:00")]
        later, first, _ = (receive(by=clerk, procedure=support, now=moment) for moment in moments)
        client.force_login(user)
        page = client.get("/desk/").content.decode()
        [link, *_] = re.findall(rf'href="(/dossiers/{re.escape(first.code)}/\?list=[^"#]*)', page)
        way_back = client.get(link).context["way_back"]
        assert (way_back["previous"], way_back["next"]) == (None, later)
        rows = client.get(f"/dossiers/?{way_back['list']}").context["dossiers"]
        assert rows[:2] == [first, later]

    @pytest.mark.parametrize(
        ("due_on", "tone", "left"),
        [
            ("2018-01-12", "is-late", "−1 ngày"),
            ("2018-01-15", "is-today", "7 giờ"),
            ("2018-01-17", "is-soon", "2 ngày 7 giờ"),
            ("2018-01-18", "", "3 ngày 7 giờ"),
            ("2100-01-01", "", "&gt; 250 ngày"),
        ],
    )
    def test_a_due_date_is_coloured_as_the_figure_counts(self, client, clock, clerk, officer, due_on, tone, left):
        open_ended = make_procedure("1.000002", "Không có thời hạn", time_limit=None, time_unit="")
        due_on = date.fromisoformat(due_on)
        clock.starts_at = at("2018-01-15 07:59:30")
        clock.save()
        receive(by=clerk, procedure=open_ended, now=at("2018-01-12 08:00"), due_on=due_on, due_reason="vì")
        client.force_login(officer)
        page = client.get("/desk/").content.decode()
        assert f'<span class="due {tone}">' in page
        assert f'">{left}</td>' in page

    def test_the_officer_sees_three_bands_by_due_date(self, client, week, officer):
        client.force_login(officer)
        assert sections(client.get("/desk/")) == {
            "late": [week["overdue"]],
            "today_and_tomorrow": [week["due_today"]],
            "later": [week["later"]],
        }

    def test_the_bands_count_by_the_days_of_the_officers_own_unit(self, client, week, officer, commune):
        for day in (16, 17):
            CalendarDay.objects.create(
                unit=commune, date=date(2018, 1, day), kind="holiday", name="Hội làng", source="x"
            )
        client.force_login(officer)
        found = sections(client.get("/desk/"))
        assert found["today_and_tomorrow"] == [week["due_today"]]
        week["later"].refresh_from_db()
        later = week["later"].due_on
        CalendarDay.objects.create(unit=commune, date=date(2018, 1, 18), kind="holiday", name="Hội làng", source="x")
        assert later == date(2018, 1, 19)
        assert sections(client.get("/desk/"))["today_and_tomorrow"] == [week["due_today"], week["later"]]
        assert len(client.get("/dossiers/?scope=inbox&due=next").context["dossiers"]) == 2

    def test_the_officer_is_offered_what_its_process_expects_next(self, client, week, officer, now):
        later = week["later"]
        actions.start(dossier=week["overdue"], by=officer, now=now)
        actions.start(dossier=later, by=officer, now=now)
        client.force_login(officer)
        assert [each.expected for each in sections(client.get("/desk/"))["later"]] == [Verb.RESOLVE]
        client.post(f"/dossiers/{later.code}/submit_for_signature/")
        page = client.get("/desk/")
        assert [each.expected for each in sections(page)["later"]] == [Verb.RECORD_SIGNATURE]
        assert "#record_signature" in page.content.decode()

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_inbox_costs_the_same_whatever_its_length(
        self, client, clerk, officer, support, labour, now, django_assert_max_num_queries, count
    ):
        process = Process.objects.create(procedure=support)
        for position, place in enumerate(("desk", "authority", "office"), 1):
            name = labour.name if place == "office" else ""
            ProcessStep.objects.create(process=process, position=position, place=place, office=name, hours=8)
        for _ in range(count):
            actions.start(dossier=receive(by=clerk, procedure=support, now=now), by=officer, now=now)
        client.force_login(officer)
        with django_assert_max_num_queries(20):
            page = client.get("/desk/")
        found = sections(page)
        assert page.context["usual"] == "forward_as_planned"
        assert [dossier.expected for dossiers in found.values() for dossier in dossiers] == [Verb.FORWARD] * count

    def test_an_office_sees_until_when_its_own_step_lasts(self, client, clerk, officer, support, now):
        """Before the result is due, so that those after it have their time, too."""
        process = Process.objects.create(procedure=support)
        for position, place in enumerate(("desk", "authority", "authority"), 1):
            ProcessStep.objects.create(process=process, position=position, place=place, hours=8)
        dossier = actions.start(dossier=receive(by=clerk, procedure=support, now=now), by=officer, now=now)
        client.force_login(officer)
        page = client.get("/desk/")
        [shown] = [dossier for dossiers in sections(page).values() for dossier in dossiers]
        assert shown.here_until == dossier.open_step.due_at < dossier.due_at
        assert (
            "Hạn bước này: " + timezone.localtime(shown.here_until).strftime("%H:%M %d/%m/%Y") in page.content.decode()
        )

    def test_a_stranger_sees_none_of_it(self, client, week, stranger):
        client.force_login(stranger)
        assert all(rows == [] for rows in sections(client.get("/desk/")).values())

    def test_who_neither_receives_nor_processes_is_led_on(self, client, leader):
        client.force_login(leader)
        assert client.get("/desk/").url == "/dashboard/"

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_whatever_its_length(self, client, clerk, support, django_assert_max_num_queries, count):
        for _ in range(count):
            receive(by=clerk, procedure=support, now=at("2018-01-04 08:00"))
        client.force_login(clerk)
        with django_assert_max_num_queries(12):
            client.get("/desk/")


class TestTheOneBox:
    def find(self, client, text):
        return client.post("/desk/find/", {"q": text})

    @pytest.mark.parametrize("write", [str, str.lower, " {} ".format, "Mã hồ sơ: {}".format])
    def test_a_code_opens_its_dossier(self, client, week, clerk, write):
        client.force_login(clerk)
        code = week["later"].code
        assert self.find(client, write(code)).url == f"/dossiers/{code}/"

    @pytest.mark.parametrize("text", ["le con han", "Lê Còn Hạn", "HAN con", "Le\u0302 Co\u0300n Ha\u0323n"])
    def test_a_name_is_found_with_or_without_diacritics(self, client, week, clerk, text):
        client.force_login(clerk)
        assert self.find(client, text).url == f"/dossiers/{week['later'].code}/"

    @pytest.mark.parametrize("text", ["0912345678", "0912 345 678", "+84 912 345 678"])
    def test_a_phone_number(self, client, clerk, support, now, text):
        dossier = receive(by=clerk, procedure=support, now=now, applicant_phone="0912345678")
        client.force_login(clerk)
        assert self.find(client, text).url == f"/dossiers/{dossier.code}/"

    @pytest.mark.parametrize(
        "text",
        ["164000111", "164 000 111", "037085001234|164000111|Nguyen Van Duc|02031985|Nam|Xóm 5, Kim Định|01012022"],
    )
    def test_an_identity_number_or_a_card(self, client, clerk, support, now, text):
        dossier = receive(by=clerk, procedure=support, now=now)
        client.force_login(clerk)
        assert self.find(client, text).url == f"/dossiers/{dossier.code}/"

    def test_of_a_card_that_nobody_has_only_the_name_is_shown(self, client, clerk):
        client.force_login(clerk)
        page = self.find(client, "037085001299|164999111|Nguyễn Văn Quét|02031985|Nam|Xóm 5|01012022")
        assert page.context["text"] == "Nguyễn Văn Quét"
        assert "037085001299" not in page.content.decode()

    def test_several_are_listed(self, client, week, clerk):
        client.force_login(clerk)
        assert len(self.find(client, "164000111").context["dossiers"]) == 4

    def test_nothing_of_another_desk(self, client, week, stranger):
        client.force_login(stranger)
        for text in (week["later"].code, "le con han", "164000111"):
            assert self.find(client, text).context["dossiers"] == []

    @pytest.mark.parametrize("text", ["", " ", "x", "%", "_", "'; --", "|" * 20, "9" * 400])
    def test_anything_may_be_typed(self, client, week, clerk, text):
        client.force_login(clerk)
        assert self.find(client, text).context["dossiers"] == []

    def test_only_by_post_since_names_stay_out_of_addresses(self, client, clerk):
        client.force_login(clerk)
        assert client.get("/desk/find/", {"q": "x"}).status_code == 405
