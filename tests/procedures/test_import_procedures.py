from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from procedures.actions import mark_posted_only
from procedures.catalogue import COLUMNS
from procedures.imports import import_procedures
from procedures.models import Fee, Handling, Procedure, ProcedureVersion, RequiredDocument, Sector
from tests import builders
from tests.tables import PROCEDURES_2017, write_procedures, write_rows
from units.tables import TableFaults

pytestmark = pytest.mark.django_db

TODAY = date(2018, 1, 15)
NATIONAL = settings.BASE_DIR.parent / "shared" / "data" / "national_2026_procedures.csv"


@pytest.fixture
def take(tmp_path):
    def take(*rows, today=TODAY, **options):
        return str(import_procedures(write_procedures(tmp_path, *rows), today=today, **options))

    return take


@pytest.fixture
def faults_of(take):
    def faults_of(*rows):
        with pytest.raises(TableFaults) as caught:
            take(*rows)
        return caught.value.faults

    return faults_of


ADDED = "1 rows: 1 added, 0 changed, 0 unchanged"
CHANGED = "1 rows: 0 added, 1 changed, 0 unchanged"
UNCHANGED = "1 rows: 0 added, 0 changed, 1 unchanged"


def versions():
    """(legal basis, first day, last day) of every version, in order of time."""
    found = ProcedureVersion.objects.values_list("legal_basis", "valid_from", "valid_to")
    return sorted(found, key=lambda version: version[1] or date.min)


def fees():
    found = Fee.objects.values_list("amount", "valid_from", "valid_to")
    return sorted(found, key=lambda fee: fee[1] or date.min)


# Whole lists


def test_the_list_of_2017():
    assert str(import_procedures(PROCEDURES_2017, today=TODAY)) == "400 rows: 400 added, 0 changed, 0 unchanged"
    assert str(import_procedures(PROCEDURES_2017, today=TODAY)) == "400 rows: 0 added, 0 changed, 400 unchanged"
    assert Procedure.objects.filter(level="commune").count() == 152
    assert Procedure.objects.filter(level="district").count() == 248
    codes = sorted(Procedure.objects.filter(code__startswith="L.").values_list("code", flat=True))
    assert codes == [f"L.{number:06}" for number in range(1, 129)]


@pytest.mark.skipif(not NATIONAL.exists(), reason="the national list is not part of the project; it is not at hand")
def test_the_national_list():
    assert str(import_procedures(NATIONAL, today=TODAY)) == "2627 rows: 2627 added, 0 changed, 0 unchanged"
    assert str(import_procedures(NATIONAL, today=TODAY)) == "2627 rows: 0 added, 0 changed, 2627 unchanged"
    assert Procedure.objects.count() == 3259  # 490 rows stand at several levels


def test_what_stands_in_a_row(take):
    take(
        {
            "code": "1.001193",
            "level": "commune",
            "time_limit": "3",
            "time_unit": "working_day",
            "fee_vnd": "8000",
            "channels": "post;in_person",
            "documents": "Tờ khai | Văn bản ủy quyền (nếu có) [originals=0,copies=2] | «Thuê» Hợp đồng | Sổ | «» Ảnh",
            "result": "Giấy khai sinh | Trích lục",
            "legal_basis": "Luật Hộ tịch 2014",
            "decision_number": "55/QĐ-UBND",
            "decision_date": "2017-12-01",
            "effective_from": "2018-01-01",
            "change": "amended",
            "provenance": "confidence=low",
        }
    )
    version = ProcedureVersion.objects.get()
    assert (version.procedure.code, version.procedure.level) == ("1.001193", "commune")
    assert (version.time_limit, version.time_unit) == (3, "working_day")
    assert version.channels == ["in_person", "post"]
    assert version.results == ["Giấy khai sinh", "Trích lục"]
    assert (version.decision.number, version.decision.issued_on) == ("55/QĐ-UBND", date(2017, 12, 1))
    assert (version.valid_from, version.valid_to, version.change) == (date(2018, 1, 1), None, "amended")
    assert version.is_unverified
    papers = version.required_documents.values_list("case__name", "name", "originals", "copies", "is_optional")
    assert list(papers) == [
        (None, "Tờ khai", 1, 0, False),
        (None, "Văn bản ủy quyền (nếu có)", 0, 2, True),
        ("Thuê", "Hợp đồng", 1, 0, False),
        ("Thuê", "Sổ", 1, 0, False),
        (None, "Ảnh", 1, 0, False),
    ]
    assert fees() == [(8000, date(2018, 1, 1), None)]


