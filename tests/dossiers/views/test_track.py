"""`/track/`: what an applicant reads of his dossier, and what nobody reads there."""

import re

import pytest
from django.test import Client

from dossiers import actions, tracking
from dossiers.models import DossierEvent, EventKind
from dossiers.receipts import receipt_of
from dossiers.standing import short_name
from dossiers.tracking import PASS_LIFETIME
from dossiers.views.tracking import COOKIE
from satisfaction.models import Survey
from tests.builders import at, receive
from units.models import Attempt

WRONG = "ABCD2345"


@pytest.fixture
def dossier(clerk, support, now):
    """Received on Monday 15 January 2018, due on Monday the 22nd."""
    return receive(
        by=clerk,
        procedure=support,
        now=now,
        applicant_phone="0912345678",
        applicant_address="Xóm 5, Kim Định",
        representative_name="Lê Văn Tám",
        note="Ghi chú nội bộ",
    )


def track(client, dossier, secret=None):
    return client.post("/track/", {"code": dossier.code, "secret": secret or dossier.secret})


def follow(client, dossier):
    response = client.get(track(client, dossier).url)
    assert response.status_code == 200
    return response.context["standing"], response.content.decode()


class TestTheForm:
    def test_it_is_for_everybody(self, client, clock):
        assert client.get("/track/").status_code == 200

    def test_the_code_comes_with_the_qr_of_the_receipt(self, client, clock):
        page = client.get("/track/", {"code": "000.06.28.H42-180115-0001"}).content.decode()
        assert 'value="000.06.28.H42-180115-0001"' in page
        assert re.search(r'<input[^>]*name="secret"[^>]*autofocus', page)

    def test_a_secret_in_the_address_is_not_taken(self, client, dossier):
        page = client.get("/track/", {"code": dossier.code, "secret": dossier.secret}).content.decode()
        assert dossier.secret not in page

    def test_what_is_in_the_address_cannot_become_markup(self, client, clock):
        assert "<script>x" not in client.get("/track/", {"code": '"><script>x</script>'}).content.decode()

    @pytest.mark.parametrize(
        "sent", [{}, {"code": "x"}, {"secret": "x"}, {"code": " ", "secret": "-"}, {"code": "🙂🙂", "secret": "🙂🙂"}]
    )
    def test_what_is_left_out_is_asked_for(self, client, clock, sent):
        response = client.post("/track/", sent)
        assert response.status_code == 400
        assert response.context["form"].errors

    def test_what_is_too_long_is_told(self, client, clock):
        response = client.post("/track/", {"code": "0" * 5000, "secret": WRONG})
        assert response.status_code == 400
        assert list(response.context["form"].errors) == ["code"]

    @pytest.mark.parametrize("nonsense", ["' OR 1=1 --", "<b>x</b>", "0" * 200, "\u202e0001", "１２３"])
    def test_nonsense_is_a_wrong_pair_like_any_other(self, client, clock, nonsense):
        assert client.post("/track/", {"code": nonsense, "secret": WRONG}).status_code == 404

    def test_a_nul_is_a_bad_request(self, client, clock):
        assert client.post("/track/", {"code": "\0", "secret": WRONG}).status_code == 400

    def test_a_foreign_form_is_refused(self, dossier):
        assert track(Client(enforce_csrf_checks=True), dossier).status_code == 403

    def test_other_methods_are_none(self, client, clock):
        assert client.put("/track/").status_code == 405


