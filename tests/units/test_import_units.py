from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests.tables import write_rows
from units.imports import EVENTS, OFFICES, UNITS, import_units
from units.models import AdministrativeUnit, Agency, AgencyCode, AgencyKind, DeskKind, ServiceDesk, UnitEvent
from units.tables import TableFaults

pytestmark = pytest.mark.django_db

DATA = settings.BASE_DIR / "units" / "data"
PROVINCE = {"code": "37", "name": "Tỉnh Ninh Bình", "kind": "province", "agency_code": "H42"}
DISTRICT = {
    "code": "376",
    "name": "Huyện Kim Sơn",
    "kind": "district",
    "parent_code": "37",
    "agency_code": "000.00.28.H42",
    "valid_to": "2025-06-30",
}
COMMUNE = {
    "code": "14632",
    "name": "Xã Chính Tâm",
    "kind": "commune",
    "parent_code": "376",
    "agency_code": "000.05.28.H42",
    "valid_to": "2020-01-31",
}
SUCCESSOR = {
    **COMMUNE,
    "name": "Xã Xuân Chính",
    "agency_code": "X",
    "valid_from": "2020-02-01",
    "valid_to": "2025-06-30",
}


def take(folder, *rows, columns=UNITS, **options):
    return str(import_units(write_rows(folder, columns, *rows), **options))


def faults_of(folder, *rows, columns=UNITS):
    with pytest.raises(TableFaults) as caught:
        take(folder, *rows, columns=columns)
    return caught.value.faults


def test_the_units_of_the_project():
    for table, rows in (("units", 39), ("unit_events", 14), ("offices", 15)):
        assert str(import_units(DATA / f"{table}.csv")) == f"{rows} rows: {rows} added, 0 changed, 0 unchanged"
    assert AdministrativeUnit.objects.in_force_on(date(2018, 1, 15)).filter(parent__code="376").count() == 27
    assert AdministrativeUnit.objects.in_force_on(date(2025, 7, 1)).filter(parent__code="37").count() == 8
    for table, rows in (("units", 39), ("unit_events", 14), ("offices", 15)):
        assert str(import_units(DATA / f"{table}.csv")) == f"{rows} rows: 0 added, 0 changed, {rows} unchanged"


def test_a_unit_gets_its_committee_its_desk_and_its_code(tmp_path):
    take(tmp_path, PROVINCE, DISTRICT, COMMUNE)
    unit = AdministrativeUnit.objects.get(code="14632")
    assert unit.committee.name == "Ủy ban nhân dân xã Chính Tâm"
    assert (unit.desk.kind, unit.desk.name) == (DeskKind.DESK, "Bộ phận Tiếp nhận và Trả kết quả")
    code = unit.committee.codes.get()
    assert (code.code, code.valid_from, code.valid_to) == ("000.05.28.H42", None, date(2020, 1, 31))
    assert ServiceDesk.objects.get(unit__code="376").name == "Trung tâm một cửa liên thông"


def test_parents_may_come_after_their_children(tmp_path):
    take(tmp_path, COMMUNE, DISTRICT, PROVINCE)
    assert AdministrativeUnit.objects.get(code="14632").parent.parent.code == "37"


def test_a_parent_is_the_unit_with_that_code_in_the_days_of_the_child(tmp_path):
    old = {**PROVINCE, "agency_code": "000.00.00.H42", "valid_to": "2025-06-30"}
    new = {**PROVINCE, "valid_from": "2025-07-01"}
    child = {**COMMUNE, "parent_code": "37", "valid_from": "2025-07-01", "valid_to": ""}
    take(tmp_path, new, old, DISTRICT, child)
    assert AdministrativeUnit.objects.get(code="376").parent.valid_to == date(2025, 6, 30)
    assert AdministrativeUnit.objects.get(code="14632").parent.valid_from == date(2025, 7, 1)


def test_a_code_may_be_used_again_later(tmp_path):
    assert take(tmp_path, PROVINCE, DISTRICT, SUCCESSOR, COMMUNE) == "4 rows: 4 added, 0 changed, 0 unchanged"


def test_only_what_differs_is_changed(tmp_path):
    take(tmp_path, PROVINCE, DISTRICT, COMMUNE)
    renamed = {**COMMUNE, "name": "Xã Chính  Tâm Mới", "agency_code": "Y"}
    assert take(tmp_path, PROVINCE, DISTRICT, renamed) == "3 rows: 0 added, 1 changed, 2 unchanged"
    assert Agency.objects.get(unit__code="14632").name == "Ủy ban nhân dân xã Chính Tâm Mới"
    assert AgencyCode.objects.get(agency__unit__code="14632").code == "Y"