@pytest.mark.parametrize(
    ("paper", "originals", "copies"),
    [
        ("Giấy chứng sinh", 1, 0),
        ("Bản sao hộ chiếu", 0, 1),
        ("Bản sao hộ chiếu (xuất trình bản chính để đối chiếu)", 0, 1),
        ("Hộ chiếu (bản sao)", 0, 1),
        ("Tờ khai cấp bản sao trích lục hộ tịch", 1, 0),
        ("Giấy tờ tùy thân (xuất trình)", 0, 0),
        ("Giấy chứng nhận kết hôn (xuất trình, nếu có)", 0, 0),
        ("Xuất trình bản chính giấy đăng ký", 0, 0),
        ("Bản sao hộ chiếu [originals=1,copies=0]", 1, 0),
    ],
)
def test_without_counts_the_name_says_how_often_a_paper_is_asked_for(take, paper, originals, copies):
    take({"documents": paper})
    asked = RequiredDocument.objects.get()
    assert (asked.originals, asked.copies) == (originals, copies)
    assert take({"documents": paper}) == UNCHANGED


def test_nothing_known_stays_unknown(take):
    take({})
    version = ProcedureVersion.objects.get()
    assert (version.time_limit, version.time_unit, version.valid_from, version.change) == (None, "", None, "existing")
    assert fees() == [(None, None, None)]


# Which procedure a row is


def test_a_procedure_without_a_code_is_known_by_level_and_name(take):
    assert take({"name": "Chứng thực  chữ ký"}) == ADDED
    assert take({"name": "Chứng thực chữ ký"}) == UNCHANGED
    assert take({"name": "Chứng thực chữ ký", "level": "district"}) == ADDED
    assert sorted(Procedure.objects.values_list("level", "code")) == [("commune", "L.000001"), ("district", "L.000002")]


def test_a_code_that_comes_later_joins_the_procedure(take):
    take({})
    assert take({"code": "1.001193"}) == CHANGED
    assert list(Procedure.objects.values_list("code", "local_code")) == [("1.001193", "L.000001")]
    assert take({"code": "1.001193"}) == take({"code": "L.000001"}) == take({}) == UNCHANGED
    assert len(versions()) == 1


def test_a_local_code_is_never_given_twice(take):
    take({"name": "A"})
    take({"name": "A", "code": "1.000001"})
    take({"name": "B"})
    assert sorted(Procedure.objects.values_list("code", flat=True)) == ["1.000001", "L.000002"]


def test_another_code_is_another_procedure_whatever_its_name(take):
    take({"code": "1.013218"})
    assert take({"code": "1.013234"}) == ADDED


def test_a_name_that_several_have_needs_a_code(take, faults_of):
    take({"code": "1.013218"}, {"code": "1.013234"})
    assert faults_of({}) == ["row 2, code: is empty, and several procedures have this name: 1.013218, 1.013234"]


def test_a_row_of_several_levels_is_one_row_and_several_procedures(take):
    assert take({"level": "province;commune"}) == ADDED
    assert sorted(Procedure.objects.values_list("level", "code")) == [("commune", "L.000001"), ("province", "L.000001")]
    assert take({"level": "commune;province"}) == take({"level": "commune"}) == UNCHANGED
    assert take({"level": "commune;district"}) == CHANGED


def test_a_row_twice_is_one_procedure(take):
    assert take({"code": "1.001193"}, {"code": "1.001193"}) == "2 rows: 1 added, 0 changed, 1 unchanged"