class TestAWrongPair:
    def test_wrong_code_and_wrong_secret_have_the_same_page(self, client, dossier):
        of_code = client.post("/track/", {"code": "000.06.28.H42-180115-9999", "secret": WRONG})
        of_secret = client.post("/track/", {"code": dossier.code, "secret": WRONG})
        assert of_code.status_code == of_secret.status_code == 404
        assert page_of(of_code, "000.06.28.H42-180115-9999") == page_of(of_secret, dossier.code)

    def test_what_was_typed_stays(self, client, dossier):
        page = track(client, dossier, WRONG).content.decode()
        assert f'value="{dossier.code}"' in page
        assert f'value="{WRONG}"' in page

    def test_too_many_are_told_until_when(self, client, dossier, settings):
        settings.TRACKING_TRIES_OF_PAIR = 2
        assert [track(client, dossier, WRONG).status_code for _ in range(3)] == [404, 404, 429]
        response = track(client, dossier)
        assert response.status_code == 429
        assert 0 < int(response["Retry-After"]) <= 3600

    def test_too_many_at_a_code_that_is_not_there_have_the_same_page(self, client, dossier, settings):
        settings.TRACKING_TRIES_OF_PAIR = 2
        last = {}
        for code in (dossier.code, "nothing") * 3:
            last[code] = client.post("/track/", {"code": code, "secret": WRONG})
        assert {response.status_code for response in last.values()} == {429}
        assert len({page_of(response, code) for code, response in last.items()}) == 1

    def test_the_proxy_says_whose_tries_they_are(self, client, dossier, settings):
        settings.BEHIND_PROXY, settings.TRACKING_TRIES_OF_PAIR = True, 1
        for _ in range(3):
            client.post("/track/", {"code": dossier.code, "secret": WRONG}, headers={"x-forwarded-for": "1.2.3.4"})
        sent = {"code": dossier.code, "secret": dossier.secret}
        assert client.post("/track/", sent, headers={"x-forwarded-for": "1.2.3.4"}).status_code == 429
        assert client.post("/track/", sent, headers={"x-forwarded-for": "1.2.3.5"}).status_code == 302


def page_of(response, code):
    """What is on the page but for what was typed and its tokens against forgery."""
    tokens = [line for line in response.content.decode().splitlines() if "csrfmiddlewaretoken" not in line]
    return "\n".join(tokens).replace(f'value="{code}"', "")


