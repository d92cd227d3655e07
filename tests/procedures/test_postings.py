"""What is posted where: how it is counted, put up and taken down."""

from datetime import date, timedelta

import pytest
from django.db import connection

from procedures.models import Change, Handling, Posting, PostingPlace, Procedure, ProcedureAtUnit
from procedures.postings import Coverage, applied_at, coming_to, coverage, decided_between
from tests import builders

MONDAY = date(2018, 1, 15)
OLD = {"valid_to": date(2017, 10, 31)}

# Counted another way: procedure by procedure and desk by desk.
RECOUNT = """
WITH must AS (
    SELECT unit.id AS unit_id, desk.id AS desk_id, version.id AS version_id
    FROM units_administrativeunit unit
    JOIN units_servicedesk desk ON desk.unit_id = unit.id
    JOIN procedures_procedure procedure
      ON procedure.level = CASE WHEN unit.kind IN ('province', 'district') THEN unit.kind ELSE 'commune' END
    JOIN procedures_procedureversion version ON version.procedure_id = procedure.id
     AND daterange(version.valid_from, version.valid_to, '[]') @> %(day)s::date
    LEFT JOIN procedures_procedureatunit differs ON differs.procedure_id = procedure.id AND differs.unit_id = unit.id
     AND daterange(differs.valid_from, differs.valid_to, '[]') @> %(day)s::date
    WHERE coalesce(differs.handling, procedure.handling) <> 'not_applied'
), hanging AS (
    SELECT * FROM procedures_posting WHERE daterange(posted_on, removed_on, '[)') @> %(day)s::date
), old AS (
    SELECT desk.unit_id, hanging.place FROM hanging
    JOIN units_servicedesk desk ON desk.id = hanging.desk_id
    JOIN procedures_procedureversion version ON version.id = hanging.version_id
    JOIN procedures_procedure procedure ON procedure.id = version.procedure_id
    LEFT JOIN procedures_procedureatunit differs
      ON differs.procedure_id = procedure.id AND differs.unit_id = desk.unit_id
     AND daterange(differs.valid_from, differs.valid_to, '[]') @> %(day)s::date
    WHERE version.valid_to < %(day)s::date OR coalesce(differs.handling, procedure.handling) = 'not_applied'
)
SELECT unit.id, (SELECT count(*) FROM must WHERE unit_id = unit.id),
    (SELECT count(*) FROM must JOIN hanging USING (desk_id, version_id) WHERE unit_id = unit.id AND place = 'board'),
    (SELECT count(*) FROM must JOIN hanging USING (desk_id, version_id) WHERE unit_id = unit.id AND place = 'portal'),
    (SELECT count(*) FROM old WHERE unit_id = unit.id AND place = 'board'),
    (SELECT count(*) FROM old WHERE unit_id = unit.id AND place = 'portal')
FROM units_administrativeunit unit
"""


def recounted(units, day):
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT, {"day": day})
        counted = {pk: Coverage(*counts) for pk, *counts in cursor}
    return {unit.pk: counted[unit.pk] for unit in units}


def hang(procedure, unit, *, place=PostingPlace.BOARD, on=date(2017, 3, 1), removed_on=None):
    """The procedure's only version, put up without asking anybody."""
    return Posting.objects.create(
        version=procedure.versions.get(), desk=unit.desk, place=place, posted_on=on, removed_on=removed_on
    )


