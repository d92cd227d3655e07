"""A list as a file: the same rows as the list, nothing that runs, nothing that may not be passed on."""

import csv
import io
from datetime import datetime

import openpyxl
import pytest
from django.db import InternalError
from django.utils.translation import gettext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dossiers import actions, exports
from dossiers.models import Dossier, Export
from tests.builders import at, make_procedure, make_unit, make_user, receive
from units.models import AdministrativeUnit, Agency, AgencyKind, Role

CODE, NAME, TIMING = 0, 4, 11


@pytest.fixture
def at_desk(client, clerk):
    client.force_login(clerk)
    return client


def csv_rows(client, query=""):
    response = client.get(f"/dossiers/export.csv{query}")
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def workbook(client, query=""):
    response = client.get(f"/dossiers/export.xlsx{query}")
    assert response.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))


def xlsx_rows(client, query=""):
    return [[cell.value for cell in row] for row in workbook(client, query).worksheets[0].iter_rows()]


def notes(client, query=""):
    return [row[1].value for row in workbook(client, query).worksheets[1].iter_rows()]


@pytest.mark.parametrize("rows", [csv_rows, xlsx_rows])
def test_it_holds_what_the_list_shows_in_its_order(at_desk, week, rows):
    for query in ("?state=open&order=due", "?order=-received", "?state=resolved", "?due=today"):
        listed = [dossier.code for dossier in at_desk.get(f"/dossiers/{query}").context["dossiers"]]
        assert [row[CODE] for row in rows(at_desk, query)[1:]] == listed != []


def test_all_of_it_whatever_page_is_shown(at_desk, clerk, support, now):
    for _ in range(30):
        receive(by=clerk, procedure=support, now=now)
    page = at_desk.get("/dossiers/")
    assert page.context["next_page"]
    assert f'export.xlsx?{page.context["all"]}"' in page.content.decode()
    after = f"?{page.context['next_page']}"
    assert len(csv_rows(at_desk, after)) == len(xlsx_rows(at_desk, after)) == 31


def test_each_row_says_what_became_of_the_dossier(at_desk, week, officer, clerk):
    finished = actions.hand_back(
        dossier=week["waiting"], collection=actions.Collection(), by=clerk, now=at("2018-01-15 08:00")
    )
    row = next(row for row in xlsx_rows(at_desk)[1:] if row[CODE] == finished.code)
    assert row[1:4] == ["1.001776", "Trợ cấp xã hội hàng tháng", "Bảo trợ xã hội"]
    assert row[NAME] == "Phạm Thị Chờ"
    assert row[7:10] == [datetime(2018, 1, 11, 8), datetime(2018, 1, 18, 17), datetime(2018, 1, 12, 9)]
    assert row[12] == datetime(2018, 1, 15, 8)
    assert row[13:16] == [str(finished.receiving_desk), finished.competent_agency.name, "Trần Văn Hùng"]


def test_each_row_says_what_is_due_and_what_was_paid(at_desk, clerk, support, now):
    for fee in ({}, {"fee_amount": 8000, "fee_status": "paid"}, {"fee_amount": 5000, "fee_status": "on_collection"}):
        receive(by=clerk, procedure=support, now=now, **fee)
    said = [tuple(row[16:19]) for row in xlsx_rows(at_desk, "?order=received")[1:]]
    assert sorted(said, key=str) == sorted(
        [
            (None, None, None),
            (gettext("Collected"), 8000, 8000),
            (gettext("To be collected with the result"), 5000, None),
        ],
        key=str,
    )


def test_it_says_how_each_kept_its_date(at_desk, week, officer):
    actions.resolve(dossier=week["due_today"], by=officer, now=at("2018-01-15 08:00"))
    actions.withdraw(dossier=week["later"], reason="Xin rút", by=week["later"].received_by, now=at("2018-01-15 08:00"))
    said = {row[CODE]: row[TIMING] for row in csv_rows(at_desk, "?order=received")[1:]}
    words = [said[week[name].code] for name in ("waiting", "due_today", "later", "overdue")]
    early, on_time, withdrawn, overdue = words
    assert on_time == withdrawn
    assert len({early, on_time, overdue, ""}) == 4


