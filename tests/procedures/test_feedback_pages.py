"""Feedback as staff work on it: the list with its figures, one of them, and taking one down."""

from datetime import date

import pytest
from django.urls import reverse

from procedures.models import Feedback
from tests import builders
from tests.builders import at
from tests.procedures.pages import text
from tests.procedures.said import ANSWER, NAME, PHONE, TEXT, answered, give, published, seen

pytestmark = pytest.mark.usefixtures("in_english", "clock")

LIST = reverse("procedures:feedback_list")
RECORD = reverse("procedures:record_feedback", args=["1.001193"])


@pytest.fixture
def said(birth, commune, now):
    return give(birth, now, about=commune, sender_name=NAME, sender_contact=PHONE)


@pytest.fixture
def press(client, said):
    """press(user, deed, …): the button of the page as it stands."""

    def press(user, deed, **typed):
        client.force_login(user)
        address = reverse("procedures:feedback_deed", args=[said.pk, deed])
        return client.post(address, {"seen": seen(said), **typed})

    return press


def page_of(feedback):
    return reverse("procedures:feedback", args=[feedback.pk])


def rows(response):
    return [feedback for feedback, _days in response.context["rows"]]


class TestTheList:
    def test_what_waits_is_shown_first_the_one_due_first_above(self, client, control, birth, commune, other_commune):
        later, first = (give(birth, at(f"2018-01-{day} 09:00"), about=commune) for day in (12, 10))
        answered(give(birth, at("2018-01-11 09:00"), about=other_commune), control, at("2018-01-12 09:00"))
        client.force_login(control)
        response = client.get(LIST)
        assert rows(response) == [first, later]
        assert "waits for 5 days" in text(response)

    def test_each_figure_opens_as_many_as_it_says(self, client, control, birth, commune, other_commune, leader):
        monday = at("2017-12-11 09:00")
        give(birth, monday, about=commune)
        answered(give(birth, monday, about=commune), leader, monday)
        published(give(birth, monday, about=other_commune), control, at("2018-01-12 09:00"))
        give(birth, at("2018-01-12 09:00"), about=other_commune)
        client.force_login(control)
        tabs = client.get(LIST).context["tabs"]
        assert {figure: n for figure, _label, n in tabs} == {
            **{"received": 4, "in_time": 1, "late": 1, "waiting": 2, "overdue": 1},
            **{"declined": 0, "to_publish": 1, "published": 1},
        }
        for figure, _label, n in tabs:
            assert len(rows(client.get(LIST, {"figure": figure}))) == n

    def test_one_unit_or_one_with_those_under_it(
        self, client, control, said, commune, district, birth, other_commune, now
    ):
        give(birth, now, about=other_commune)
        client.force_login(control)
        assert rows(client.get(LIST, {"unit": commune.pk})) == [said]
        assert rows(client.get(LIST, {"unit": district.pk})) == []
        assert len(rows(client.get(LIST, {"unit": district.pk, "below": "on"}))) == 2

    @pytest.mark.parametrize("query", [{"figure": "x"}, {"unit": "x"}, {"unit": "9" * 30}, {"page": "x"}])
    def test_an_address_that_makes_no_sense_is_passed_over(self, client, control, said, query):
        client.force_login(control)
        assert rows(client.get(LIST, query)) == [said]

    def test_a_period_that_ends_before_it_starts_is_said(self, client, control, said):
        client.force_login(control)
        response = client.get(LIST, {"from": "2018-02-01", "to": "2018-01-01"})
        assert response.status_code == 400
        assert "ends before it starts" in text(response)

    def test_what_has_waited_for_years_is_not_left_out(self, client, control, birth, commune):
        old = give(birth, at("2015-06-01 09:00"), about=commune)
        client.force_login(control)
        assert rows(client.get(LIST)) == [old]

    def test_its_queries_do_not_grow(
        self, client, control, said, birth, other_commune, district, now, django_assert_max_num_queries
    ):
        client.force_login(control)
        with django_assert_max_num_queries(12) as one:
            client.get(LIST)
        for about in (other_commune, None):
            give(birth, now, about=about)
        with django_assert_max_num_queries(len(one)):
            client.get(LIST)

    def test_who_sees_what(self, client, said, clerk, officer, stranger, leader):
        for user, found in ((leader, [said]), (clerk, []), (officer, []), (stranger, [])):
            client.force_login(user)
            response = client.get(LIST)
            assert rows(response) == found
            assert ("what you took down yourself" in text(response)) == (not found)

    def test_without_a_log_in_or_work_nobody_sees_it(self, client, said):
        assert client.get(LIST).status_code == 302
        client.force_login(builders.make_user("nobody"))
        assert client.get(LIST).status_code == 403