class TestADossier:
    def test_received(self, client, dossier):
        standing, page = follow(client, dossier)
        assert standing.tone == "waiting"
        assert dossier.version.name in page
        assert "Ủy ban nhân dân xã Kim Định" in page
        assert "17:00 Thứ Hai, 22/01/2018" in page

    def test_due_today(self, client, clerk, birth, now):
        standing, page = follow(client, receive(by=clerk, procedure=birth, now=now))
        assert standing.tone == "waiting"
        assert "17:00" in standing.sentences[1]

    def test_in_progress(self, client, dossier, officer, now):
        title = follow(client, dossier)[0].title
        actions.start(dossier=dossier, by=officer, now=now)
        assert follow(client, dossier)[0].title != title

    def test_overdue_is_said(self, client, clerk, support):
        overdue = receive(by=clerk, procedure=support, now=at("2018-01-02 08:00"))
        standing, page = follow(client, overdue)
        assert standing.tone == "late"
        assert "09/01/2018" in standing.sentences[0]

    def test_a_result_that_waits(self, client, dossier, officer, commune, now):
        commune.desk.address, commune.desk.phone = "Xóm 7, xã Kim Định", "0229 386 2001"
        commune.desk.save()
        actions.resolve(dossier=dossier, by=officer, now=now)
        standing, page = follow(client, dossier)
        assert (standing.tone, standing.is_to_be_collected) == ("ready", True)
        assert "Xóm 7, xã Kim Định" in page
        assert 'href="tel:02293862001"' in page
        assert "07:00–11:30" in page

    def test_a_fee_that_is_owed(self, client, clerk, officer, support, now):
        owing = receive(by=clerk, procedure=support, now=now, fee_status="on_collection", fee_amount=15000)
        actions.resolve(dossier=owing, by=officer, now=now)
        assert "15.000 đồng" in follow(client, owing)[1]

    def test_a_result_that_comes_by_post(self, client, clerk, officer, support, now):
        posted = receive(by=clerk, procedure=support, now=now, delivery="post")
        actions.resolve(dossier=posted, by=officer, now=now)
        assert not follow(client, posted)[0].is_to_be_collected

    def test_denied(self, client, dossier, officer, clerk, now):
        actions.deny(dossier=dossier, by=officer, reason="Trần Văn Hùng thấy thiếu điều kiện", now=now)
        waiting, page = follow(client, dossier)
        assert (waiting.tone, waiting.is_to_be_collected) == ("denied", True)
        assert "Trần Văn Hùng" not in page
        actions.hand_back(dossier=dossier, by=clerk, collection=actions.Collection(), now=now)
        over, _ = follow(client, dossier)
        assert (over.tone, over.title) == ("over", waiting.title)

    def test_handed_back(self, client, dossier, officer, clerk, now):
        actions.resolve(dossier=dossier, by=officer, now=now)
        collection = actions.Collection(collected_by="authorised", collector_name="Đinh Thị Sáu")
        actions.hand_back(dossier=dossier, by=clerk, collection=collection, now=now)
        standing, page = follow(client, dossier)
        assert standing.tone == "over"
        assert "15/01/2018" in standing.sentences[0]
        assert "Đinh Thị Sáu" not in page

    def test_withdrawn(self, client, dossier, clerk, now):
        actions.withdraw(dossier=dossier, by=clerk, reason="Lý do riêng", now=now)
        standing, page = follow(client, dossier)
        assert standing.tone == "over"
        assert "Lý do riêng" not in page

    def test_no_person_stands_on_it(self, client, dossier, officer, now):
        actions.start(dossier=dossier, by=officer, now=now)
        page = follow(client, dossier)[1]
        private = [
            *("Nguyễn Văn Đức", "Lê Văn Tám", "Phạm Thị Lan", "Trần Văn Hùng"),
            *("164000111", "0912345678", "Xóm 5", "Ghi chú"),
        ]
        assert [text for text in private if text in page] == []
        assert "Nguyễn V. Đ." in page

    def test_what_staff_looked_at_is_no_part_of_its_history(self, client, dossier, clerk, now):
        DossierEvent.objects.create(dossier=dossier, kind=EventKind.UNMASKED, at=now, by=clerk, state=dossier.state)
        assert len(client.get(track(client, dossier).url).context["history"]) == 1

    def test_the_secret_stands_nowhere_on_it(self, client, dossier, officer, now):
        assert dossier.secret not in follow(client, dossier)[1]
        actions.resolve(dossier=dossier, by=officer, now=now)
        page = follow(client, dossier)[1]
        assert dossier.secret not in page
        assert 'action="/rate/"' in page

    def test_what_leads_to_the_rating_opens_nothing_here(self, client, dossier, officer, now):
        actions.resolve(dossier=dossier, by=officer, now=now)
        token = client.get(track(client, dossier).url).context["token"]
        assert client.post("/track/", {"code": dossier.code, "token": token}).status_code == 400
        assert client.post("/track/", {"code": dossier.code, "secret": token}).status_code in (400, 404)

    def test_nobody_keeps_a_copy_of_the_page(self, client, dossier):
        opened = track(client, dossier)
        for response in (opened, client.get(opened.url), client.get("/track/")):
            assert "no-store" in response["Cache-Control"]
            assert "private" in response["Cache-Control"]

    def test_the_language_button_leads_back_to_it(self, client, dossier):
        page = track(client, dossier).url
        assert f'name="next" value="{page}"' in client.get(page).content.decode()
        assert client.post("/i18n/", {"language": "en", "next": page}).url == page
        assert "Particulars" in client.get(page).content.decode()

    @pytest.mark.parametrize("steps", [1, 3])
    def test_it_costs_the_same_whatever_its_history(
        self, client, dossier, clerk, now, steps, django_assert_num_queries
    ):
        for _ in range(steps):
            DossierEvent.objects.create(dossier=dossier, kind=EventKind.STARTED, at=now, by=clerk, state="processing")
        page = track(client, dossier).url
        with django_assert_num_queries(5):
            client.get(page)