def test_two_committees_may_exchange_their_codes(tmp_path):
    take(tmp_path, PROVINCE, DISTRICT)
    rows = ({**PROVINCE, "agency_code": DISTRICT["agency_code"]}, {**DISTRICT, "agency_code": PROVINCE["agency_code"]})
    assert take(tmp_path, *rows) == "2 rows: 0 added, 2 changed, 0 unchanged"


def test_a_unit_may_end_earlier_for_another_to_begin(tmp_path):
    forever = {**COMMUNE, "valid_to": ""}
    take(tmp_path, PROVINCE, DISTRICT, forever)
    assert take(tmp_path, SUCCESSOR, COMMUNE) == "2 rows: 1 added, 1 changed, 0 unchanged"


def test_agency_codes_kept_by_period_are_left_alone(tmp_path):
    take(tmp_path, PROVINCE)
    code = AgencyCode.objects.get()
    AgencyCode.objects.filter(pk=code.pk).update(valid_to=date(2018, 12, 31))
    AgencyCode.objects.create(agency=code.agency, code="H42.N", valid_from=date(2019, 1, 1))
    assert take(tmp_path, PROVINCE) == "1 rows: 0 added, 0 changed, 1 unchanged"
    assert faults_of(tmp_path, {**PROVINCE, "agency_code": "Z"}) == [
        "row 2, agency_code: this unit has codes by period; change them in the administration pages"
    ]


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        ({"code": ""}, ["row 4, code: is empty"]),
        ({"name": ""}, ["row 4, name: is empty"]),
        ({"agency_code": ""}, ["row 4, agency_code: is empty"]),
        (
            {"kind": "town"},
            ['row 4, kind: "town" is none of province, district, commune, township, ward, special_zone'],
        ),
        ({"valid_to": "31/01/2020"}, ['row 4, valid_to: "31/01/2020" is not a date such as 2018-01-31']),
        ({"valid_to": "2020-02-30"}, ['row 4, valid_to: "2020-02-30" is not a date such as 2018-01-31']),
        ({"valid_from": "2020-02-01"}, ["row 4, valid_to: lies before valid_from"]),
        ({"parent_code": "999"}, ['row 4, parent_code: no unit "999" is in force in the days of this unit']),
        (
            {"parent_code": "376", "valid_from": "2025-07-01", "valid_to": ""},
            ['row 4, parent_code: no unit "376" is in force on 2025-07-01'],
        ),
        ({"parent_code": "14632"}, ["row 4, parent_code: Xã Chính Tâm is not of a higher level than Xã Chính Tâm"]),
        ({"agency_code": "H42"}, ["row 4, agency_code: H42 is in force in the same days for row 2"]),
        ({"code": "376", "valid_from": "2019-01-01"}, ["row 4, code: 376 is in force in the same days for row 3"]),
        ({"code": "376"}, ["row 4, code: is the same unit as row 3, with other content"]),
    ],
)
def test_says_what_is_wrong_with_a_unit(tmp_path, cells, faults):
    assert faults_of(tmp_path, PROVINCE, DISTRICT, {**COMMUNE, **cells}) == faults
    assert AdministrativeUnit.objects.count() == 0


def test_a_unit_known_already_is_not_overlapped(tmp_path):
    take(tmp_path, PROVINCE, DISTRICT, COMMUNE)
    overlapping = {**SUCCESSOR, "valid_from": "2020-01-31"}
    assert faults_of(tmp_path, overlapping) == [
        "row 2, code: 14632 is in force in the same days for Xã Chính Tâm known already"
    ]


def test_a_row_twice_is_one_unit(tmp_path):
    assert take(tmp_path, PROVINCE, PROVINCE) == "2 rows: 1 added, 0 changed, 1 unchanged"


def test_a_dry_run_writes_nothing(tmp_path):
    assert take(tmp_path, PROVINCE, DISTRICT, dry_run=True) == "2 rows: 2 added, 0 changed, 0 unchanged"
    assert AdministrativeUnit.objects.count() == 0


# Events

SPLIT = {
    "effective": "2020-02-01",
    "event": "merge",
    "from_codes": "14632",
    "to_codes": "14632",
    "description": "Chính Tâm -> Xuân Chính",
}


