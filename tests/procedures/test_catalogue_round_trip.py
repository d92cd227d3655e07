from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.catalogue import BETWEEN, COLUMNS, is_plain, papers_as_text, papers_from, says_if_any
from procedures.content import Paper
from procedures.exports import catalogue_rows
from procedures.imports import import_procedures
from procedures.models import Fee, FormFile, LimitUnit, Procedure, ProcedureVersion
from procedures.stored import content_of
from tests.tables import PROCEDURES_2017, write_procedures
from units.tables import write_csv, write_xlsx

TODAY = date(2018, 1, 15)


@pytest.fixture
def again(tmp_path):
    """What importing makes of what was exported."""

    def again(write=write_xlsx, name="again.xlsx", today=TODAY):
        write(tmp_path / name, COLUMNS, catalogue_rows(today))
        return str(import_procedures(tmp_path / name, today=today))

    return again


@pytest.mark.django_db
def test_the_list_of_2017_comes_back_unchanged(again):
    import_procedures(PROCEDURES_2017, today=TODAY)
    # 18 procedures are in force since 1 January 2018, all by that day.
    assert again() == "400 rows: 0 added, 0 changed, 400 unchanged"
    assert again(write_csv, "again.csv") == "400 rows: 0 added, 0 changed, 400 unchanged"


@pytest.mark.django_db
def test_changes_of_version_and_fee_come_back_unchanged(again, tmp_path):
    def take(**row):
        import_procedures(write_procedures(tmp_path, {"code": "1.001193", **row}), today=TODAY)

    take(fee_vnd="1")
    take(fee_vnd="2", effective_from="2016-01-01")
    take(fee_vnd="2", effective_from="2017-01-01", legal_basis="A")
    take(fee_vnd="3", effective_from="2017-06-01", legal_basis="A")
    take(fee_vnd="3", effective_from="2019-01-01", legal_basis="B")
    for today in (TODAY, date(2015, 1, 1), date(2016, 6, 1), date(2017, 3, 1), date(2019, 1, 1)):
        assert again(today=today) == "1 rows: 0 added, 0 changed, 1 unchanged"
    Fee.objects.filter(valid_to=None).update(valid_to=date(2017, 12, 31))
    assert again() == "1 rows: 0 added, 0 changed, 1 unchanged"


@pytest.mark.django_db
@pytest.mark.parametrize("unit", LimitUnit.values)
def test_every_unit_of_time_comes_back_unchanged(again, tmp_path, unit):
    import_procedures(write_procedures(tmp_path, {"time_limit": "1", "time_unit": unit}), today=TODAY)
    assert [row["time_unit"] for row in catalogue_rows(TODAY)] == [unit]
    assert again() == "1 rows: 0 added, 0 changed, 1 unchanged"


@pytest.mark.django_db
def test_what_was_typed_in_the_administration_pages_comes_back_unchanged(again, tmp_path):
    import_procedures(write_procedures(tmp_path, {"code": "1.001193"}), today=TODAY)
    version = ProcedureVersion.objects.get()
    version.legal_basis = " Luật\r\nHộ tịch\u0323 "
    version.results = ["Giấy\nkhai sinh", "=1+1"]
    version.provenance = "văn pho\u0300ng"
    version.save()
    version.required_documents.create(position=1, name="Tờ khai\r\n(hai mặt)", originals=0)
    version.required_documents.create(
        position=2, name="Ảnh", case=version.cases.create(position=1, name="Thuê"), is_optional=True
    )
    version.required_documents.create(position=5, name="@Sổ")
    Fee.objects.create(procedure=Procedure.objects.get(), kind="fee", amount=7)
    assert again() == "1 rows: 0 added, 0 changed, 1 unchanged"
    assert again(write_csv, "again.csv") == "1 rows: 0 added, 0 changed, 1 unchanged"


@pytest.mark.django_db
def test_what_the_table_has_no_columns_for_is_as_it_was(again, tmp_path):
    import_procedures(write_procedures(tmp_path, {"code": "1.001193", "fee_vnd": "8000"}), today=TODAY)
    version = ProcedureVersion.objects.get()
    version.steps, version.conditions, version.keywords, version.sets = "Nộp, nhận", "Đủ 18 tuổi", "sổ đỏ", 2
    version.time_limit, version.time_unit, version.promised_limit, version.leaves_out = 5, "working_day", 3, ["weekend"]
    version.save()
    far = version.cases.create(position=1, name="Vùng cao", time_limit=8, time_unit="working_day")
    version.required_documents.create(position=1, name="Tờ khai")
    version.required_documents.create(position=2, name="Giấy xác nhận", case=far, is_optional=True)
    kept = {"path": "forms/x.pdf", "content_type": "application/pdf", "size": 1, "sha256": "0" * 64}
    FormFile.objects.create(version=version, position=1, name="Mẫu số 1", **kept)
    Fee.objects.create(procedure=version.procedure, channel="online", amount=4000)
    before, fees = content_of(ProcedureVersion.objects.get()), list(Fee.objects.values())
    assert again() == "1 rows: 0 added, 0 changed, 1 unchanged"
    [row] = catalogue_rows(TODAY)
    import_procedures(write_procedures(tmp_path, row | {"legal_basis": "Luật mới"}), today=TODAY)
    after = content_of(ProcedureVersion.objects.get(valid_from=TODAY))
    assert after == replace(before, legal_basis="Luật mới")
    assert list(Fee.objects.values()) == fees


@pytest.mark.django_db
def test_only_what_is_in_force_is_exported(tmp_path):
    rows = [
        {"code": "1.000001", "effective_from": "2018-02-01"},
        {"code": "1.000002"},
        {"code": "1.000003", "level": "district"},
    ]
    import_procedures(write_procedures(tmp_path, *rows), today=TODAY)
    assert [row["code"] for row in catalogue_rows(TODAY)] == ["1.000002", "1.000003"]
    assert [row["code"] for row in catalogue_rows(TODAY, level="district")] == ["1.000003"]


# The cells of papers

NAMES = st.text(st.one_of(st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from("«» |[]=,1")), min_size=1)
SAYING = st.sampled_from(["Bản sao hộ chiếu", "Hộ chiếu (bản sao)", "Hộ chiếu (xuất trình)", "Xuất trình hộ chiếu"])
PLAIN = NAMES.map(str.strip).filter(is_plain)
PAPERS = st.builds(
    Paper,
    name=PLAIN | SAYING,
    case=st.one_of(st.just(""), PLAIN.filter(lambda case: "»" not in case)),
    originals=st.integers(0, 9),
    copies=st.integers(0, 9),
).map(lambda paper: replace(paper, is_optional=says_if_any(paper.name)))


@given(st.lists(PAPERS, max_size=6))
def test_papers_come_back(papers):
    assert papers_from(papers_as_text(papers)) == papers


@pytest.mark.parametrize("name", ["«A» B", "A [originals=1,copies=1]", f"A{BETWEEN}B", "A |", "| A", "", " "])
def test_names_like_marks_are_not_plain(name):
    assert not is_plain(name)


def test_a_paper_without_a_name_is_none():
    assert papers_from("«Thuê» | Hợp đồng |  | Sổ") == [Paper("Hợp đồng", "Thuê"), Paper("Sổ", "Thuê")]
    with pytest.raises(ValueError, match="copies=1"):
        papers_from("A | [originals=1,copies=1]")