def test_a_repeated_row_with_other_content_is_refused(take, faults_of):
    rows = {"code": "1.001193"}, {"code": "1.001193", "level": "commune;district", "legal_basis": "B"}
    assert faults_of(*rows) == ["row 3, code: is the same procedure as row 2, with other content"]
    assert faults_of({"name": "A"}, {"name": "a"}) == [
        "row 3, name: is the same procedure as row 2, with other content"
    ]
    assert Procedure.objects.count() == 0


# Versions


def test_a_change_without_a_day_begins_today(take):
    take({"legal_basis": "A"})
    assert take({"legal_basis": "B"}) == CHANGED
    assert versions() == [("A", None, date(2018, 1, 14)), ("B", TODAY, None)]
    assert take({"legal_basis": "B"}) == UNCHANGED


def test_a_change_begins_on_its_day_and_lasts_until_the_next(take):
    take({"legal_basis": "A"})
    take({"legal_basis": "C", "effective_from": "2018-03-01"})
    assert take({"legal_basis": "B", "effective_from": "2017-06-01"}) == CHANGED
    assert versions() == [
        ("A", None, date(2017, 5, 31)),
        ("B", date(2017, 6, 1), date(2018, 2, 28)),
        ("C", date(2018, 3, 1), None),
    ]
    for basis, day in (("A", "2017-05-31"), ("B", "2017-06-01"), ("C", "2018-03-01"), ("C", "2030-01-01")):
        assert take({"legal_basis": basis, "effective_from": day}) == UNCHANGED


def test_what_lay_before_the_first_version_is_put_before_it(take):
    take({"legal_basis": "B", "effective_from": "2017-06-01"})
    assert take({"legal_basis": "A", "effective_from": "2016-01-01"}) == CHANGED
    assert versions() == [("A", date(2016, 1, 1), date(2017, 5, 31)), ("B", date(2017, 6, 1), None)]


def test_an_unused_version_that_starts_that_very_day_is_amended(take):
    take({"documents": "A | B", "effective_from": "2018-01-01"})
    assert take({"documents": "C", "effective_from": "2018-01-01"}) == CHANGED
    assert versions() == [("", date(2018, 1, 1), None)]
    assert [paper.name for paper in RequiredDocument.objects.all()] == ["C"]


def test_a_used_version_that_starts_that_very_day_ends_with_it(take, clerk, now):
    row = {"code": "1.001193", "time_limit": "0", "time_unit": "working_day", "effective_from": "2018-01-15"}
    take({**row, "legal_basis": "A"})
    builders.receive(by=clerk, procedure=Procedure.objects.get(), now=now)
    assert take({**row, "legal_basis": "B"}) == CHANGED
    assert versions() == [("A", TODAY, TODAY), ("B", date(2018, 1, 16), None)]
    assert take({**row, "legal_basis": "B"}) == UNCHANGED
    assert take({**row, "legal_basis": "C"}) == CHANGED
    assert versions() == [("A", TODAY, TODAY), ("C", date(2018, 1, 16), None)]


@pytest.mark.parametrize(
    "cells",
    [
        {"name": "Đăng ký Khai sinh"},
        {"sector": "Tư pháp"},
        {"time_limit": "0", "time_unit": "working_day"},
        {"channels": "in_person;online"},
        {"documents": "Tờ khai [originals=2,copies=0]"},
        {"documents": "«Đi thuê» Tờ khai"},
        {"documents": "Ảnh | Tờ khai"},
        {"result": "Giấy khai sinh"},
        {"decision_number": "1"},
        {"decision_date": "2017-01-01"},
        {"change": "new"},
    ],
)
def test_every_column_makes_another_version(take, cells):
    row = {"code": "1.001193", "documents": "Tờ khai | Ảnh"}
    take(row)
    assert take({**row, **cells}) == CHANGED
    assert len(versions()) == 2
    assert take({**row, **cells}) == UNCHANGED


def test_another_source_of_the_data_is_noted_without_a_new_version(take):
    take({"provenance": "memory"})
    assert take({"provenance": "portal"}) == CHANGED
    assert [version.provenance for version in ProcedureVersion.objects.all()] == ["portal"]


