"""Sending feedback from a procedure's page, following it, and what everybody reads of it."""

import pytest
from django.urls import reverse

from procedures.actions import feedback as actions
from procedures.feedback_following import PASS_LIFETIME
from procedures.models import Feedback
from procedures.views.feedback_public import COOKIE
from tests import builders
from tests.builders import at
from tests.procedures.pages import text
from tests.procedures.said import ANSWER, NAME, PHONE, TEXT, answered, do, give, published

pytestmark = pytest.mark.usefixtures("in_english", "clock")

FORM = reverse("procedures:give_feedback", args=["1.001193"])
PUBLISHED = reverse("procedures:published_feedback", args=["1.001193"])
DETAIL = reverse("procedures:detail", args=["1.001193"])
FOLLOW = reverse("procedures:follow_feedback")
WRONG = "ABCD2345"


@pytest.fixture
def send(client, birth, commune, other_commune, district):
    """send(…): the form as a browser sends it."""

    def send(**typed):
        return client.post(FORM, {"kind": "report", "about": "14635", "text": TEXT, "key": "k", **typed})

    return send


@pytest.fixture
def said(birth, commune, now):
    return give(birth, now, about=commune, sender_name=NAME, sender_contact=PHONE)


class TestSending:
    def test_it_comes_in_and_the_sender_reads_how_to_follow_it(self, client, send):
        response = send(sender_name=NAME, sender_contact=PHONE)
        kept = Feedback.objects.get()
        assert (kept.text, kept.unit.code, kept.sender_name, kept.channel) == (TEXT, "14635", NAME, "web")
        page = text(client.get(response.url))
        assert kept.number in page
        assert kept.secret in page
        assert "xã Kim Định, by 05/02/2018" in page

    def test_neither_name_nor_secret_stands_in_the_address(self, send):
        url = send(sender_name=NAME, sender_contact=PHONE).url
        kept = Feedback.objects.get()
        assert not any(each in url for each in (kept.secret, "0912", "Nguy", kept.number))

    def test_pressed_twice_it_is_one(self, send):
        assert send().status_code == send().status_code == 302
        assert Feedback.objects.count() == 1

    def test_the_same_form_with_other_words_says_what_came_in_and_can_be_sent_too(self, send):
        send()
        response = send(text=f"{TEXT} Thêm.")
        assert response.status_code == 409
        assert Feedback.objects.get().number in text(response)
        key = response.context["form"]["key"].value()
        assert send(text=f"{TEXT} Thêm.", key=key).status_code == 302
        assert Feedback.objects.count() == 2

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"text": ""}, "Write what you want to say."),
            ({"text": "Chậm"}, "too short"),
            ({"text": "x" * 4001}, "4001 characters"),
            ({"kind": ""}, "Say which of the two it is."),
            ({"about": "99999"}, "Select a valid choice"),
            ({"website": "http://spam.example"}, "people do not see"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, send, wrong, words):
        response = send(sender_name=NAME, **wrong)
        assert response.status_code == 400
        assert words in text(response)
        assert NAME in text(response)
        assert not Feedback.objects.exists()

    def test_a_unit_that_does_not_apply_the_procedure_is_not_offered(self, send, birth, commune):
        birth.at_units.create(unit=commune, handling="not_applied", reason="…")
        assert send().status_code == 400

    def test_about_none_in_particular_the_district_answers(self, send):
        send(about="")
        assert Feedback.objects.get().unit.code == "376"

    def test_a_procedure_that_is_not_there(self, client, birth):
        for name in ("give_feedback", "published_feedback"):
            assert client.get(reverse(f"procedures:{name}", args=["9.999999"])).status_code == 404

    def test_of_a_code_at_two_levels_it_is_about_the_one_asked_for(self, client, birth, commune, district):
        builders.make_procedure("1.001193", "Khai sinh ở huyện", level="district")
        client.post(f"{FORM}?level=district", {"kind": "proposal", "text": TEXT, "key": "k"})
        assert Feedback.objects.get().procedure.level == "district"
        assert "Khai sinh ở huyện" in text(client.get(f"{FORM}?level=district"))
        assert "Đăng ký khai sinh" in text(client.get(f"{FORM}?level=commune"))


class TestTooMuch:
    def test_from_one_address_it_is_stopped_and_nothing_typed_is_lost(self, send, settings):
        settings.FEEDBACK_OF_ADDRESS = 2
        for key in "ab":
            assert send(key=key).status_code == 302
        response = send(key="c", sender_name=NAME)
        assert response.status_code == 429
        assert int(response["Retry-After"]) > 0
        assert TEXT in text(response)
        assert NAME in text(response)
        assert Feedback.objects.count() == 2

    def test_another_address_goes_on(self, client, send, settings):
        settings.FEEDBACK_OF_ADDRESS = 1
        send(key="a")
        assert send(key="b").status_code == 429
        client.defaults["REMOTE_ADDR"] = "113.160.1.2"
        assert send(key="c").status_code == 302

    def test_from_everywhere_it_is_stopped_too(self, client, send, settings):
        settings.FEEDBACK_OF_ALL = 1
        send(key="a")
        client.defaults["REMOTE_ADDR"] = "113.160.1.2"
        assert send(key="b").status_code == 429

    def test_what_is_stopped_at_one_address_closes_nothing_to_others(self, client, send, settings):
        settings.FEEDBACK_OF_ADDRESS, settings.FEEDBACK_OF_ALL = 1, 2
        for key in "abcd":
            send(key=key)
        client.defaults["REMOTE_ADDR"] = "113.160.1.2"
        assert send(key="e").status_code == 302

    def test_a_second_press_and_a_faulty_form_are_not_counted(self, send, settings):
        settings.FEEDBACK_OF_ADDRESS = 1
        send(text="", key="a")
        assert send(key="b").status_code == 302
        assert send(key="b").status_code == 302