class TestOne:
    def test_not_ones_own_is_not_there(self, client, said, clerk, stranger, officer):
        for user in (clerk, stranger, officer):
            client.force_login(user)
            assert client.get(page_of(said)).status_code == 404

    def test_who_answers_sees_who_sent_it_and_who_only_reads_does_not(self, client, said, leader, district):
        client.force_login(leader)
        assert NAME in text(client.get(page_of(said)))
        client.force_login(builders.make_user("reform.376", "reform_officer", district))
        page = text(client.get(page_of(said)))
        assert TEXT in page
        assert not any(each in page for each in (NAME, PHONE, said.secret))

    def test_its_secret_is_nobodys_to_see(self, client, said, leader, control):
        for user in (leader, control):
            client.force_login(user)
            assert said.secret not in text(client.get(page_of(said)))

    def test_answered_in_one_press(self, press, leader, said):
        response = press(leader, "answer", text=ANSWER)
        assert response.url == page_of(said)
        said.refresh_from_db()
        assert (said.answer, said.answered_by) == (ANSWER, leader)

    def test_procedure_control_publishes_in_words_of_its_own(self, press, client, leader, control, said, now):
        answered(said, leader, now)
        client.force_login(control)
        proposed = client.get(page_of(said)).context["forms"]["publish"].initial["text"]
        assert proposed == TEXT
        press(control, "publish", text="Bị yêu cầu thêm giấy tờ.", answer=ANSWER)
        said.refresh_from_db()
        assert (said.public_text, said.text) == ("Bị yêu cầu thêm giấy tờ.", TEXT)
        press(control, "take-back", reason="Sửa lời")
        assert not Feedback.objects.published().exists()

    def test_what_still_tells_who_somebody_is_comes_back_as_typed(self, press, leader, control, said, now):
        answered(said, leader, now)
        response = press(control, "publish", text=f"Tôi là {NAME}, 0912345678", answer=ANSWER)
        assert response.status_code == 400
        page = text(response)
        assert f"“{NAME}”, “0912345678”" in page
        assert f"Tôi là {NAME}, 0912345678" in page
        assert not Feedback.objects.published().exists()

    def test_passed_up_it_is_gone_from_ones_list(self, press, leader, district, said):
        response = press(leader, "forward", to=district.pk, reason="Thuộc quy định của tỉnh")
        assert response.url == LIST
        said.refresh_from_db()
        assert said.unit == district

    def test_it_goes_to_no_unit_out_of_reach(self, press, leader, other_commune, said):
        assert press(leader, "forward", to=other_commune.pk, reason="x").status_code == 400
        said.refresh_from_db()
        assert said.unit.code == "14635"

    @pytest.mark.parametrize(
        ("deed", "typed"),
        [("answer", {"text": ""}), ("answer", {"text": "x" * 4001}), ("forward", {"to": "", "reason": ""})]
        + [("decline", {"cause": "x", "text": "Không"}), ("decline", {"cause": "unclear", "text": ""})]
        + [("answer", {"text": ANSWER, "seen": "x"})],
    )
    def test_what_is_wrong_is_said_and_nothing_changes(self, press, leader, said, deed, typed):
        response = press(leader, deed, **typed)
        assert response.status_code == 400
        assert "Nothing was changed." in text(response)
        said.refresh_from_db()
        assert said.state == "received"
        assert said.events.count() == 1

    def test_the_slower_of_two_is_told_and_keeps_what_he_typed(self, client, press, leader, control, said):
        saw = seen(said)
        press(leader, "answer", text=ANSWER)
        response = press(control, "answer", text="Trả lời của huyện", seen=saw)
        assert response.status_code == 400
        assert "somebody else was quicker" in text(response)
        assert "Trả lời của huyện" in text(response)

    @pytest.mark.parametrize(
        ("who", "deed", "status"),
        [
            ("leader", "answer", 302),
            ("control", "answer", 302),
            ("district_leader", "answer", 302),
            ("administrator", "answer", 403),
            ("clerk", "answer", 404),
            ("stranger", "answer", 404),
            ("leader", "gone", 404),
        ],
    )
    def test_who_may(self, request, press, who, deed, status):
        assert press(request.getfixturevalue(who), deed, text=ANSWER).status_code == status

    def test_a_leader_answers_and_does_not_publish(self, press, client, leader, said, now):
        answered(said, leader, now)
        assert press(leader, "publish", text=TEXT, answer=ANSWER).status_code == 403
        assert "publish" not in client.get(page_of(said)).context["forms"]

    def test_a_deed_is_never_a_look(self, client, leader, said):
        client.force_login(leader)
        assert client.get(reverse("procedures:feedback_deed", args=[said.pk, "answer"])).status_code == 405


