"""/register/ and /desk/day/: who may open which desk's, what is wrong is said, and what it costs."""

import io
import re

import openpyxl
import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from dossiers import actions
from dossiers.models import Delivery, Dossier
from tests.builders import at, make_user, receive
from units.models import Role

REGISTER = ["/register/", "/register/register.pdf", "/register/register.xlsx"]
DAY = ["/desk/day/", "/desk/day/day.pdf"]


@pytest.fixture
def dossier(clerk, birth, now):
    return receive(by=clerk, procedure=birth, now=now, applicant_phone="0912345678", applicant_address="Xóm 4")


def get(client, user, path, **query):
    client.force_login(user)
    return client.get(path, query)


def words_in(response):
    """What the page, the PDF or the workbook says."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    match response["Content-Type"].split(";")[0]:
        case "application/pdf":
            return " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content))
        case "text/html":
            return content.decode()
    book = openpyxl.load_workbook(io.BytesIO(content))
    return " ".join(str(cell.value) for sheet in book for row in sheet for cell in row)


@pytest.mark.parametrize("path", REGISTER + DAY)
class TestWho:
    def test_the_people_of_the_desk_and_those_above_see_it(
        self, client, dossier, clerk, officer, leader, district_leader, control, administrator, path
    ):
        for user in (clerk, officer, leader, district_leader, control, administrator):
            response = get(client, user, path, desk=dossier.receiving_desk_id)
            assert response.status_code == 200, user
            assert "Nguyễn Văn Đức" in words_in(response), user

    def test_a_strangers_desk_and_one_that_is_not_there_look_the_same(self, client, dossier, stranger, path):
        for desk in (dossier.receiving_desk_id, 999_999, "x", "9" * 30):
            assert get(client, stranger, path, desk=desk).status_code == 404

    def test_a_stranger_has_his_own(self, client, dossier, stranger, path):
        response = get(client, stranger, path)
        assert response.status_code == 200
        assert "Nguyễn Văn Đức" not in words_in(response)

    def test_without_duties_it_is_refused(self, client, dossier, path):
        assert get(client, make_user("x"), path).status_code == 403

    def test_without_log_in_there_is_only_the_log_in(self, client, dossier, path):
        assert client.get(path).url.startswith("/accounts/login/")

    def test_an_officer_of_the_district_does_not_open_a_communes(self, client, dossier, district, path):
        officer = make_user("officer.376", Role.OFFICER, district)
        assert get(client, officer, path, desk=dossier.receiving_desk_id).status_code == 404

    def test_it_is_only_looked_at(self, client, clerk, path):
        client.force_login(clerk)
        assert client.post(path).status_code == 405

    def test_a_part_says_that_it_is_one(self, client, dossier, officer, district, path):
        theirs = Dossier.objects.get(pk=dossier.pk)
        Dossier.objects.filter(pk=theirs.pk).update(competent_agency=district.committee)
        words = words_in(get(client, officer, path))
        assert "Nguyễn Văn Đức" not in words
        assert any(said in " ".join(words.split()) for said in ("Chỉ gồm", "chỉ có những hồ sơ anh/chị được xem"))


class TestRegister:
    def test_it_shows_the_columns_of_the_form(self, client, dossier, clerk):
        page = words_in(get(client, clerk, "/register/"))
        for words in (
            dossier.code,
            "Đăng ký khai sinh",
            "Xóm 4, 0912345678",
            "Ủy ban nhân dân xã Kim Định",
            "15/01/2018",
        ):
            assert words in page

    def test_without_a_period_it_is_the_month_so_far(self, client, dossier, clerk, birth):
        receive(by=clerk, procedure=birth, now=at("2017-12-31 09:00"))
        response = get(client, clerk, "/register/")
        assert [row.dossier for row in response.context["rows"]] == [dossier]
        assert str(response.context["register"].period) == "01/01/2018 – 15/01/2018"

    def test_a_book_is_chosen_among_those_of_the_period(self, client, dossier, clerk, support, now):
        other = receive(by=clerk, procedure=support, now=now)
        response = get(client, clerk, "/register/", book=other.book)
        assert [row.dossier for row in response.context["rows"]] == [other]
        choices = [value for value, _ in response.context["form"].fields["book"].widget.choices]
        assert choices == ["", "Bảo trợ xã hội 2018", "Hộ tịch 2018"]

    def test_a_book_that_the_period_has_not_is_empty_and_leads_back(self, client, dossier, clerk):
        response = get(client, clerk, "/register/", book="Đất đai 2018")
        assert response.status_code == 200
        assert response.context["rows"] == []
        assert ("Đất đai 2018", "Đất đai 2018") in response.context["form"].fields["book"].widget.choices

    @pytest.mark.parametrize("path", REGISTER)
    @pytest.mark.parametrize(
        "query",
        [
            {"from": "2018-01-15", "to": "2018-01-01"},
            {"from": "yesterday"},
            {"from": "0018-01-01"},
            {"book": "x" * 161},
        ],
    )
    def test_a_wrong_question_is_answered_by_the_page(self, client, dossier, clerk, path, query):
        response = get(client, clerk, path, **query)
        assert response.status_code == 400
        assert response.context["form"].errors
        assert "Nguyễn Văn Đức" not in response.content.decode()

    @pytest.mark.parametrize(
        ("path", "setting"), [(REGISTER[1], "REGISTER_PDF_ROWS"), (REGISTER[2], "REGISTER_XLSX_ROWS")]
    )
    def test_too_much_at_once_is_said_and_shown_in_pages(self, client, clerk, birth, now, settings, path, setting):
        setattr(settings, setting, 1)
        first, second = (receive(by=clerk, procedure=birth, now=now) for _ in range(2))
        response = get(client, clerk, path)
        assert response.status_code == 400
        assert 'role="alert"' in response.content.decode()
        assert 'action="/register/"' in response.content.decode()
        assert [row.dossier for row in response.context["rows"]] == [first, second]

    def test_pages_lead_on_and_keep_the_question(self, client, clerk, birth, now, monkeypatch):
        monkeypatch.setattr("dossiers.views.register.PAGE", 2)
        received = [receive(by=clerk, procedure=birth, now=now) for _ in range(3)]
        first = get(client, clerk, "/register/", book="Hộ tịch 2018")
        second = get(client, clerk, "/register/", book="Hộ tịch 2018", after=first.context["next_key"])
        assert [row.dossier for row in second.context["rows"]] == received[2:]
        assert second.context["next_key"] == ""
        assert all("after" not in address for _, address, _ in second.context["form"].presets())
        assert "book=H%E1%BB%99+t%E1%BB%8Bch+2018" in first.content.decode()

    @pytest.mark.parametrize("path", REGISTER)
    def test_its_cost_does_not_grow(self, client, clerk, birth, now, path):
        counts = []
        for size in (1, 3):
            for _ in range(size):
                receive(by=clerk, procedure=birth, now=now)
            client.force_login(clerk)
            with CaptureQueriesContext(connection) as statements:
                words_in(client.get(path))
            counts.append(len(statements))
        assert counts[0] == counts[1] <= 12

    @pytest.mark.parametrize("path", REGISTER[1:] + DAY[1:])
    def test_nobodys_name_is_in_a_files_name(self, client, dossier, clerk, path):
        response = get(client, clerk, path)
        assert "Nguyễn Văn Đức" in words_in(response)
        assert re.fullmatch(
            r'\w+; filename="[a-z]+[a-z-]*-14635(-2018-01-\d\d)+\.\w+"', response["Content-Disposition"]
        )

    def test_who_sees_one_desk_is_not_asked_for_it(self, client, dossier, clerk, district_leader):
        assert '<select name="desk"' not in words_in(get(client, clerk, "/register/"))
        assert '<select name="desk"' in words_in(get(client, district_leader, "/register/"))


class TestDay:
    def test_today_is_so_far(self, client, dossier, clerk):
        response = get(client, clerk, "/desk/day/")
        assert response.context["sheet"].received == [dossier]
        assert dossier.code in response.content.decode()

    def test_a_result_that_waits_is_promised_no_more(self, client, dossier, clerk, officer, now):
        promise = gettext("due %(day)s") % {"day": f"{dossier.due_at:%d/%m/%Y}"}
        assert promise in get(client, clerk, "/desk/day/").content.decode()
        actions.resolve(dossier=dossier, by=officer, now=now)
        page = get(client, clerk, "/desk/day/").content.decode()
        assert promise not in page
        assert gettext("Result ready, not collected") in page

    def test_what_is_to_be_sent_by_post_has_its_own_list(self, client, clerk, officer, support, settings):
        settings.UNCOLLECTED_DAYS = 1
        sent = receive(by=clerk, procedure=support, now=at("2018-01-08 08:00"), delivery=Delivery.POST)
        actions.resolve(dossier=sent, by=officer, now=at("2018-01-08 09:00"))
        page = get(client, clerk, "/desk/day/").content.decode()
        assert sent.code in page
        assert "is-late" not in page

    def test_another_day_is_asked_for_by_its_date(self, client, dossier, clerk):
        assert get(client, clerk, "/desk/day/", on="2018-01-14").context["sheet"].received == []

    @pytest.mark.parametrize("path", DAY)
    @pytest.mark.parametrize("on", ["2018-01-16", "tomorrow", "2018-02-30", "0001-01-01"])
    def test_a_day_to_come_or_that_is_none_is_said(self, client, dossier, clerk, path, on):
        response = get(client, clerk, path, on=on)
        assert response.status_code == 400
        assert list(response.context["form"].errors) == ["on"]
        assert "Nguyễn Văn Đức" not in response.content.decode()

    def test_its_cost_does_not_grow(self, client, clerk, birth, now):
        counts = []
        for size in (1, 3):
            for _ in range(size):
                receive(by=clerk, procedure=birth, now=now)
            client.force_login(clerk)
            with CaptureQueriesContext(connection) as statements:
                client.get("/desk/day/")
            counts.append(len(statements))
        assert counts[0] == counts[1]

    def test_desk_and_list_lead_there(self, client, clerk):
        desk = get(client, clerk, "/desk/").content.decode()
        assert 'href="/desk/day/"' in desk
        assert 'href="/register/"' in desk
        assert 'href="/register/"' in get(client, clerk, "/dossiers/").content.decode()
