"""/desk/paper-book/: each right line is saved once, each wrong one stays with what is wrong; what came so is marked."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dossiers.models import Dossier, DossierCounter, DossierEvent
from dossiers.states import DossierState
from tests.builders import at, make_procedure, receive
from units.models import AgencyCode, Assignment, Role

URL = "/desk/paper-book/"
HEAD = {"day": "2018-01-12", "reason": "Mất điện"}
CARD = "037085001234|164000111|Nguyễn Văn Đức|05031985|Nam|Xóm 5, xã Kim Định|02062021"


@pytest.fixture
def at_desk(client, clerk):
    client.force_login(clerk)
    return client


def line(number, procedure, /, **overrides):
    """What is typed into line `number` of the grid, its key as the form had it."""
    values = {
        "key": f"sent-{number}",
        "paper_number": f"{number}",
        "time": f"8:{number:02d}",
        "procedure": procedure.code if procedure else "",
        "applicant_name": f"Nguyễn Văn {chr(64 + number)}",
        "copies": "1",
        "at_once": "on",
        **overrides,
    }
    return {f"line{number}-{name}": value for name, value in values.items() if value is not None}


def send(client, *lines, **head):
    given = HEAD | head
    for values in lines:
        given |= values
    return client.post(URL, given)


def faults(response):
    """{number of the line: {field: [what is wrong]}} of what stayed in the grid."""
    return {
        int(faulty.prefix.removeprefix("line")): {name: list(errors) for name, errors in faulty.errors.items()}
        for faulty in response.context["book"].faulty
    }


def fault(client, procedure, /, **overrides):
    """(field, sentence) of the one thing that is wrong with a line."""
    response = send(client, line(1, procedure, **overrides))
    assert response.status_code == 400
    ((name, (sentence,)),) = faults(response)[1].items()
    return name, sentence


class TestTheGrid:
    def test_twenty_lines_for_today_each_with_a_key_of_its_own(self, at_desk, birth):
        book = at_desk.get(URL).context["book"]
        assert len(book.lines) == 20
        assert len({form["key"].value() for form in book.lines}) == 20
        assert book.head["day"].value() == date(2018, 1, 15)

    def test_what_the_desk_receives_is_suggested(self, at_desk, birth, support):
        make_procedure("1.000001", "Chỉ niêm yết", handling="posted_only")
        suggestions = at_desk.get(URL).context["suggestions"]
        assert suggestions == ["1.001193 · Đăng ký khai sinh", "1.001776 · Trợ cấp xã hội hàng tháng"]

    def test_the_desk_leads_there(self, at_desk):
        assert f'href="{URL}"' in at_desk.get("/desk/").content.decode()


class TestSaving:
    def test_each_line_is_a_dossier_of_its_day(self, at_desk, certification, support):
        response = send(
            at_desk,
            line(1, certification, fee_amount="6000", copies="3", result_number="125"),
            line(2, support, at_once=None, day="11/1", applicant_id="164 000 111", applicant_phone="+84 912 345 678"),
        )
        assert response.status_code == 302
        first, second = Dossier.objects.order_by("paper_number")
        assert (first.code, first.received_at) == ("000.06.28.H42-180112-0001", at("2018-01-12 08:01"))
        assert (first.state, first.fee_amount, first.fee_status, first.copies) == ("handed_back", 6000, "paid", 3)
        assert (first.result_number, first.documents.count()) == ("125", 2)
        assert (second.code, second.state) == ("000.06.28.H42-180111-0001", DossierState.RECEIVED)
        assert (second.applicant_id_number, second.applicant_phone) == ("164000111", "0912345678")

    def test_the_page_says_what_was_saved_and_under_which_codes(self, at_desk, birth):
        page = at_desk.get(send(at_desk, line(1, birth), line(2, birth)).url)
        assert [dossier.paper_number for dossier in page.context["entered"]] == ["2", "1"]
        assert "000.06.28.H42-180112-0002" in page.content.decode()

    def test_the_next_twenty_lines_are_of_the_same_day(self, at_desk, birth):
        page = at_desk.get(send(at_desk, line(1, None), procedure=birth.code).url)
        head = page.context["book"].head
        assert [head[name].value() for name in ("day", "reason", "procedure")] == [*HEAD.values(), birth.code]

    def test_a_line_without_a_procedure_is_of_the_one_at_the_top(self, at_desk, birth):
        send(at_desk, line(1, None), procedure=birth.code)
        assert Dossier.objects.get().procedure == birth

    @pytest.mark.parametrize("text", ["khai sinh", "1.001193", "1.001193 · Đăng ký khai sinh", "dang ky khai"])
    def test_a_procedure_by_its_code_by_words_or_as_suggested(self, at_desk, birth, support, text):
        send(at_desk, line(1, None, procedure=text))
        assert Dossier.objects.get().procedure == birth

    @pytest.mark.parametrize("text", ["8:05", "0805", "805", "8h05", "8g05", "8 h 05", "08.05"])
    def test_a_time_as_people_write_it(self, at_desk, birth, text):
        send(at_desk, line(1, birth, time=text))
        assert Dossier.objects.get().received_at == at("2018-01-12 08:05")

    @pytest.mark.parametrize(
        ("text", "day"), [("11/1", "2018-01-11"), ("29-12", "2017-12-29"), ("29/12/17", "2017-12-29")]
    )
    def test_a_day_as_people_write_it(self, at_desk, birth, text, day):
        send(at_desk, line(1, birth, day=text))
        assert Dossier.objects.get().numbered_on.isoformat() == day

    def test_the_published_fee_of_that_day_stands_in_for_none(self, at_desk, certification):
        send(at_desk, line(1, certification, copies="3"), line(2, certification, fee_amount="0"))
        fees = Dossier.objects.order_by("paper_number").values_list("fee_amount", "fee_status")
        assert list(fees) == [(6000, "paid"), (0, "none")]

    def test_a_card_fills_what_is_empty_also_without_a_script(self, at_desk, birth):
        send(at_desk, line(1, birth, applicant_id=CARD, applicant_name=""))
        dossier = Dossier.objects.get()
        assert (dossier.applicant_name, dossier.applicant_id_number) == ("Nguyễn Văn Đức", "037085001234")
        assert (dossier.applicant_birth_date, dossier.applicant_address) == (date(1985, 3, 5), "Xóm 5, xã Kim Định")

    def test_the_version_of_that_day(self, at_desk, birth):
        old = birth.versions.get()
        type(old).objects.filter(pk=old.pk).update(valid_to="2018-01-13")
        new = type(old).objects.create(
            procedure=birth, name="Khai sinh mới", sector=old.sector, valid_from="2018-01-14"
        )
        send(at_desk, line(1, birth))
        assert Dossier.objects.get().version == old != new

    def test_without_a_published_limit_the_date_of_the_paper_slip_is_asked_for(self, at_desk):
        open_ended = make_procedure("1.000003", "Xác nhận", time_limit=None, time_unit="")
        assert fault(at_desk, open_ended, at_once=None)[0] == "due_on"
        given = {"due_on": "2018-01-19", "due_reason": "Phiếu giấy hẹn"}
        send(at_desk, line(1, open_ended, at_once=None, **given))
        assert Dossier.objects.get().due_at == at("2018-01-19 17:00")


class TestSomeWrong:
    def test_the_right_ones_are_saved_the_wrong_ones_stay_first_as_typed(self, at_desk, birth):
        wrong = line(2, birth, time="25:00"), line(4, birth, applicant_phone="123")
        response = send(at_desk, line(1, birth), *wrong, line(3, birth))
        assert response.status_code == 400
        assert list(Dossier.objects.order_by("pk").values_list("paper_number", flat=True)) == ["1", "3"]
        assert {number: list(fields) for number, fields in faults(response).items()} == {
            2: ["time"],
            4: ["applicant_phone"],
        }
        lines = response.context["book"].lines
        assert [form["paper_number"].value() for form in lines[:3]] == ["2", "4", None]
        assert (lines[0]["time"].value(), lines[0]["key"].value(), len(lines)) == ("25:00", "sent-2", 20)
        assert [dossier.paper_number for dossier in response.context["entered"]] == ["3", "1"]

    def test_corrected_they_are_saved_too(self, at_desk, birth):
        send(at_desk, line(1, birth), line(2, birth, time="25:00"))
        assert send(at_desk, line(2, birth)).status_code == 302
        assert Dossier.objects.count() == DossierCounter.objects.get().last == 2

    def test_a_fault_is_told_to_who_cannot_see_it(self, at_desk, birth):
        html = send(at_desk, line(1, birth, time="25:00")).content.decode()
        field = re.search(r'<input[^>]*name="line1-time"[^>]*>', html)[0]
        assert 'aria-invalid="true"' in field
        sentence = re.search(r'aria-describedby="([^"]+)"', field)[1]
        assert f'id="{sentence}"' in html

    def test_what_is_wrong_at_the_top_saves_nothing_and_loses_nothing(self, at_desk, birth):
        response = send(at_desk, line(1, birth), line(2, birth, time="x"), reason="")
        assert Dossier.objects.count() == 0
        assert list(response.context["book"].head.errors) == ["reason"]
        kept = [form["applicant_name"].value() for form in response.context["book"].lines]
        assert kept[:3] == ["Nguyễn Văn A", "Nguyễn Văn B", None]

    def test_no_line_at_all(self, at_desk):
        response = send(at_desk, line(1, None, paper_number="", time="", applicant_name=""))
        assert response.status_code == 400
        assert response.context["book"].head.non_field_errors()

    def test_a_session_that_ended_loses_nothing_typed(self, client, birth, clock):
        response = send(client, line(1, birth, applicant_name="Trần Thị Dài"))
        assert response.status_code == 403
        assert "Trần Thị Dài" in response.content.decode()


class TestFaults:
    @pytest.mark.parametrize(
        ("field", "values"),
        [
            ("paper_number", {"paper_number": ""}),
            ("time", {"time": ""}),
            ("time", {"time": "sáng"}),
            ("time", {"time": "8:60"}),
            ("day", {"day": "31/2"}),
            ("day", {"day": "12/1/0001"}),
            ("day", {"day": "16/1"}),  # tomorrow
            ("time", {"day": "15/1", "time": "8:01"}),  # in a minute
            ("day", {"day": "1/12/2017"}),  # 45 days ago, and no leader said why
            ("procedure", {"procedure": ""}),
            ("procedure", {"procedure": "không có"}),
            ("applicant_name", {"applicant_name": ""}),
            ("applicant_name", {"applicant_name": "..."}),
            ("applicant_id", {"applicant_id": "12345"}),
            ("applicant_phone", {"applicant_phone": "1"}),
            ("copies", {"copies": "0"}),
            ("fee_amount", {"fee_amount": "-1"}),
        ],
    )
    def test_each_stands_at_its_field(self, at_desk, birth, field, values):
        assert fault(at_desk, birth, **values)[0] == field
        assert Dossier.objects.count() == 0

    def test_words_that_fit_several_procedures_name_them(self, at_desk, birth):
        make_procedure("1.000001", "Đăng ký lại khai sinh")
        name, sentence = fault(at_desk, None, procedure="khai sinh")
        assert name == "procedure"
        assert "1.001193" in sentence
        assert "1.000001" in sentence

    def test_a_procedure_that_was_not_in_force_then(self, at_desk):
        later = make_procedure("1.000001", "Mới", valid_from=date(2018, 1, 13))
        name, sentence = fault(at_desk, later)
        assert (name, "12/01/2018" in sentence) == ("procedure", True)

    def test_older_than_the_days_of_the_setting_with_a_leaders_reason(self, at_desk, birth, settings):
        settings.PAPER_BOOK_DAYS = 3
        assert fault(at_desk, birth, day="11/1")[0] == "day"
        assert send(at_desk, line(1, birth), leader_reason="").status_code == 302
        send(at_desk, line(2, birth, day="11/1"), leader_reason="Chủ tịch cho nhập")
        assert DossierEvent.objects.filter(data__leader_reason="Chủ tịch cho nhập").count() == 1

    def test_an_office_that_had_no_code_then(self, at_desk, birth, commune):
        AgencyCode.objects.filter(agency=commune.committee).update(valid_from="2018-01-14")
        assert fault(at_desk, birth)[0] == "day"

    def test_the_ten_thousandth_of_that_day(self, at_desk, birth, commune):
        DossierCounter.objects.create(agency=commune.committee, day=date(2018, 1, 12), last=9999)
        assert fault(at_desk, birth)[0] == "day"

    def test_a_future_day_at_the_top(self, at_desk, birth):
        response = send(at_desk, line(1, birth), day="2018-01-16")
        assert (list(response.context["book"].head.errors), Dossier.objects.count()) == (["day"], 0)


class TestWarnings:
    @pytest.mark.parametrize("values", [{"day": "13/1"}, {"time": "1:30"}, {"time": "17:01"}])
    def test_what_seldom_is_right_is_saved_once_the_clerk_says_it_is(self, at_desk, birth, values):
        """A day off, and a time at which the desk is closed."""
        assert fault(at_desk, birth, **values)[0] == "is_sure"
        assert Dossier.objects.count() == 0
        assert send(at_desk, line(1, birth, is_sure="on", **values)).status_code == 302
        assert Dossier.objects.count() == 1

    def test_noon_is_no_odd_time(self, at_desk, birth):
        assert send(at_desk, line(1, birth, time="12:10")).status_code == 302

    def test_typed_at_reception_already(self, at_desk, clerk, birth):
        typed = receive(by=clerk, procedure=birth, now=at("2018-01-12 09:00"))
        name, sentence = fault(at_desk, birth, applicant_id="164000111")
        assert (name, typed.code in sentence) == ("is_sure", True)

    def test_two_papers_of_one_person_in_the_book_are_none(self, at_desk, birth):
        same = {"applicant_name": "Nguyễn Văn Đức", "applicant_id": "164000111"}
        assert send(at_desk, line(1, birth, **same), line(2, birth, **same)).status_code == 302
        assert Dossier.objects.count() == 2


class TestSentAgain:
    def test_the_same_grid_twice_saves_each_line_once(self, at_desk, birth):
        lines = [line(number, birth) for number in range(1, 4)]
        assert [send(at_desk, *lines).status_code for _ in range(2)] == [302, 302]
        assert Dossier.objects.count() == DossierCounter.objects.get().last == 3

    def test_a_number_that_is_there_leads_to_its_dossier(self, at_desk, birth):
        send(at_desk, line(1, birth))
        response = send(at_desk, line(2, birth, paper_number="1"))
        assert list(faults(response)[2]) == ["paper_number"]
        assert 'href="/dossiers/000.06.28.H42-180112-0001/"' in response.content.decode().split("</form>")[-2]
        assert Dossier.objects.count() == 1

    def test_a_line_gone_back_to_and_changed_is_saved_by_a_second_press(self, at_desk, birth):
        send(at_desk, line(1, birth))
        changed = {"paper_number": "9", "applicant_name": "Lê Văn Khác"}
        response = send(at_desk, line(1, birth, **changed))
        assert list(faults(response)[1]) == ["paper_number"]
        key = response.context["book"].lines[0]["key"].value()
        assert key != "sent-1"
        assert f'value="{key}"' in response.content.decode()
        assert send(at_desk, line(1, birth, **changed | {"key": key})).status_code == 302
        assert sorted(Dossier.objects.values_list("paper_number", flat=True)) == ["1", "9"]

    def test_letters_of_a_number_are_the_same_small_or_large(self, at_desk, birth):
        send(at_desk, line(1, birth, paper_number="ct-1"))
        send(at_desk, line(1, birth, paper_number="CT-1"))
        assert Dossier.objects.get().paper_number == "CT-1"


class TestWhoMay:
    def test_an_officer_and_a_leader_may_not(self, client, officer, leader, birth):
        for user in (officer, leader):
            client.force_login(user)
            assert [client.get(URL).status_code, send(client, line(1, birth)).status_code] == [403, 403]
        assert Dossier.objects.count() == 0

    def test_nobody_enters_at_another_desk(self, at_desk, stranger, birth):
        page = at_desk.post(URL, HEAD | line(1, birth) | {"desk": str(stranger.desks[0].pk)}, follow=True)
        assert [message.level_tag for message in page.context["messages"]] == ["error"]
        assert Dossier.objects.count() == 0

    def test_who_works_at_two_desks_names_one(self, at_desk, clerk, other_commune, birth):
        Assignment.objects.create(user=clerk, role=Role.CLERK, desk=other_commune.desk)
        given = HEAD | line(1, birth) | {"desk": str(other_commune.desk.pk)}
        page = at_desk.post(URL, given, follow=True)
        assert Dossier.objects.get().code == "000.07.28.H42-180112-0001"
        assert page.context["desk"] == other_commune.desk

    def test_the_list_of_today_is_of_this_desk(self, client, at_desk, stranger, birth):
        send(at_desk, line(1, birth))
        client.force_login(stranger)
        assert client.get(URL).context["entered"] == []

    def test_another_desk_has_numbers_of_its_own(self, client, at_desk, stranger, birth):
        send(at_desk, line(1, birth))
        client.force_login(stranger)
        assert send(client, line(1, birth, key="another")).status_code == 302


class TestTheMark:
    @pytest.fixture
    def entered(self, at_desk, clerk, birth, now):
        receive(by=clerk, procedure=birth, now=now)
        send(at_desk, line(1, birth))
        return Dossier.objects.get(paper_number="1")

    def test_its_page_says_so(self, at_desk, entered):
        html = at_desk.get(f"/dossiers/{entered.code}/").content.decode()
        assert 'class="from-book"' in html

    def test_the_list_finds_it_by_that(self, at_desk, entered):
        assert at_desk.get("/dossiers/", {"from_book": "on"}).context["dossiers"] == [entered]

    def test_the_export_has_its_number(self, at_desk, entered):
        lines = b"".join(at_desk.get("/dossiers/export.csv").streaming_content).decode("utf-8-sig").splitlines()
        assert sorted(text.rsplit(",", 1)[1] for text in lines[1:]) == ["", "1"]

    def test_the_sheet_of_that_day_says_that_it_came_afterwards(self, at_desk, entered):
        sheet = at_desk.get("/desk/day/", {"on": "2018-01-12"}).context["sheet"]
        assert sheet.entered_later == [entered]


def statements(client, *lines):
    with CaptureQueriesContext(connection) as captured:
        assert send(client, *lines).status_code == 302
    return len(captured)


def test_a_line_costs_twenty_statements_at_most(at_desk, birth):
    at_desk.get(URL)
    one = statements(at_desk, line(1, birth))
    three = statements(at_desk, *(line(number, birth) for number in range(2, 5)))
    assert (three - one) / 2 <= 20
