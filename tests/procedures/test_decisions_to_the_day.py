"""From which day to which, and of whose dossiers: what is right the day before would be wrong on the day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from procedures import actions
from procedures.decisions import effects_of, plan_of, received_in_between
from procedures.models import Fee, Posting, Procedure, PublicationDecision
from procedures.postings import Share, boards_of
from tests import builders
from tests.procedures.lines import abolish, add, amend, validity

pytestmark = pytest.mark.usefixtures("in_english")

MONDAY, TUESDAY = date(2018, 1, 22), date(2018, 1, 23)
FEE = {"kind": "fee", "amount": 50_000, "channel": "", "basis": "NQ 1"}


@pytest.fixture
def decision(db):
    return PublicationDecision.objects.create(number="55/QĐ-UBND", issued_on=date(2018, 1, 10), effective_from=MONDAY)


@pytest.mark.parametrize(("last", "is_there"), [(date(2018, 1, 21), False), (MONDAY, True)])
def test_what_ends_the_day_before_may_be_added_again(decision, support, last, is_there):
    support.versions.update(valid_to=last)
    add(decision, code=support.code)
    assert bool(plan_of(decision).all_faults) == is_there


@pytest.mark.parametrize(("effective_from", "warnings"), [(date(2018, 1, 10), 0), (date(2018, 1, 9), 1)])
def test_an_effect_on_the_day_of_issue_is_in_time(decision, support, effective_from, warnings):
    PublicationDecision.objects.update(effective_from=effective_from)
    decision.refresh_from_db()
    amend(decision, support)
    assert len(plan_of(decision).warnings) == warnings


class TestReceivedInBetween:
    def test_from_midnight_on(self, decision, support, clerk):
        PublicationDecision.objects.update(effective_from=date(2018, 1, 8))
        decision.refresh_from_db()
        amend(decision, support)
        builders.receive(by=clerk, procedure=support, now=builders.at("2018-01-07 23:59"))
        midnight = builders.receive(by=clerk, procedure=support, now=builders.at("2018-01-08 00:00"))
        assert list(received_in_between(plan_of(decision).lines, clerk)) == [midnight]

    def test_nobody_sees_what_is_not_his(self, decision, support, clerk, stranger):
        amend(decision, support)
        builders.receive(by=clerk, procedure=support, now=builders.at("2018-01-22 08:00"))
        assert received_in_between(plan_of(decision).lines, clerk).count() == 1
        assert not received_in_between(plan_of(decision).lines, stranger)

    def test_of_other_procedures_nothing_is_told(self, decision, support, birth, clerk):
        amend(decision, support)
        builders.receive(by=clerk, procedure=birth, now=builders.at("2018-01-22 08:00"))
        assert not received_in_between(plan_of(decision).lines, clerk)


@pytest.mark.parametrize(("last", "changes"), [(date(2018, 1, 21), 1), (MONDAY, 0)])
def test_an_exception_counts_as_long_as_it_lasts(decision, support, commune, last, changes):
    support.at_units.create(unit=commune, handling="not_applied", reason="Không có đối tượng", valid_to=last)
    amend(decision, support)
    assert effects_of(plan_of(decision), [commune])[commune].changes == changes


class TestTakingBack:
    def test_a_fee_goes_with_the_procedure_that_it_came_with(self, apply, take_back, decision, support):
        Fee.objects.all().delete()
        add(decision, fees=[FEE])
        apply(decision)
        assert Fee.objects.get().procedure.code == "1.009999"
        take_back(decision)
        assert not Fee.objects.exists()
        assert not Procedure.objects.filter(code="1.009999").exists()

    def test_what_a_spot_check_looked_for_stays(self, apply, take_back, decision, support, clerk, control, now):
        amend(decision, support)
        apply(decision)
        there = {"desk": clerk.desks[0], "place": "board"}
        begun = support.version_on(MONDAY)
        actions.post(versions=[begun], posted_on=date(2018, 1, 12), by=clerk, now=now, **there)
        found = {Posting.objects.get().pk: False}
        actions.record_check(checked_on=now.date(), found=found, note="Không thấy", by=control, now=now, **there)
        with pytest.raises(ValidationError, match="looked for in a spot check"):
            take_back(decision)


class TestDatingAnew:
    def test_until_the_day_of_the_first_dossier(self, apply, redate, decision, support, clerk):
        amend(decision, support)
        apply(decision)
        builders.receive(by=clerk, procedure=support, now=builders.at("2018-01-23 00:00"))
        redate(decision, TUESDAY)
        with pytest.raises(ValidationError, match="they keep it"):
            redate(decision, date(2018, 1, 24))

    def test_until_its_last_day(self, apply, redate, decision, support):
        support.versions.update(valid_to=TUESDAY)
        amend(decision, support)
        apply(decision)
        redate(decision, TUESDAY)
        assert validity(support) == [(None, MONDAY), (TUESDAY, TUESDAY)]
        with pytest.raises(ValidationError, match="ends before 24/01/2018"):
            redate(decision, date(2018, 1, 24))

    def test_not_long_after_it_was_posted(self, apply, redate, decision, support, clerk, now):
        amend(decision, support)
        apply(decision)
        there = {"desk": clerk.desks[0], "place": "board", "by": clerk, "now": now}
        actions.post(versions=[support.version_on(MONDAY)], posted_on=now.date(), **there)
        last = now.date() + timedelta(days=60)
        redate(decision, last)
        with pytest.raises(ValidationError, match="posted long before"):
            redate(decision, last + timedelta(days=1))

    def test_the_fee_of_a_new_one_begins_with_it(self, apply, redate, decision, support):
        add(decision, fees=[FEE])
        apply(decision)
        redate(decision, TUESDAY)
        new = Procedure.objects.get(code="1.009999")
        assert (new.fee_on(MONDAY), new.fee_on(TUESDAY)) == (None, 50_000)


def test_a_fee_that_is_paid_already_is_not_begun_again(apply, decision, support):
    support.versions.update(valid_to=date(2017, 12, 31))
    Fee.objects.create(procedure=support, kind="fee", amount=1)
    add(decision, code=support.code, fees=[FEE, FEE | {"kind": "charge"}])
    apply(decision)
    assert sorted(support.fees.values_list("kind", "amount")) == [("charge", 50_000), ("fee", 1)]


def test_a_decision_that_may_not_be_known_to_all_is_thrown_away_only_before_it_was_applied(
    apply, take_back, decision, support, control, now
):
    abolish(decision, support)
    apply(decision)
    take_back(decision)
    with pytest.raises(ValidationError, match="applied once"):
        actions.discard_draft(decision=decision, by=control, now=now)


def test_boards_have_to_do_with_what_applies_there(apply, decision, support, birth, commune, other_commune, district):
    amend(decision, support)
    abolish(decision, birth)
    apply(decision)
    support.at_units.create(unit=other_commune, handling="not_applied", reason="Không có đối tượng")
    assert boards_of(decision, MONDAY) == {commune: Share(applied=1)}