@pytest.mark.parametrize("rows", [csv_rows, xlsx_rows])
def test_no_number_phone_birth_or_address(at_desk, clerk, birth, now, rows):
    person = {
        "applicant_phone": "0912345678",
        "applicant_address": "Xóm 5, Kim Định",
        "applicant_id_number": "164000111",
    }
    receive(by=clerk, procedure=birth, now=now, applicant_birth_date="1985-03-02", **person)
    text = repr(rows(at_desk))
    assert not [value for value in (*person.values(), "1985", "02/03") if value in text]


def test_nothing_of_another_desk(at_desk, stranger, clerk, support, now):
    theirs = receive(by=stranger, procedure=support, now=now)
    ours = receive(by=clerk, procedure=support, now=now)
    for rows in (csv_rows(at_desk), xlsx_rows(at_desk)):
        assert [row[CODE] for row in rows[1:]] == [ours.code]
        assert theirs.code not in repr(rows)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_filter_at_fault_makes_no_file(at_desk, other_commune, ending):
    for query in ("state=gone", f"unit={other_commune.pk}", "figure=resolved_late"):
        response = at_desk.get(f"/dossiers/export.{ending}?{query}")
        assert (response.status_code, response["Content-Type"][:9]) == (400, "text/html")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_its_name_says_nothing_of_anybody(at_desk, week, ending):
    response = at_desk.get(f"/dossiers/export.{ending}")
    assert b"".join(response.streaming_content)
    assert response["Content-Disposition"] == f'attachment; filename="ho-so-20180115-0800.{ending}"'


def test_the_workbook_says_what_it_is(at_desk, week):
    said = notes(at_desk, "?state=open")
    assert said[0] == "Chưa giải quyết xong"
    assert said[1] == 3
    assert said[2] == "Phạm Thị Lan (clerk.14635)"
    assert said[3].replace(microsecond=0) == datetime(2018, 1, 15, 8)
    assert "Xã Kim Định" in said[4]
    assert len(said) == 6


def test_of_nothing_there_is_a_file_all_the_same(at_desk, birth):
    assert len(csv_rows(at_desk)) == len(xlsx_rows(at_desk)) == 1
    assert notes(at_desk)[1] == 0


class TestTooLong:
    @pytest.mark.parametrize("ending", ["csv", "xlsx"])
    def test_a_long_file_is_not_sent_at_once_but_offered(self, at_desk, week, settings, ending):
        settings.EXPORT_LIMIT = 3
        page = at_desk.get(f"/dossiers/export.{ending}?order=due")
        assert (page.status_code, page["Content-Type"][:9]) == (200, "text/html")
        assert '<input type="hidden" name="list" value="order=due">' in page.content.decode()
        assert 'href="/dossiers/?order=due"' in page.content.decode()
        assert not Export.objects.exists()
        assert len(xlsx_rows(at_desk, "?state=open")) == len(csv_rows(at_desk, "?state=open")) == 4


class TestTheRecord:
    @pytest.mark.parametrize(("ending", "read"), [("csv", csv_rows), ("xlsx", xlsx_rows)])
    def test_says_who_took_what_when_and_how_many_rows(self, at_desk, clerk, week, now, ending, read):
        read(at_desk, "?state=open&order=due")
        (taken,) = Export.objects.all()
        assert (taken.by, taken.kind, taken.state, taken.total, taken.is_part) == (clerk, ending, "sent", 3, False)
        assert (taken.query, taken.filter) == ("state=open&order=due", "Chưa giải quyết xong")
        assert taken.asked_at.replace(second=0, microsecond=0) == taken.taken_at.replace(second=0, microsecond=0) == now

    def test_is_never_deleted(self, at_desk, week):
        csv_rows(at_desk)
        with pytest.raises(InternalError, match="Cannot delete"):
            Export.objects.all().delete()


