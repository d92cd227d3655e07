"""Sums of what lies under a unit follow it when it comes to lie under another one."""

from datetime import date

import pytest
from django.db import connection

from onestop.checks import lines_of
from onestop.checks.tallies import TALLIES_ASTRAY
from reports.folding import fold
from reports.places import Places
from reports.tallies import Figures, figures
from tests.builders import make_unit, receive
from units.models import AdministrativeUnit, UnitKind
from units.periods import Period


@pytest.fixture
def beside(province):
    return make_unit("377", "Huyện Yên Khánh", UnitKind.DISTRICT, parent=province, agency_code="000.00.29.H42")


@pytest.fixture
def higher(db):
    return make_unit("38", "Tỉnh Thanh Hóa", UnitKind.PROVINCE, agency_code="000.00.00.H56")


@pytest.fixture
def received(clerk, stranger, birth, now, commune):
    receive(by=clerk, procedure=birth, now=now)
    receive(by=stranger, procedure=birth, now=now)
    fold()
    receive(by=clerk, procedure=birth, now=now)  # not folded yet


def under(unit):
    period = Period(date(2018, 1, 1), date(2018, 1, 15))
    return figures(places=Places(frozenset(), frozenset([unit.pk])), period=period).get((), Figures()).received


def test_a_commune_that_moves_takes_its_sums_along(received, commune, district, beside, province):
    assert (under(district), under(beside), under(province)) == (3, 0, 3)
    AdministrativeUnit.objects.filter(pk=commune.pk).update(parent=beside)
    assert (under(district), under(beside), under(province)) == (1, 2, 3)
    assert list(lines_of(TALLIES_ASTRAY)()) == []
    fold()
    assert (under(district), under(beside), under(province)) == (1, 2, 3)
    assert list(lines_of(TALLIES_ASTRAY)()) == []


def test_a_district_that_moves_takes_those_under_it_along(received, district, province, higher):
    district.parent = higher
    district.save()
    assert (under(district), under(province), under(higher)) == (3, 0, 3)
    assert list(lines_of(TALLIES_ASTRAY)()) == []


def test_several_at_once_and_one_that_rises(received, commune, district, province, higher):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE units_administrativeunit SET parent_id = CASE id WHEN %s THEN %s WHEN %s THEN %s END "
            "WHERE id IN (%s, %s)",
            [commune.pk, province.pk, district.pk, higher.pk, commune.pk, district.pk],
        )
    assert (under(district), under(province), under(higher)) == (1, 2, 1)
    assert list(lines_of(TALLIES_ASTRAY)()) == []


def test_what_lies_under_none_any_more_is_summed_up_nowhere(received, commune, district, province):
    AdministrativeUnit.objects.filter(pk=commune.pk).update(parent=None)
    assert (under(district), under(province)) == (1, 1)
    assert list(lines_of(TALLIES_ASTRAY)()) == []


def test_verify_sees_sums_that_did_not_follow(received, commune, beside):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE units_administrativeunit DISABLE TRIGGER reports_sums_follow_parents")
        AdministrativeUnit.objects.filter(pk=commune.pk).update(parent=beside)
    assert any("units and what lies above them" in line for line in lines_of(TALLIES_ASTRAY)())
