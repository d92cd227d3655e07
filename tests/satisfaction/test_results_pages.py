"""The page of results and its workbook: what they show, to whom, and what stays hidden."""

import io
import re
from html.parser import HTMLParser
from zipfile import ZipFile

import pytest

from satisfaction.models import Answer
from tests.satisfaction.answers import DECEMBER, answer

pytestmark = pytest.mark.django_db

PAGE, WORKBOOK = "/satisfaction/", "/satisfaction/results.xlsx"
YEAR = {"from": "2017-12-01", "to": "2018-01-15"}


class Text(HTMLParser):
    """What a page says, in one line."""

    def __init__(self, page):
        super().__init__()
        self.parts = []
        self.feed(page)

    def handle_data(self, data):
        self.parts.append(data)

    @classmethod
    def of(cls, response):
        return " ".join(" ".join(cls(response.content.decode()).parts).split())


@pytest.fixture
def english(client):
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def page(english, district_leader):
    """What a leader of the district reads."""
    english.force_login(district_leader)

    def read(**query):
        response = english.get(PAGE, YEAR | query)
        assert response.status_code == 200
        return Text.of(response)

    return read


def test_every_share_with_its_answers_and_response_rate(page, commune, other_commune, birth):
    answer(4, commune.desk, birth, staff=5)
    answer(1, commune.desk, birth, overall=1, staff=1)
    answer(10, other_commune.desk, birth, month=DECEMBER)
    text = page()
    assert "93.3 % of those who answered were satisfied or very satisfied 15 answers · 0 dossiers finished" in text
    assert "Xã Kim Định 80.0 % 5 0 –" in text
    assert "Xã Ân Hòa 100.0 % 10 0 –" in text
    assert "The staff: attitude, understanding, clear advice 80.0 % 5" in text
    assert "12/2017 100.0 % 10" in text


def test_a_share_below_the_target_says_so_in_words(page, commune, birth, settings):
    settings.SATISFACTION_TARGET = 90
    answer(4, commune.desk, birth)
    answer(1, commune.desk, birth, overall=1)
    assert "80.0 % below the target" in page()


def test_too_few_answers_are_hidden_and_what_gives_them_away(page, commune, other_commune, district, birth):
    answer(2, commune.desk, birth, overall=1, comment="Chậm quá")
    answer(6, other_commune.desk, birth, comment="Tạm được")
    answer(30, district.desk, birth, comment="Tốt lắm")
    text = page()
    assert "Xã Kim Định – under 5 answers" in text
    assert "Xã Ân Hòa – hidden" in text
    assert "Huyện Kim Sơn 100.0 % 30" in text
    assert ("Tốt lắm" in text, "Chậm quá" in text, "Tạm được" in text) == (True, False, False)


@pytest.mark.parametrize("number", [2, 6])
def test_what_is_hidden_among_all_is_hidden_by_itself_too(
    page, english, commune, other_commune, district, birth, number
):
    """2, 6 and 8 answers: the total less 6 and 8 would be the 2."""
    desks = {2: commune.desk, 6: other_commune.desk, 8: district.desk}
    for n, desk in desks.items():
        answer(n, desk, birth, overall=1, comment=f"Góp ý {n}")
    text = page(desk=desks[number].pk)
    assert "Góp ý" not in text
    assert "By factor" not in text
    assert "%" not in text.split("Show")[1].split("What these figures count")[0]
    with ZipFile(io.BytesIO(english.get(WORKBOOK, YEAR | {"desk": desks[number].pk}).getvalue())) as book:
        sheets = [book.read(name) for name in book.namelist() if "worksheets/" in name or "sharedStrings" in name]
    assert len([sheet for sheet in sheets if b"<sheetData" in sheet]) == 2
    assert not any("Góp ý".encode() in sheet for sheet in sheets)


def test_what_is_shown_among_all_is_shown_by_itself(page, commune, other_commune, district, birth):
    for n, unit in ((2, commune), (6, other_commune), (8, district)):
        answer(n, unit.desk, birth, comment=f"Góp ý {n}")
    text = page(desk=district.desk.pk)
    assert "100.0 % of those who answered were satisfied or very satisfied 8 answers" in text
    assert ("Góp ý 8" in text, "Góp ý 2" in text, "Góp ý 6" in text) == (True, False, False)


def test_nothing_at_all_is_shown_of_four_answers(page, commune, birth):
    answer(4, commune.desk, birth, comment="Chậm quá")
    text = page()
    assert "Too few answers to show anything: under 5." in text
    assert "Chậm quá" not in text
    assert "%" not in text.split("Show")[1].split("What these figures count")[0]


def test_nobody_has_answered(page):
    assert "Nobody has answered for these months." in page()


def test_one_unit_by_itself(page, commune, other_commune, birth):
    answer(6, commune.desk, birth)
    answer(9, other_commune.desk, birth, overall=1)
    text = page(desk=commune.desk.pk)
    assert "Xã Kim Định, 01/12/2017 – 31/01/2018 100.0 %" in text
    assert "By unit" not in text