class TestTakingDown:
    @pytest.fixture
    def record(self, client, clerk, birth, other_commune, district):
        def record(user=clerk, **typed):
            client.force_login(user)
            given = {"channel": "letter", "received_on": "2018-01-12", "kind": "report", "about": "14635"}
            return client.post(RECORD, {**given, "text": TEXT, "key": "k", **typed})

        return record

    def test_the_clerk_gets_the_codes_for_the_sender_and_nobody_else_does(self, client, record, clerk, leader):
        response = record(sender_name=NAME)
        kept = Feedback.objects.get()
        assert (kept.channel, kept.received_on, kept.recorded_by) == ("letter", date(2018, 1, 12), clerk)
        assert kept.secret in text(client.get(response.url))
        client.force_login(leader)
        assert client.get(response.url).status_code == 403

    def test_it_is_in_his_own_list_and_he_answers_nothing(self, client, record, clerk):
        record()
        kept = Feedback.objects.get()
        assert rows(client.get(LIST)) == [kept]
        assert client.get(page_of(kept)).context["forms"] == {}

    def test_his_own_unit_is_proposed(self, client, clerk, birth, other_commune):
        client.force_login(clerk)
        assert client.get(RECORD).context["form"]["about"].value() == "14635"

    @pytest.mark.parametrize(
        "wrong", [{"channel": "web"}, {"received_on": "2018-01-16"}, {"received_on": ""}, {"text": "ngắn"}]
    )
    def test_what_is_wrong_is_said_and_nothing_is_kept(self, record, wrong):
        response = record(sender_name=NAME, **wrong)
        assert response.status_code == 400
        assert NAME in text(response)
        assert not Feedback.objects.exists()

    def test_pressed_twice_it_is_one_and_other_words_are_refused(self, record):
        record()
        assert record().status_code == 302
        assert record(text=f"{TEXT} Thêm.").status_code == 400
        assert Feedback.objects.count() == 1

    @pytest.mark.parametrize(("who", "status"), [("clerk", 200), ("leader", 200), ("control", 200), ("officer", 403)])
    def test_who_may(self, request, client, birth, commune, who, status):
        client.force_login(request.getfixturevalue(who))
        assert client.get(RECORD).status_code == status


def test_the_dashboard_says_what_waits_and_leads_there(client, control, birth, commune, district, clock):
    give(birth, at("2017-12-11 09:00"), about=commune)
    give(birth, at("2018-01-12 09:00"), about=commune)
    client.force_login(control)
    page = client.get(reverse("dashboards:dashboard"))
    need = next(need for need in page.context["needs"] if need.kind == "feedback_overdue")
    assert (need.count, len(rows(client.get(need.href)))) == (1, 1)
