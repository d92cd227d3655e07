"""/rate/: from the receipt's secret to thanks, and each way in which it does not get there."""

import re

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers import actions as dossier_actions
from dossiers import tracking
from dossiers.tracking import pass_of
from satisfaction.actions import kiosks
from satisfaction.kiosks import token_of
from satisfaction.models import Answer, Source, Survey
from tests.builders import at, receive

TOO_MANY = "Not opened: there were too many wrong tries. Try again in %(n)s minute."
RATE, ANSWER, THANKS = "/rate/", "/rate/answer/", "/rate/thanks/"


@pytest.fixture
def opened(client, handed_back):
    """The page with the faces."""
    return client.post(RATE, {"code": handed_back.code, "secret": handed_back.secret})


def send(client, response, **marks):
    return client.post(ANSWER, {"token": response.context["token"]} | marks)


def text(response):
    return " ".join(response.content.decode().split())


def complaint(response):
    return re.search(r'role="alert">(.*?)</div>', text(response))[1]


class TestWayIn:
    def test_the_address_may_bring_the_code_but_never_the_secret(self, client, clock, handed_back):
        page = client.get(RATE, {"code": handed_back.code, "secret": handed_back.secret})
        assert page.context["access"]["code"].value() == handed_back.code
        assert handed_back.secret not in text(page)
        assert re.search(r'<input[^>]*name="secret"[^>]*autofocus', text(page))

    def test_code_and_secret_open_the_faces(self, opened):
        assert opened.status_code == 200
        assert [template.name for template in opened.templates][0] == "satisfaction/rating.html"
        assert text(opened).count('name="overall"') == 5
        assert "no-store" in opened["Cache-Control"]

    def test_so_does_the_page_where_the_dossier_is_followed(self, client, handed_back, birth):
        page = client.post("/track/", {"code": handed_back.code, "secret": handed_back.secret}, follow=True)
        assert handed_back.secret not in text(page)
        sent = dict(re.findall(r'type="hidden" name="(code|token)" value="(.*?)"', text(page)))
        response = client.post(RATE, sent)
        assert (response.status_code, response.templates[0].name) == (200, "satisfaction/rating.html")

    def test_the_page_repeats_neither_secret_nor_name(self, opened, handed_back):
        assert handed_back.secret not in text(opened)
        assert handed_back.applicant_name not in text(opened)

    def test_it_says_that_the_answer_is_kept_apart(self, opened):
        assert "satisfaction/_promise.html" in [template.name for template in opened.templates]

    def test_a_wrong_code_and_a_wrong_secret_look_the_same(self, client, handed_back):
        wrong = [
            {"code": handed_back.code, "secret": "AAAAAAAA"},
            {"code": "000.06.28.H42-180115-9999", "secret": handed_back.secret},
        ]
        answers = [client.post(RATE, data) for data in wrong]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert complaint(answers[0]) == complaint(answers[1]) != ""

    def test_what_is_missing_is_said_and_the_rest_stays(self, client, handed_back):
        response = client.post(RATE, {"code": handed_back.code, "secret": ""})
        assert response.status_code == 400
        assert list(response.context["access"].errors) == ["secret"]
        assert handed_back.code in text(response)

    def test_after_too_many_wrong_tries_it_is_closed_for_an_hour(self, client, handed_back, settings):
        for _try in range(settings.TRACKING_TRIES_OF_PAIR + 1):
            response = client.post(RATE, {"code": handed_back.code, "secret": "AAAAAAAA"})
        assert response.status_code == 429
        assert 0 < int(response["Retry-After"]) <= 3600
        minutes = response.context["refusal"].minutes
        assert 1 <= minutes <= 60
        assert ngettext(TOO_MANY, TOO_MANY.replace("minute", "minutes"), minutes) % {"n": minutes} in text(response)

    def test_an_open_dossier_is_told_when_its_result_is_due(self, client, dossier):
        response = client.post(RATE, {"code": dossier.code, "secret": dossier.secret})
        assert response.templates[0].name == "satisfaction/too_early.html"
        assert "17:00" in text(response)
        assert "overall" not in text(response)

    def test_an_overdue_one_is_told_that_it_is_late(self, client, clerk, support):
        overdue = receive(by=clerk, procedure=support, now=at("2018-01-02 08:00"))
        page = client.post(RATE, {"code": overdue.code, "secret": overdue.secret})
        followed = client.post("/track/", {"code": overdue.code, "secret": overdue.secret}, follow=True)
        assert page.context["standing"] == followed.context["standing"]
        assert page.context["standing"].tone == "late"
        assert "09/01/2018" in text(page)

    def test_a_used_secret_is_thanked(self, client, opened, handed_back):
        send(client, opened, overall=5)
        response = client.post(RATE, {"code": handed_back.code, "secret": handed_back.secret})
        assert (response.status_code, response.templates[0].name) == (200, "satisfaction/rated.html")