@pytest.fixture
def units(tmp_path):
    take(tmp_path, PROVINCE, DISTRICT, COMMUNE, SUCCESSOR)


def test_an_event_leads_from_what_was_to_what_is(tmp_path, units):
    assert take(tmp_path, SPLIT, columns=EVENTS) == "1 rows: 1 added, 0 changed, 0 unchanged"
    event = UnitEvent.objects.get()
    assert (event.from_units.get().name, event.to_units.get().name) == ("Xã Chính Tâm", "Xã Xuân Chính")


def test_an_event_is_known_again(tmp_path, units):
    take(tmp_path, SPLIT, columns=EVENTS)
    assert take(tmp_path, {**SPLIT, "source": "NĐ"}, columns=EVENTS) == "1 rows: 0 added, 1 changed, 0 unchanged"
    assert take(tmp_path, {**SPLIT, "source": "NĐ"}, columns=EVENTS) == "1 rows: 0 added, 0 changed, 1 unchanged"


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"from_codes": "14633"}, 'row 2, from_codes: no unit "14633" is in force on 2020-01-31'),
        ({"to_codes": "14632;1"}, 'row 2, to_codes: no unit "1" is in force on 2020-02-01'),
        ({"to_codes": ""}, "row 2, to_codes: is empty"),
        ({"effective": ""}, "row 2, effective: is empty"),
        (
            {"event": "rename"},
            'row 2, event: "rename" is none of merge, split, abolish_district, merge_province',
        ),
    ],
)
def test_says_what_is_wrong_with_an_event(tmp_path, units, cells, fault):
    assert faults_of(tmp_path, {**SPLIT, **cells}, columns=EVENTS) == [fault]
    assert UnitEvent.objects.count() == 0


# Offices

OFFICE = {"unit_code": "376", "kind": "office", "name": "Phòng Tư pháp"}


def test_an_office_joins_its_committee(tmp_path, units):
    assert take(tmp_path, OFFICE, columns=OFFICES) == "1 rows: 1 added, 0 changed, 0 unchanged"
    assert Agency.objects.get(name="Phòng Tư pháp").kind == AgencyKind.OFFICE


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"unit_code": "1"}, 'row 2, unit_code: there is no unit "1"'),
        (
            {"unit_code": "14632"},
            "row 2, unit_code: several units have had the code 14632; say which in a column valid_from",
        ),
        ({"kind": "committee"}, "row 2, kind: the committee comes with its unit"),
    ],
)
def test_says_what_is_wrong_with_an_office(tmp_path, units, cells, fault):
    assert faults_of(tmp_path, {**OFFICE, **cells}, columns=OFFICES) == [fault]


# The command


def run(*arguments):
    out, err = StringIO(), StringIO()
    try:
        call_command("import_units", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_the_command_prints_counts(tmp_path):
    path = write_rows(tmp_path, UNITS, PROVINCE)
    assert run(path, "--dry-run") == (0, "1 rows: 1 added, 0 changed, 0 unchanged\n", "")
    assert AdministrativeUnit.objects.count() == 0


def test_the_command_prints_faults_a_line_each(tmp_path):
    path = write_rows(tmp_path, UNITS, {**PROVINCE, "name": ""}, {**DISTRICT, "kind": ""})
    assert run(path) == (1, "", "row 2, name: is empty\nrow 3, kind: is empty\n")


def test_the_command_without_a_file(tmp_path):
    assert run(tmp_path / "none.csv") == (1, "", f"{tmp_path / 'none.csv'}: No such file or directory\n")
    assert run(tmp_path)[0] == 1


def test_the_command_with_another_table(tmp_path):
    code, _, err = run(write_rows(tmp_path, ["name", "age"], {"name": "A"}))
    assert (code, err) == (
        1,
        "row 1, file: is no table of units, unit events or offices:"
        " it has no column code nor effective nor unit_code\n",
    )


def test_an_import_beside_another_is_asked_to_come_later(tmp_path, capsys):
    table = write_rows(tmp_path, UNITS, PROVINCE)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '100ms'")
    other = connection.copy()
    other.set_autocommit(False)
    try:
        other.cursor().execute(f"LOCK TABLE {AdministrativeUnit._meta.db_table} IN EXCLUSIVE MODE")
        with pytest.raises(SystemExit) as exit_:
            call_command("import_units", str(table))
    finally:
        other.close()
    assert exit_.value.code == 1
    assert capsys.readouterr().err == "another import is under way; start this one again when it is through\n"
