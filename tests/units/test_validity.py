"""Whatever holds from one day to another never holds twice on one day: the database says so."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from procedures.models import Fee, ProcedureVersion
from tests.builders import make_unit
from units.models import AdministrativeUnit, AgencyCode, RuleSet


def refused(create):
    with pytest.raises(IntegrityError), transaction.atomic():
        create()


def test_a_units_code_is_used_again_only_after_it(commune):
    AdministrativeUnit.objects.filter(pk=commune.pk).update(valid_to=date(2020, 1, 31))
    again = dict(code=commune.code, name="Xã Kim Sơn", kind="commune")
    refused(lambda: AdministrativeUnit.objects.create(**again, valid_from=date(2020, 1, 31)))
    AdministrativeUnit.objects.create(**again, valid_from=date(2020, 2, 1))
    found = AdministrativeUnit.objects.with_code_on(commune.code, date(2020, 1, 31))
    assert list(found) == [commune]


def test_two_agencies_never_share_a_code_on_one_day(commune, other_commune):
    AgencyCode.objects.filter(agency=other_commune.committee).update(valid_to=date(2018, 12, 31))
    given = dict(agency=other_commune.committee, code="000.06.28.H42")
    refused(lambda: AgencyCode.objects.create(**given, valid_from=date(2019, 1, 1)))


def test_versions_are_held_apart(birth):
    version = birth.versions.get()
    later = dict(procedure=birth, name="x", sector=version.sector, time_limit=0, time_unit="working_day")
    refused(lambda: ProcedureVersion.objects.create(**later, valid_from=date(2018, 6, 1)))
    ProcedureVersion.objects.filter(pk=version.pk).update(valid_to=date(2018, 5, 31))
    ProcedureVersion.objects.create(**later, valid_from=date(2018, 6, 1))
    assert birth.version_on(date(2018, 5, 31)) == version
    assert birth.version_on(date(2018, 6, 1)).name == "x"


def test_fees_of_one_kind_are_held_apart(birth):
    refused(lambda: Fee.objects.create(procedure=birth, amount=5000, valid_from=date(2018, 1, 1)))
    Fee.objects.create(procedure=birth, kind="fee", amount=5000)


@pytest.mark.django_db
def test_a_period_ends_after_it_starts():
    refused(lambda: make_unit("1", "Xã X", agency_code="X", valid_from=date(2018, 1, 2), valid_to=date(2018, 1, 1)))


@pytest.mark.django_db
def test_there_is_one_rule_set_for_every_day():
    keys = [RuleSet.objects.in_force_on(day).key for day in (date(2018, 6, 20), date(2018, 6, 21), date(2025, 7, 1))]
    assert keys == ["QD-09-2015", "ND-61-2018", "ND-118-2025"]


@pytest.mark.django_db
def test_an_end_before_the_start_is_said_in_words():
    rule_set = RuleSet(
        key="x", title="x", same_day_cutoff="15:00", valid_from=date(2018, 1, 2), valid_to=date(2018, 1, 1)
    )
    with pytest.raises(ValidationError) as refusal:
        rule_set.full_clean()
    assert list(refusal.value.message_dict) == ["valid_to"]


@pytest.mark.django_db
def test_a_unit_says_why_it_was_none_in_those_days():
    days = {"valid_from": date(2018, 1, 1), "valid_to": date(2018, 1, 31)}
    unit = make_unit("1", "Xã X", agency_code="X", **days)
    before, after, first, last = date(2017, 12, 31), date(2018, 2, 1), *days.values()
    for asked in [(None, None), (before, after), (None, first), (last, None), (first, first), (last, last)]:
        assert unit.why_not_between(*asked) == ""
    for asked, said in [
        ((None, before), "01/01/2018"),
        ((before, before), "01/01/2018"),
        ((after, None), "31/01/2018"),
    ]:
        sentence = unit.why_not_between(*asked)
        assert "Xã X" in sentence
        assert said in sentence
