"""A citizen is told all that is missing at once: whoever guides him again is warned, and it is marked and counted."""

import pypdfium2
import pytest

from dossiers import actions
from dossiers.enquiry_slips import enquiry_slip_of
from dossiers.models import Enquiry
from tests.builders import at, enquire, make_procedure, refuse

FORM, CERTIFICATE = "Tờ khai đăng ký khai sinh", "Giấy chứng sinh"
GUIDANCE, REFUSAL = "/desk/enquiries/guidance/", "/desk/enquiries/refusal/"
NUMBER, PHONE = "164000111", "0912345678"
LATER = at("2018-01-17 09:00")


@pytest.fixture
def at_desk(client, clerk):
    client.force_login(clerk)
    return client


@pytest.fixture
def first(clerk, birth, now):
    return enquire(by=clerk, procedure=birth, now=now, applicant_phone=PHONE)


def typed(procedure, **more):
    """The form as the page of the enquiry sends it."""
    given = {"procedure": procedure.code, "applicant_name": "Nguyễn Văn Đức", "applicant_id": NUMBER, "key": "again"}
    return given | {"missing": CERTIFICATE, "reason": "Chưa có"} | more


def told(response):
    return list(response.context["told"])


class TestOpened:
    def opened(self, client, procedure, **typed):
        """As the button of the intake page opens it: nothing is given as a reason yet."""
        return client.post(GUIDANCE, {"procedure": procedure.code, "applicant_name": "Nguyễn Văn Đức"} | typed)

    @pytest.mark.parametrize("who", [{"applicant_id": NUMBER}, {"applicant_id": "164 000 111"}])
    def test_the_clerk_sees_that_there_was_one_by_the_number(self, at_desk, first, birth, who):
        page = self.opened(at_desk, birth, **who)
        assert (page.status_code, told(page)) == (200, [first])
        shown = page.content.decode()
        for words in ("01/HDHS", "08:00 15/01/2018", CERTIFICATE, "Phạm Thị Lan"):
            assert words in shown

    def test_or_by_the_phone(self, at_desk, first, birth):
        assert told(self.opened(at_desk, birth, applicant_phone="0912 345 678")) == [first]

    def test_or_by_a_whole_card(self, at_desk, clerk, birth, now):
        guided = enquire(by=clerk, procedure=birth, now=now, applicant_id_number="037080000111")
        card = "037080000111||NGUYEN VAN DUC|01011980|Nam|Kim Dinh|01012021"
        assert told(self.opened(at_desk, birth, applicant_id=card)) == [guided]

    def test_what_is_asked_for_only_now_is_told_apart(self, at_desk, clerk, birth, now):
        enquire(by=clerk, procedure=birth, now=now, missing=(FORM,))
        page = self.opened(at_desk, birth, applicant_id=NUMBER)
        assert page.context["newly"] == [CERTIFICATE]

    def test_a_name_alone_tells_nobody_apart(self, at_desk, first, birth):
        assert told(self.opened(at_desk, birth)) == []

    def test_nor_is_it_somebody_else_another_procedure_or_a_refusal(self, at_desk, first, clerk, birth, now):
        other = make_procedure("1.000001", "Khác")
        refuse(by=clerk, procedure=other, now=now)
        assert told(self.opened(at_desk, other, applicant_id=NUMBER)) == []
        assert told(self.opened(at_desk, birth, applicant_id="164000999")) == []

    def test_what_another_desk_said_stays_there(self, client, first, birth, stranger):
        client.force_login(stranger)
        assert told(self.opened(client, birth, applicant_id=NUMBER)) == []

    def test_what_became_a_dossier_is_settled_with_all_before_it(self, at_desk, first, clerk, birth):
        second = enquire(by=clerk, procedure=birth, now=at("2018-01-16 08:00"))
        intake = actions.Intake(version=second.version, applicant_name="Nguyễn Văn Đức")
        actions.receive(desk=second.desk, intake=intake, key="k", by=clerk, now=LATER, enquiry=second)
        assert told(self.opened(at_desk, birth, applicant_id=NUMBER)) == []
        assert enquire(by=clerk, procedure=birth, now=at("2018-01-18 08:00")).round == 1

    def test_a_refusal_warns_of_nothing(self, at_desk, first, birth):
        page = at_desk.post(REFUSAL, {"procedure": birth.code, "applicant_id": NUMBER})
        assert told(page) == []

    def test_what_is_asked_for_in_words_neither(self, at_desk, first):
        page = at_desk.get(GUIDANCE)
        assert (page.status_code, told(page)) == (200, [])


class TestKept:
    def test_seen_it_is_kept_and_marked(self, at_desk, first, birth):
        answer = at_desk.post(GUIDANCE, typed(birth, told=first.pk))
        again = Enquiry.objects.exclude(pk=first.pk).get()
        assert answer.url == f"/desk/enquiries/{again.pk}/"
        assert (first.round, again.round, again.is_again) == (1, 2, True)
        assert "Hướng dẫn, lần 2" in " ".join(at_desk.get(answer.url).content.decode().split())

    def test_typed_only_now_the_clerk_is_told_before_it_is_kept_and_presses_again(self, at_desk, first, birth):
        answer = at_desk.post(GUIDANCE, typed(birth))
        assert (answer.status_code, told(answer)) == (409, [first])
        assert f'name="told" value="{first.pk}"' in answer.content.decode()
        assert answer.context["form"]["reason"].value() == "Chưa có"
        assert Enquiry.objects.count() == 1
        assert at_desk.post(GUIDANCE, typed(birth, told=first.pk)).status_code == 302
        assert Enquiry.objects.count() == 2

    def test_one_that_came_meanwhile_is_told_too(self, at_desk, first, clerk, birth, now):
        second = enquire(by=clerk, procedure=birth, now=now)
        answer = at_desk.post(GUIDANCE, typed(birth, told=first.pk))
        assert (answer.status_code, set(told(answer))) == (409, {first, second})

    def test_a_press_sent_twice_is_not_told_of_itself(self, at_desk, birth):
        answers = [at_desk.post(GUIDANCE, typed(birth)) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]
        assert Enquiry.objects.get().round == 1

    def test_a_third_time_is_the_third_round(self, first, clerk, birth, now):
        assert [enquire(by=clerk, procedure=birth, now=now).round for _ in range(2)] == [2, 3]

    def test_a_refusal_has_no_rounds(self, first, clerk, birth, now):
        assert refuse(by=clerk, procedure=birth, now=now).round == 1

    @pytest.mark.parametrize("told", ["", "x", "99999999999999999999"])
    def test_whatever_the_form_says_it_has_shown(self, at_desk, first, birth, told):
        assert at_desk.post(GUIDANCE, typed(birth, told=told)).status_code == 409


def test_its_slip_says_which_time_it_is(first, clerk, birth, now):
    again = enquire(by=clerk, procedure=birth, now=now)
    for enquiry, is_said in ((first, False), (again, True)):
        pages = pypdfium2.PdfDocument(enquiry_slip_of(enquiry, now=now).content)
        text = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())
        assert ("Yêu cầu bổ sung lần 2" in text) is is_said


def test_those_are_a_list_of_their_own(at_desk, first, clerk, birth, now):
    again = enquire(by=clerk, procedure=birth, now=now)
    found = at_desk.get("/desk/enquiries/", {"kind": "again"}).context["page"].object_list
    assert list(found) == [again]