class TestCoverage:
    def test_what_applies_and_what_of_it_hangs(self, commune, birth, support, certification):
        hang(birth, commune)
        hang(support, commune)
        hang(support, commune, place=PostingPlace.PORTAL)
        assert coverage([commune], MONDAY) == {commune.pk: Coverage(applied=3, on_board=2, on_portal=1)}

    def test_a_unit_posts_what_belongs_to_its_level(self, district, commune, birth):
        hang(birth, commune)
        hang(birth, district, place=PostingPlace.PORTAL)
        assert coverage([district, commune], MONDAY) == {
            district.pk: Coverage(),
            commune.pk: Coverage(applied=1, on_board=1),
        }

    def test_what_does_not_apply_there_need_not_hang(self, commune, other_commune, birth, support):
        ProcedureAtUnit.objects.create(procedure=birth, unit=commune, handling=Handling.NOT_APPLIED, reason="…")
        for unit in (commune, other_commune):
            hang(birth, unit)
        assert coverage([commune, other_commune], MONDAY) == {
            commune.pk: Coverage(applied=1, stale_on_board=1),
            other_commune.pk: Coverage(applied=2, on_board=1),
        }

    def test_a_unit_differs_in_its_days_only(self, commune, birth):
        """So what was covered in the past stays covered."""
        differs = {"procedure": birth, "unit": commune, "handling": Handling.NOT_APPLIED, "reason": "…"}
        ProcedureAtUnit.objects.create(**differs, valid_from=date(2017, 6, 1), valid_to=date(2017, 10, 31))
        hang(birth, commune)
        days = [date(2017, 5, 31), date(2017, 6, 1), date(2017, 10, 31), date(2017, 11, 1)]
        covered, stale = Coverage(applied=1, on_board=1), Coverage(stale_on_board=1)
        assert [coverage([commune], day)[commune.pk] for day in days] == [covered, stale, stale, covered]
        assert [applied_at(commune, day).exists() for day in days] == [True, False, False, True]
        assert [birth in Procedure.objects.received_at(commune, day) for day in days] == [True, False, False, True]

    def test_what_comes_is_asked_of_the_day_on_which_it_comes(self, commune):
        soon = builders.make_procedure("1.000001", "Tên mới", valid_from=date(2018, 2, 1))
        differs = {"procedure": soon, "unit": commune, "handling": Handling.NOT_APPLIED, "reason": "…"}
        ProcedureAtUnit.objects.create(**differs, valid_from=date(2018, 2, 1))
        assert not coming_to(commune, MONDAY).exists()

    def test_what_applies_nowhere_else_may_apply_here(self, commune, other_commune):
        ferry = builders.make_procedure("1.000002", "Đăng ký bến đò", handling=Handling.NOT_APPLIED)
        ProcedureAtUnit.objects.create(procedure=ferry, unit=commune, handling=Handling.RECEIVED, reason="Có bến đò")
        hang(ferry, commune)
        counted = coverage([commune, other_commune], MONDAY)
        assert counted == {commune.pk: Coverage(applied=1, on_board=1), other_commune.pk: Coverage()}

    def test_what_is_posted_only_must_hang_too(self, commune):
        hang(builders.make_procedure("1.000003", "Khiếu nại", handling=Handling.POSTED_ONLY), commune)
        assert coverage([commune], MONDAY)[commune.pk] == Coverage(applied=1, on_board=1)

    def test_a_version_that_ended_is_stale_as_long_as_it_hangs(self, commune):
        old = builders.make_procedure("1.000001", "Tên cũ", **OLD)
        hang(old, commune, removed_on=date(2017, 11, 20))
        by_day = [coverage([commune], date(2017, *day))[commune.pk] for day in ((10, 31), (11, 1), (11, 19), (11, 20))]
        assert by_day == [
            Coverage(applied=1, on_board=1),
            Coverage(stale_on_board=1),
            Coverage(stale_on_board=1),
            Coverage(),
        ]

    def test_what_hangs_before_it_is_in_force_counts_from_then_on(self, commune):
        hang(
            builders.make_procedure("1.000001", "Tên mới", valid_from=date(2018, 1, 1)), commune, on=date(2017, 12, 28)
        )
        assert coverage([commune], date(2017, 12, 31))[commune.pk] == Coverage()
        assert coverage([commune], date(2018, 1, 1))[commune.pk] == Coverage(applied=1, on_board=1)

    @pytest.mark.parametrize("day", [date(2017, 1, 1), date(2017, 10, 31), date(2017, 11, 1), MONDAY])
    def test_it_equals_a_count_in_plain_sql(self, district, commune, other_commune, birth, support, day):
        old = builders.make_procedure("1.000001", "Tên cũ", **OLD)
        land = builders.make_procedure("1.000009", "Cấp giấy", level="district", valid_from=date(2017, 6, 1))
        nowhere = builders.make_procedure("1.000002", "Đăng ký bến đò", handling=Handling.NOT_APPLIED)
        ProcedureAtUnit.objects.create(procedure=nowhere, unit=commune, handling=Handling.RECEIVED, reason="Có bến đò")
        differs = {"procedure": support, "handling": Handling.NOT_APPLIED, "reason": "…"}
        ProcedureAtUnit.objects.create(**differs, unit=commune, valid_from=date(2017, 11, 1))
        ProcedureAtUnit.objects.create(**differs, unit=other_commune, valid_to=date(2017, 10, 31))
        for unit in (commune, other_commune):
            for procedure in (birth, support, old, nowhere):
                hang(procedure, unit, removed_on=MONDAY if unit == other_commune else None)
        for place in PostingPlace:
            hang(land, district, place=place)
        hang(birth, district, place=PostingPlace.PORTAL)
        units = [district, commune, other_commune]
        assert coverage(units, day) == recounted(units, day)

    @pytest.mark.parametrize("count", [1, 3])
    def test_its_statements_do_not_grow_with_the_units(self, district, birth, count, django_assert_num_queries):
        units = [
            builders.make_unit(f"1460{n}", f"Xã {n}", parent=district, agency_code=f"000.5{n}.28.H42")
            for n in range(count)
        ]
        for unit in units:
            hang(birth, unit)
        with django_assert_num_queries(3):
            counted = coverage(units, MONDAY)
        assert list(counted.values()) == [Coverage(applied=1, on_board=1)] * count

    def test_of_no_unit_there_is_none(self, db):
        assert coverage([], MONDAY) == {}


class TestDecided:
    @pytest.mark.parametrize(
        ("issued", "counts"),
        [(date(2016, 12, 31), 0), (date(2017, 1, 1), 1), (date(2017, 12, 31), 1), (date(2018, 1, 1), 0), (None, 0)],
    )
    def test_the_day_the_decision_was_issued_counts(self, db, issued, counts):
        builders.make_procedure(
            "1.000001", "Tên mới", change=Change.NEW, decided=("1/QĐ", issued), valid_from=date(2018, 1, 1)
        )
        assert decided_between(date(2017, 1, 1), date(2017, 12, 31)).count() == counts

    def test_what_was_in_force_before_was_not_decided_then(self, db):
        for number, change in enumerate(Change):
            day = date(2017, 5, 1) + timedelta(days=number)
            builders.make_procedure(f"1.00000{number}", f"Thủ tục {number}", change=change, decided=("", day))
        decided = decided_between(date(2017, 1, 1), date(2017, 12, 31))
        assert {version.change for version in decided} == {Change.NEW, Change.AMENDED}