def test_what_the_table_does_not_hold_is_kept(take):
    take({"time_limit": "5", "time_unit": "working_day", "documents": "A | B"})
    ProcedureVersion.objects.update(promised_limit=3, leaves_out=["holiday"])
    RequiredDocument.objects.filter(name="B").update(is_optional=True)
    take({"time_limit": "4", "time_unit": "working_day", "documents": "A | B | C"})
    version = ProcedureVersion.objects.get(valid_from=TODAY)
    assert (version.promised_limit, version.leaves_out) == (3, ["holiday"])
    assert [paper.is_optional for paper in version.required_documents.all()] == [False, True, False]
    take({"time_limit": "2", "time_unit": "working_day", "documents": "A"})
    assert ProcedureVersion.objects.get(valid_from=TODAY).promised_limit is None


# Fees


def test_a_fee_alone_is_dated_itself(take):
    take({"fee_vnd": "5000"})
    assert take({"fee_vnd": "8000", "effective_from": "2018-02-01"}) == CHANGED
    assert fees() == [(5000, None, date(2018, 1, 31)), (8000, date(2018, 2, 1), None)]
    assert len(versions()) == 1
    assert take({"fee_vnd": "8000", "effective_from": "2018-02-01"}) == UNCHANGED


def test_a_fee_between_two_others_ends_where_the_next_begins(take):
    take({"fee_vnd": "5000"})
    take({"fee_vnd": "8000", "effective_from": "2018-02-01"})
    take({"fee_vnd": "0", "effective_from": "2017-02-01"})
    assert fees() == [
        (5000, None, date(2017, 1, 31)),
        (0, date(2017, 2, 1), date(2018, 1, 31)),
        (8000, date(2018, 2, 1), None),
    ]


def test_a_fee_that_starts_that_very_day_is_corrected(take):
    take({"fee_vnd": "5000", "effective_from": "2018-01-01"})
    take({"fee_vnd": "", "effective_from": "2018-01-01"})
    assert fees() == [(None, date(2018, 1, 1), None)]


def test_free_is_not_unknown(take):
    take({"fee_vnd": "0"})
    assert take({"fee_vnd": ""}) == CHANGED


def test_the_fee_of_a_day_is_the_sum_of_what_holds_then(take):
    take({"fee_vnd": "5000"}, {"name": "A", "fee_vnd": ""})
    one, unknown = Procedure.objects.order_by("code")
    Fee.objects.create(procedure=one, kind="fee", amount=1000, valid_from=TODAY)
    assert (one.fee_on(date(2018, 1, 14)), one.fee_on(TODAY)) == (5000, 6000)
    assert unknown.fee_on(TODAY) is None
    Fee.objects.create(procedure=unknown, kind="fee", amount=1000)
    assert unknown.fee_on(TODAY) is None


def test_a_fee_and_a_charge_are_told_apart_by_hand(take, faults_of):
    take({"fee_vnd": "5000"})
    Fee.objects.create(procedure=Procedure.objects.get(), kind="fee", amount=1000)
    assert take({"fee_vnd": "6000"}) == UNCHANGED
    assert faults_of({"fee_vnd": "7000"}) == [
        "row 2, fee_vnd: this procedure has both a fee and a charge; change them in the administration pages"
    ]