class TestAnswer:
    def test_it_is_saved_and_thanked_for(self, client, opened, birth, commune):
        response = send(client, opened, overall="2", staff="1", result="", comment="  Chờ lâu.\r\nRất lâu.  ")
        assert (response.status_code, response.url) == (302, THANKS)
        answer = Answer.objects.get()
        assert (answer.overall, answer.staff, answer.result, answer.access) == (2, 1, None, None)
        assert (answer.comment, answer.source) == ("Chờ lâu.\nRất lâu.", Source.RECEIPT)
        assert (answer.desk, answer.procedure) == (commune.desk, birth)
        assert client.get(THANKS).status_code == 200

    def test_a_second_press_changes_nothing_and_is_told(self, client, opened):
        send(client, opened, overall=5)
        response = send(client, opened, overall=1)
        assert response.templates[0].name == "satisfaction/rated.html"
        assert [answer.overall for answer in Answer.objects.all()] == [5]

    @pytest.mark.parametrize("overall", ["", "6", "0", "-1", "tốt", "4.5", "４"])
    def test_over_all_is_one_of_five(self, client, opened, overall):
        response = send(client, opened, overall=overall, staff="4", comment="Nhanh")
        assert response.status_code == 400
        assert list(response.context["form"].errors) == ["overall"]
        assert not Survey.objects.exists()
        assert "Nhanh" in text(response)
        assert response.context["form"]["staff"].value() == "4"

    def test_a_factor_is_one_of_five_or_nothing(self, client, opened):
        response = send(client, opened, overall="4", access="6", staff="x")
        assert sorted(response.context["form"].errors) == ["access", "staff"]
        assert not Survey.objects.exists()

    def test_a_comment_that_is_too_long_stays_to_be_shortened(self, client, opened):
        response = send(client, opened, overall="4", comment="dài " * 300)
        assert _("The comment has %(show_value)d characters; at most %(limit_value)d can be kept. Shorten it.") % {
            "show_value": 1199,
            "limit_value": 1000,
        } in text(response)
        assert "dài dài" in text(response)

    def test_a_thousand_characters_fit_however_the_lines_end(self, client, opened):
        send(client, opened, overall="4", comment="a" * 499 + "\r\n" + "b" * 500)
        assert len(Answer.objects.get().comment) == 1000

    def test_a_corrected_answer_is_saved(self, client, opened):
        again = send(client, opened, overall="")
        assert send(client, again, overall="3").url == THANKS

    def test_opening_the_address_of_answers_leads_to_the_way_in(self, client, clock):
        assert client.get(ANSWER).url == RATE

    def test_a_form_from_elsewhere_is_refused(self, opened):
        response = Client(enforce_csrf_checks=True).post(ANSWER, {"token": opened.context["token"], "overall": "5"})
        assert response.status_code == 403
        assert not Answer.objects.exists()


class TestToken:
    @pytest.fixture(params=["none", "forged", "of another salt", "too old", "of a kiosk"])
    def bad(self, request, handed_back, leader, commune, now, monkeypatch):
        match request.param:
            case "none":
                return ""
            case "forged":
                return pass_of(handed_back)[:-1] + "?"
            case "of another salt":
                return signing.dumps(handed_back.pk, salt="elsewhere")
            case "too old":
                monkeypatch.setattr(tracking, "PASS_LIFETIME", -1)
                return pass_of(handed_back)
            case "of a kiosk":
                return token_of(handed_back, kiosks.start(desk=commune.desk, by=leader, now=now))

    def test_nothing_is_saved_and_nothing_lost(self, client, bad):
        response = client.post(ANSWER, {"token": bad, "overall": "2", "comment": "Chờ lâu"})
        assert response.status_code == 400
        assert not Survey.objects.exists()
        assert response.context["form"]["overall"].value() == "2"
        assert "Chờ lâu" in text(response)
        assert 'name="secret"' in text(response)

    def test_code_and_secret_prove_it_anew(self, client, bad, handed_back):
        proof = {"code": handed_back.code, "secret": handed_back.secret}
        response = client.post(ANSWER, {"token": bad, "overall": "2", "comment": "Chờ lâu"} | proof)
        assert response.url == THANKS
        assert Answer.objects.get().comment == "Chờ lâu"

    def test_it_opens_no_faces(self, client, bad, handed_back):
        response = client.post(RATE, {"token": bad, "code": handed_back.code})
        assert (response.status_code, list(response.context["access"].errors)) == (400, ["secret"])
        assert response.context["access"]["code"].value() == handed_back.code

    def test_a_wrong_secret_does_not(self, client, bad, handed_back):
        proof = {"code": handed_back.code, "secret": "AAAAAAAA"}
        response = client.post(ANSWER, {"token": bad, "overall": "2", "comment": "Chờ lâu"} | proof)
        assert response.status_code == 404
        assert "Chờ lâu" in text(response)
        assert not Survey.objects.exists()

    def test_the_token_opens_no_other_dossier(self, client, opened, clerk, birth, now):
        other = receive(by=clerk, procedure=birth, now=now)
        send(client, opened, overall=5, code=other.code, secret=other.secret, dossier=other.pk)
        assert Survey.objects.get().dossier_id != other.pk


def test_a_dossier_denied_or_withdrawn_is_rated_too(client, clerk, officer, support, now):
    denied = dossier_actions.deny(
        dossier=receive(by=clerk, procedure=support, now=now), by=officer, now=now, reason="x"
    )
    withdrawn = dossier_actions.withdraw(
        dossier=receive(by=clerk, procedure=support, now=now), by=clerk, now=now, reason="x"
    )
    for dossier in (denied, withdrawn):
        send(client, client.post(RATE, {"code": dossier.code, "secret": dossier.secret}), overall=1)
    assert Survey.objects.count() == 2


def test_addresses_are_these(db):
    names = {"rate": RATE, "answer": ANSWER, "thanks": THANKS, "kiosk": "/kiosk/", "kiosks": "/satisfaction/kiosks/"}
    assert {name: reverse(f"satisfaction:{name}") for name in names} == names
