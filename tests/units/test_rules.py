"""What the law says by date: rules, forms and reports, each by dates of its own."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from units.models import Form, FormKind, FormSet, ReportSet, RuleSet

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [RuleSet, FormSet, ReportSet])
def test_there_is_one_for_every_day(model):
    first = date(2010, 1, 1)
    for day in (first + timedelta(offset) for offset in range(0, 366 * 18, 5)):
        assert model.objects.in_force_on(day)


@pytest.mark.parametrize(
    ("day", "rules", "forms", "report"),
    [
        (date(2018, 1, 15), "QD-09-2015", "QC-2015", "06a-2017"),
        (date(2018, 6, 21), "ND-61-2018", "QC-2015", "06a-2017"),  # the circular with the forms came months later
        (date(2018, 11, 23), "ND-61-2018", "TT-01-2018", "06a-2017"),
        (date(2021, 1, 4), "ND-61-2018", "TT-01-2018", "II.06a"),
        (date(2025, 7, 1), "ND-118-2025", "TT-01-2018", "II.06a"),
        (date(2026, 1, 5), "ND-118-2025", "TT-03-2025", "II.06a"),
    ],
)
def test_each_changes_on_days_of_its_own(day, rules, forms, report):
    assert RuleSet.objects.in_force_on(day).key == rules
    assert FormSet.objects.in_force_on(day).key == forms
    assert ReportSet.objects.in_force_on(day).key == report


def test_a_supplement_stops_the_clock_or_starts_it_anew():
    restarts = {rules.key: rules.restarts_after_supplement for rules in RuleSet.objects.all()}
    assert restarts == {"QD-09-2015": False, "ND-61-2018": True, "ND-118-2025": True}


def test_only_the_decree_of_2018_knows_a_day_before_and_three_o_clock():
    older, newer = RuleSet.objects.get(key="QD-09-2015"), RuleSet.objects.get(key="ND-61-2018")
    assert (older.apology_lead_days, older.transfer_cutoff) == (0, None)
    assert (newer.apology_lead_days, newer.transfer_cutoff) == (1, time(15))
    assert {rules.same_day_cutoff for rules in (older, newer)} == {time(15)}


def test_a_form_has_its_own_number_in_each_set():
    numbers = {
        form_set.key: [form_set.form(kind).number for kind in (FormKind.RECEIPT, FormKind.CONTROL)]
        for form_set in FormSet.objects.all()
    }
    assert numbers == {"QC-2015": ["", ""], "TT-01-2018": ["01", "05"], "TT-03-2025": ["01", "06"]}
    assert FormSet.objects.get(key="QC-2015").form(FormKind.SUPPLEMENT).title == "Phiếu hướng dẫn hoàn thiện hồ sơ"
    with pytest.raises(Form.DoesNotExist):
        FormSet.objects.get(key="TT-01-2018").form(FormKind.STOP)


def test_forms_are_cited_only_where_a_circular_has_them():
    cited = {form_set.key: form_set.cited(FormKind.RECEIPT) for form_set in FormSet.objects.all()}
    assert cited == {
        "QC-2015": "",
        "TT-01-2018": "Mẫu số 01 – Thông tư số 01/2018/TT-VPCP",
        "TT-03-2025": "Mẫu số 01 – Thông tư số 03/2025/TT-VPCP",
    }


def test_a_set_has_a_form_once():
    form = Form.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Form.objects.create(form_set=form.form_set, kind=form.kind, title="Another")