class TestAReplacedReceipt:
    @pytest.fixture
    def corrected(self, dossier, leader, now):
        receipt_of(dossier, now=now)
        right = actions.Intake(version=dossier.version, applicant_name="Trần Thị Bưởi", papers=None)
        return actions.correct(dossier=dossier, right=right, by=leader, now=at("2018-01-15 09:00"), reason="Nghe nhầm")

    def told(self, client, dossier, **sent):
        opened = client.post("/track/", {"code": dossier.code, "secret": dossier.secret, **sent})
        page = client.get(opened.url)
        assert page.status_code == 200
        return page.content.decode()

    def test_the_qr_of_the_old_one_says_so(self, client, corrected):
        form = client.get("/track/", {"code": corrected.code, "v": "1"}).content.decode()
        assert re.search(r'<input type="hidden" name="v" value="1"', form)
        assert "đã được thay" not in form  # not before the secret was right
        assert "Giấy hẹn này đã được thay bằng bản số 2." in self.told(client, corrected, v="1")

    def test_that_of_the_new_one_says_that_it_counts(self, client, corrected):
        page = self.told(client, corrected, v="2")
        assert "đã được thay" not in page
        assert "Giấy hẹn đang có hiệu lực là bản số 2." in page

    @pytest.mark.parametrize("version", ["", "0", "x", "-1", "9" * 300, "１"])
    def test_without_a_version_it_says_which_one_counts(self, client, corrected, version):
        page = self.told(client, corrected, v=version)
        assert "đã được thay" not in page
        assert "bản số 2" in page

    def test_of_what_was_not_corrected_nothing_is_said(self, client, dossier):
        assert "bản số" not in self.told(client, dossier, v="1")

    def test_its_history_names_nothing_that_was_corrected(self, client, corrected):
        page = self.told(client, corrected)
        assert "Thông tin ghi khi tiếp nhận đã được đính chính." in page
        assert "Bưởi" not in page
        assert "Nghe nhầm" not in page

    def test_the_wrong_secret_opens_no_replaced_one(self, client, corrected):
        answer = client.post("/track/", {"code": corrected.code, "secret": WRONG, "v": "1"})
        assert answer.status_code == 404
        assert "bản số 2" not in answer.content.decode()


class TestItsPage:
    def test_it_opens_again_and_again_and_counts_nothing(self, client, dossier, settings):
        settings.TRACKING_TRIES_OF_PAIR = 1
        page = track(client, dossier).url
        assert [client.get(page).status_code for _ in range(5)] == [200] * 5
        assert not Attempt.objects.exists()

    def test_its_address_holds_nothing_and_opens_nothing_elsewhere(self, client, dossier):
        opened = track(client, dossier)
        assert re.fullmatch(r"/track/[A-Za-z0-9]{12}/", opened.url)
        elsewhere = Client().get(opened.url)
        assert elsewhere.status_code == 404
        assert "standing" not in elsewhere.context
        assert elsewhere.context["is_over"]

    def test_its_pass_is_for_its_address_and_out_of_reach_of_scripts(self, client, dossier):
        opened = track(client, dossier)
        cookie = opened.cookies[COOKIE]
        assert (cookie["path"], cookie["max-age"]) == (opened.url, PASS_LIFETIME)
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
        assert dossier.code not in cookie.value
        assert dossier.secret not in cookie.value

    def test_an_hour_later_it_leads_back_to_the_form(self, client, dossier, monkeypatch):
        page = track(client, dossier).url
        monkeypatch.setattr(tracking, "PASS_LIFETIME", -1)
        late = client.get(page)
        assert (late.status_code, late.context["is_over"]) == (404, True)
        assert 'name="secret"' in late.content.decode()
        assert dossier.version.name not in late.content.decode()

    def test_a_forged_pass_opens_nothing(self, client, dossier):
        page = track(client, dossier).url
        client.cookies[COOKIE] = f"{dossier.pk}:x:y"
        assert client.get(page).status_code == 404

    def test_nothing_is_sent_to_it(self, client, dossier):
        assert client.post(track(client, dossier).url).status_code == 405

    def test_a_rated_one_is_thanked_for_and_not_offered_again(self, client, dossier, officer, now):
        actions.resolve(dossier=dossier, by=officer, now=now)
        page = track(client, dossier).url
        assert 'action="/rate/"' in client.get(page).content.decode()
        Survey.objects.create(dossier=dossier)
        assert 'action="/rate/"' not in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Nguyễn Văn Đức", "Nguyễn V. Đ."),
        ("Lê  Na", "Lê N."),
        ("Đức", "Đ."),
        ("Công ty TNHH Kim Sơn", "Công t. T. K. S."),
    ],
)
def test_a_name_is_shortened(name, short):
    assert short_name(name) == short