def test_procedures_beyond_the_first_are_summed_up(page, commune, birth, support, certification):
    answer(9, commune.desk, birth)
    answer(3, commune.desk, support)
    answer(2, commune.desk, certification)
    text = page()
    assert "Đăng ký khai sinh 100.0 % 9" in text
    assert "2 other procedures, together 100.0 % 5" in text
    assert "Trợ cấp xã hội" not in text


def test_comments_come_without_anything_that_leads_to_who_wrote_them(page, commune, birth):
    answer(5, commune.desk, birth, comment="Nhiệt tình")
    text = page().split("Comments")[1]
    assert text.count("Nhiệt tình") == 5
    assert "khai sinh" not in text


def test_comments_are_paged_in_an_order_by_lot(english, district_leader, commune, birth):
    for n in range(25):
        answer(1, commune.desk, birth, comment=f"Góp ý {n}")
    english.force_login(district_leader)
    pages = [english.get(PAGE, YEAR | {"page": number}).context["page"].object_list for number in (1, 2)]
    read = [comment for page in pages for _, comment in page]
    assert read == list(Answer.objects.order_by("pk").values_list("comment", flat=True))
    assert len(pages[0]) == 20


def test_units_are_sorted_by_what_one_looks_for(page, commune, other_commune, district, birth):
    answer(9, commune.desk, birth)
    answer(30, other_commune.desk, birth, overall=3)
    answer(2, district.desk, birth, overall=3)

    def order(by):
        text = page(order=by).split("By unit")[1]
        return sorted((text.index(unit.name), unit.code) for unit in (commune, other_commune, district))

    assert [code for _, code in order("")] == ["14635", "14638", "376"]
    assert [code for _, code in order("answers")] == ["14638", "14635", "376"]
    assert [code for _, code in order("share")] == ["14638", "14635", "376"]
    assert [code for _, code in order("nonsense")] == ["14635", "14638", "376"]


# Who, and what is asked for


@pytest.mark.parametrize("who", ["clerk", "officer", "stranger"])
@pytest.mark.parametrize("path", [PAGE, WORKBOOK])
def test_who_oversees_nothing_is_refused(client, request, who, path):
    client.force_login(request.getfixturevalue(who))
    assert client.get(path).status_code == 403


def test_a_citizen_is_asked_to_log_in(client, clock):
    assert client.get(PAGE)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("who", ["administrator", "reformer", "district_leader"])
def test_who_oversees_comes_to_it_from_the_dashboard(client, request, who):
    """Of the administrator's five places it is none."""
    client.force_login(request.getfixturevalue(who))
    assert re.search(r'<main.*href="/satisfaction/\?', client.get("/dashboard/").content.decode(), re.DOTALL)


def test_a_leader_of_a_commune_reads_of_his_own_only(client, leader, commune, other_commune, birth):
    answer(6, commune.desk, birth)
    answer(9, other_commune.desk, birth, overall=1)
    client.force_login(leader)
    response = client.get(PAGE, YEAR)
    assert response.context["results"].over_all.answers == 6
    assert "Xã Ân Hòa" not in response.content.decode()
    assert client.get(PAGE, YEAR | {"desk": other_commune.desk.pk}).status_code == 400


@pytest.mark.parametrize(
    "query",
    [{"from": "2018-01-15", "to": "2018-01-01"}, {"from": "yesterday"}, {"to": "1018-01-01"}, {"desk": "x"}],
)
def test_what_makes_no_sense_is_said(client, district_leader, query):
    client.force_login(district_leader)
    for path in (PAGE, WORKBOOK):
        response = client.get(path, query)
        assert response.status_code == 400
        assert b"invalid-feedback" in response.content


def test_without_a_period_the_year_so_far(client, district_leader):
    client.force_login(district_leader)
    assert str(client.get(PAGE).context["results"].period) == "01/01/2018 – 15/01/2018"


def test_the_page_costs_the_same_for_one_desk_and_three(
    client, district_leader, commune, other_commune, district, birth, support, django_assert_max_num_queries
):
    client.force_login(district_leader)
    answer(6, commune.desk, birth, comment="Tốt")
    answer(6, other_commune.desk, support, comment="Tốt")
    with django_assert_max_num_queries(25) as two:
        client.get(PAGE)
    answer(6, district.desk, birth, comment="Tốt")
    with django_assert_max_num_queries(len(two)):
        client.get(PAGE)


# Excel


def test_the_workbook_holds_numbers_and_no_formula(english, district_leader, commune, other_commune, birth):
    answer(3, commune.desk, birth)
    answer(4, other_commune.desk, birth)
    answer(1, other_commune.desk, birth, overall=2, comment="=HYPERLINK(1)")
    english.force_login(district_leader)
    response = english.get(WORKBOOK, YEAR)
    assert response["Content-Disposition"] == 'attachment; filename="hai-long-376-2017-12-01-2018-01-15.xlsx"'
    with ZipFile(io.BytesIO(response.getvalue())) as book:
        pages = [book.read(name) for name in book.namelist() if "worksheets/" in name]
    assert not any(b"<f>" in page for page in pages)
    assert any(b"<v>0.875</v>" in page for page in pages)  # 7 of 8