# What is wrong


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"name": ""}, "name: is empty"),
        ({"name": "x" * 2001}, "name: has 2001 characters; 2000 at most"),
        ({"sector": ""}, "sector: is empty"),
        ({"code": "x" * 41}, "code: has 41 characters; 40 at most"),
        ({"code": "1.0 01"}, 'code: "1.0 01" is not a code'),
        ({"code": "1.00119"}, "code: 1.00119 has lost its last zeros; format the column as text"),
        ({"level": ""}, "level: is empty"),
        ({"level": "commune;town"}, 'level: "town" is none of commune, district, province, ministry, other'),
        ({"channels": "fax"}, 'channels: "fax" is none of in_person, online, post'),
        ({"change": "old"}, 'change: "old" is none of new, amended, existing'),
        ({"time_limit": "3"}, "time_unit: is empty though time_limit is given"),
        ({"time_unit": "hour"}, "time_limit: is empty though time_unit is given"),
        (
            {"time_limit": "3", "time_unit": "week"},
            'time_unit: "week" is none of working_day, calendar_day, half_day, hour',
        ),
        ({"time_limit": "-1", "time_unit": "hour"}, 'time_limit: "-1" is not a whole number from 0 to 32767'),
        ({"time_limit": "1.5", "time_unit": "hour"}, 'time_limit: "1.5" is not a whole number from 0 to 32767'),
        ({"time_limit": "٣", "time_unit": "hour"}, 'time_limit: "٣" is not a whole number from 0 to 32767'),
        ({"fee_vnd": "8.000"}, 'fee_vnd: "8.000" is not a whole number from 0 to 2147483647'),
        ({"fee_vnd": "3000000000"}, 'fee_vnd: "3000000000" is not a whole number from 0 to 2147483647'),
        ({"decision_date": "1/12/2017"}, 'decision_date: "1/12/2017" is not a date such as 2018-01-31'),
        ({"effective_from": "2018-13-01"}, 'effective_from: "2018-13-01" is not a date such as 2018-01-31'),
        ({"documents": "A | [originals=1,copies=0]"}, 'documents: "[originals=1,copies=0]" is a paper without a name'),
        ({"documents": "A [originals=99999,copies=0]"}, 'documents: "A" is asked for more than 32767 times'),
    ],
)
def test_says_what_is_wrong_with_a_row(take, faults_of, cells, fault):
    assert faults_of({"name": "A", "code": "1.000001"}, cells) == [f"row 3, {fault}"]


def test_all_faults_are_told_and_nothing_is_written(take, faults_of):
    rows = [{"name": f"A{number}"} for number in range(250)] + [{"level": "x"}, {"fee_vnd": "x"}]
    assert [fault.partition(":")[0] for fault in faults_of(*rows)] == ["row 252, level", "row 253, fee_vnd"]
    assert (Procedure.objects.count(), Sector.objects.count()) == (0, 0)


def test_a_refused_import_leaves_what_was(take, faults_of):
    take({"legal_basis": "A", "fee_vnd": "1"})
    before = versions(), fees(), list(Procedure.objects.values())
    faults_of({"legal_basis": "B", "fee_vnd": "2", "code": "1.001193"}, {"name": ""})
    assert (versions(), fees(), list(Procedure.objects.values())) == before


def test_a_missing_column_is_named(tmp_path):
    path = write_rows(tmp_path, [name for name in COLUMNS if name != "level"])
    with pytest.raises(TableFaults) as caught:
        import_procedures(path, today=TODAY)
    assert caught.value.faults == ["row 1, level: the column is missing"]


def test_a_dry_run_counts_and_writes_nothing(take):
    take({"name": "A"})
    rows = [{"name": "A"}, {"name": "A", "level": "district"}, {"name": "B"}]
    assert take(*rows, dry_run=True) == "3 rows: 2 added, 0 changed, 1 unchanged"
    assert Procedure.objects.count() == 1
    assert take(*rows) == "3 rows: 2 added, 0 changed, 1 unchanged"


# The command


def test_the_command_takes_today_from_the_clock(tmp_path, clock, take):
    take({"legal_basis": "A"}, today=date(2017, 1, 1))
    out = StringIO()
    call_command("import_procedures", str(write_procedures(tmp_path, {"legal_basis": "B"})), stdout=out)
    assert out.getvalue() == f"{CHANGED}\n"
    assert versions() == [("A", None, date(2018, 1, 14)), ("B", TODAY, None)]


def test_the_command_prints_faults_and_fails(tmp_path):
    err = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("import_procedures", str(write_procedures(tmp_path, {"name": ""})), stderr=err)
    assert (end.value.code, err.getvalue()) == (1, "row 2, name: is empty\n")


# Posted only


def test_some_sectors_are_posted_but_not_received(take):
    take({"name": "A", "sector": "Quân sự"}, {"name": "B", "sector": "Quân sự", "level": "district"}, {"name": "C"})
    assert mark_posted_only(today=TODAY) == 1
    assert mark_posted_only(today=TODAY) == 0
    assert Procedure.objects.get(handling=Handling.POSTED_ONLY).code == "L.000001"