class TestOnlyPart:
    """Of what the district's office beside it decides, the officer of the district sees what he holds."""

    @pytest.fixture
    def dossiers(self, district, stranger, support, now):
        beside = Agency.objects.create(unit=district, kind=AgencyKind.BESIDE, name="Chi nhánh VPĐKĐĐ")
        both = [receive(by=stranger, procedure=support, now=now) for _ in range(2)]
        Dossier.objects.filter(pk__in=[dossier.pk for dossier in both]).update(competent_agency=beside)
        return both

    @pytest.fixture
    def officer_of_district(self, client, district, dossiers):
        officer = make_user("officer.376", Role.OFFICER, district)
        client.force_login(officer)
        return officer

    def test_is_exported_and_says_so(self, client, district, dossiers, officer_of_district):
        held, _ = dossiers
        Dossier.objects.filter(pk=held.pk).update(holding_agency=district.committee)
        query = f"?unit={district.pk}"
        _, row, last = csv_rows(client, query)
        assert (row[CODE], len(last)) == (held.code, 1)
        assert [row[CODE] for row in xlsx_rows(client, query)[1:]] == [held.code]
        assert notes(client, query)[6] == last[0] == exports.left_out()
        assert Export.objects.first().is_part is True
        assert last[0] not in repr(csv_rows(client))

    @pytest.mark.parametrize("ending", ["csv", "xlsx"])
    def test_of_which_there_is_nothing_is_refused(self, client, district, officer_of_district, ending):
        page = client.get(f"/dossiers/export.{ending}?unit={district.pk}")
        assert (page.status_code, page["Content-Type"][:9]) == (403, "text/html")
        assert not Export.objects.exists()


def test_the_head_is_sent_before_any_dossier_is_read(week, clerk, django_assert_num_queries, now):
    lines = exports.csv_of(Dossier.objects.visible_to(clerk), today=now.date())
    with django_assert_num_queries(0):
        assert next(lines).startswith("\ufeff")
    with django_assert_num_queries(1):
        list(lines)


def test_what_is_added_while_it_is_sent_is_read_when_it_is_met(clerk, district, now):
    lines = exports.csv_of(Dossier.objects.visible_to(clerk).order_by("pk"), today=now.date())
    next(lines)
    procedure = make_procedure("1.000009", "Thủ tục mới")
    dossier = receive(by=clerk, procedure=procedure, now=now)
    unit = make_unit("14640", "Xã Mới", parent=district, agency_code="000.90.28.H42")
    newcomer = make_user("officer.new", Role.OFFICER, unit)
    Dossier.objects.filter(pk=dossier.pk).update(competent_agency=unit.committee, handled_by=newcomer)
    *_, row = csv.reader(io.StringIO("".join(lines), newline=""))
    assert row[:3] == [dossier.code, "1.000009", "Thủ tục mới"]
    assert row[14:16] == [unit.committee.name, newcomer.full_name]


@pytest.mark.parametrize("count", [1, 3])
def test_costs_the_same_whatever_its_length(at_desk, clerk, support, now, django_assert_max_num_queries, count):
    for _ in range(count):
        receive(by=clerk, procedure=support, now=now)
    with django_assert_max_num_queries(15):
        csv_rows(at_desk)
    with django_assert_max_num_queries(17):
        workbook(at_desk)


starts = st.sampled_from(["=", "+", "-", "@", "|", "%", "\t", " =", "＝", "＋", "－", "＠", "A;=", "\u200b="])


@hypothesis_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(start=starts, rest=st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=30))
def test_nothing_that_was_typed_is_reckoned(at_desk, clerk, birth, now, start, rest):
    receive(by=clerk, procedure=birth, now=now, applicant_name=start + rest)
    AdministrativeUnit.objects.filter(pk=clerk.desks[0].unit.pk).update(name="=1+1")
    cells, *_ = list(workbook(at_desk).worksheets[0].iter_rows(min_row=2))
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "d", "n"}
    assert cells[NAME].value == start + rest
    name = csv_rows(at_desk)[1][NAME]
    assert name == (f"A;'={rest}" if start == "A;=" else name)
    assert not name.strip("\u200b \t").startswith(tuple("=+-@|%＝＋－＠"))