class TestFollowing:
    def follow(self, client, number, secret):
        return client.post(FOLLOW, {"number": number, "secret": secret})

    def test_with_number_and_secret_one_reads_the_answer_and_not_the_secret(self, client, said, leader, now):
        answered(said, leader, now)
        response = self.follow(client, said.number.lower(), said.secret)
        page = text(client.get(response.url))
        assert ANSWER in page
        assert said.secret not in page
        assert NAME not in page
        assert leader.full_name not in page

    def test_why_it_is_not_answered_here(self, client, said, leader, now):
        do(actions.decline, said, leader, now, cause="complaint", text="Xin gửi đơn đến nơi tiếp công dân.")
        page = text(client.get(self.follow(client, said.number, said.secret).url))
        assert "Xin gửi đơn đến nơi tiếp công dân." in page
        assert "It is not answered here" in page

    def test_wrong_number_and_wrong_secret_look_the_same(self, client, said):
        wrong = [self.follow(client, said.number, WRONG), self.follow(client, "PAKN-99999", WRONG)]
        wrong.append(self.follow(client, "gibberish", WRONG))
        assert [response.status_code for response in wrong] == [404] * 3
        assert len({text(response).split('<form class="panel')[0].split("<main")[1] for response in wrong}) == 1

    def test_after_too_many_wrong_tries_the_right_secret_opens_nothing_either(self, client, said, settings):
        settings.TRACKING_TRIES_OF_PAIR = 2
        for _ in range(3):
            response = self.follow(client, said.number, WRONG)
        assert response.status_code == 429
        assert self.follow(client, said.number, said.secret).status_code == 429

    def test_the_page_opens_in_that_browser_alone_and_for_an_hour(self, client, said, monkeypatch):
        url = self.follow(client, said.number, said.secret).url
        assert client.cookies[COOKIE]["path"] == url
        assert client.cookies[COOKIE]["httponly"]
        assert client.cookies[COOKIE]["max-age"] == PASS_LIFETIME
        assert client.get(url).status_code == 200
        client.cookies[COOKIE] = "forged"
        assert client.get(url).status_code == 404

    def test_an_empty_form_says_what_is_missing(self, client, clock):
        response = client.post(FOLLOW, {})
        assert response.status_code == 400
        assert "Type the secret code." in text(response)


class TestWhatEverybodyReads:
    def test_what_is_published_with_its_answer(self, client, said, control, now):
        published(said, control, now, text="Bị yêu cầu thêm giấy tờ.")
        for address in (PUBLISHED, DETAIL):
            page = text(client.get(address))
            assert "Bị yêu cầu thêm giấy tờ." in page
            assert ANSWER in page

    def test_nothing_of_what_is_not(self, client, birth, commune, leader, said, control, now):
        taken_back = published(give(birth, now, about=commune, text=f"{TEXT} Lần hai."), control, now)
        do(actions.take_back, taken_back, control, now, reason="Sửa lời")
        answered(said, leader, now)
        for address in (PUBLISHED, DETAIL):
            page = text(client.get(address))
            assert TEXT not in page
            assert ANSWER not in page

    def test_never_who_sent_it_nor_his_codes(self, client, said, control, now):
        published(said, control, now)
        for address in (PUBLISHED, DETAIL):
            page = text(client.get(address))
            assert not any(each in page for each in (NAME, PHONE, said.secret, control.full_name))

    def test_the_latest_three_stand_on_the_procedures_page_and_all_on_their_own(self, client, birth, commune, control):
        for day in (8, 9, 10, 11):
            moment = at(f"2018-01-{day:02} 09:00")
            published(give(birth, moment, about=commune, text=f"{TEXT} {day}"), control, moment, text=f"Lời thứ {day}.")
        assert [f"Lời thứ {day}." in text(client.get(DETAIL)) for day in (8, 9, 10, 11)] == [False, True, True, True]
        assert all(f"Lời thứ {day}." in text(client.get(PUBLISHED)) for day in (8, 9, 10, 11))

    def test_it_is_text_and_never_markup(self, client, said, control, now):
        published(said, control, now, text="<script>alert(1)</script> rất dài dòng")
        assert "<script>alert" not in text(client.get(DETAIL))

    @pytest.mark.parametrize("address", [PUBLISHED, DETAIL])
    def test_its_queries_do_not_grow(self, client, said, birth, commune, control, now, address, count_queries):
        published(said, control, now)
        one = count_queries(address)
        for _ in range(2):
            published(give(birth, now, about=commune), control, now)
        assert count_queries(address) == one

    def test_the_procedures_page_leads_to_the_form(self, client, birth):
        assert f'href="{FORM}?level=commune"' in text(client.get(DETAIL))


@pytest.fixture
def count_queries(client, django_assert_max_num_queries):
    def count_queries(address):
        client.get(address)
        with django_assert_max_num_queries(100) as counted:
            client.get(address)
        return len(counted)

    return count_queries
