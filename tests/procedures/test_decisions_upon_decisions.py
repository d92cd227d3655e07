"""What stands on a decision, or in its way, is undone first: each a sentence, and nothing is half written."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from procedures import actions
from procedures.content import Charge
from procedures.decisions import effects_of, plan_of, received_in_between
from procedures.models import Fee, LineKind, Procedure, ProcedureVersion, PublicationDecision
from tests import builders
from tests.procedures.lines import abolish, add, amend, line, validity

pytestmark = pytest.mark.usefixtures("in_english")

MONDAY, SUNDAY = date(2018, 1, 22), date(2018, 1, 21)
SPRING, BEFORE_SPRING = date(2018, 4, 1), date(2018, 3, 31)


def drafted(number, effective_from):
    return PublicationDecision.objects.create(number=number, issued_on=date(2018, 1, 10), effective_from=effective_from)


@pytest.fixture
def decision(db):
    return drafted("55/QĐ-UBND", MONDAY)


@pytest.fixture
def later(db):
    return drafted("60/QĐ-UBND", SPRING)


def refused(do, *arguments, saying):
    before = list(ProcedureVersion.objects.order_by("pk").values_list("pk", "valid_from", "valid_to"))
    with pytest.raises(ValidationError, match=saying):
        do(*arguments)
    assert list(ProcedureVersion.objects.order_by("pk").values_list("pk", "valid_from", "valid_to")) == before


class TestTakingBack:
    def test_what_was_amended_again(self, apply, take_back, decision, later, support):
        amend(decision, support)
        apply(decision)
        amend(later, support, time_limit=2)
        apply(later)
        refused(take_back, decision, saying="begins on 01/04/2018: undo that first")
        take_back(later)
        take_back(decision)
        assert validity(support) == [(None, None)]

    def test_what_was_abolished_since(self, apply, take_back, decision, later, support):
        amend(decision, support)
        apply(decision)
        abolish(later, support)
        apply(later)
        refused(take_back, decision, saying="ended by 60/QĐ-UBND: take that one back first")

    def test_what_a_list_changed_since(self, apply, take_back, decision, support):
        amend(decision, support)
        apply(decision)
        support.versions.filter(valid_from=MONDAY).update(valid_to=BEFORE_SPRING)
        follow(support, SPRING)
        refused(take_back, decision, saying="begins on 01/04/2018")

    def test_an_end_before_which_something_was_amended(self, apply, take_back, decision, later, support):
        abolish(later, support)
        apply(later)
        amend(decision, support)
        apply(decision)
        assert validity(support) == [(None, SUNDAY), (MONDAY, BEFORE_SPRING)]
        refused(take_back, later, saying="begins on 22/01/2018")
        take_back(decision)
        take_back(later)
        assert validity(support) == [(None, None)]

    def test_an_end_after_which_it_was_added_again(self, apply, take_back, decision, later, support):
        abolish(decision, support)
        apply(decision)
        add(later, code=support.code)
        apply(later)
        refused(take_back, decision, saying="begins on 01/04/2018")

    def test_a_fee_set_since_does_not_keep_it(self, apply, take_back, decision, support, control, now):
        add(decision)
        apply(decision)
        new = Procedure.objects.get(code="1.009999")
        actions.set_fee(procedure=new, charge=Charge("fee", 1000, "", "NQ 2"), valid_from=SPRING, by=control, now=now)
        take_back(decision)
        apply(decision)
        assert validity(Procedure.objects.get(code="1.009999")) == [(MONDAY, None)]


class TestDatingAnew:
    def test_an_end_before_which_something_was_amended(self, apply, redate, decision, later, support):
        abolish(later, support)
        apply(later)
        amend(decision, support)
        apply(decision)
        refused(redate, later, date(2018, 5, 1), saying="begins on 22/01/2018")

    def test_into_days_before_it_was_abolished(self, apply, redate, decision, support):
        support.versions.update(valid_to=date(2017, 12, 31))
        add(decision, code=support.code)
        apply(decision)
        refused(redate, decision, date(2017, 12, 31), saying="holds until 31/12/2017")
        redate(decision, date(2018, 1, 1))
        assert validity(support) == [(None, date(2017, 12, 31)), (date(2018, 1, 1), None)]

    def test_not_past_the_day_on_which_it_ends_anyway(self, apply, redate, decision, support):
        support.versions.update(valid_to=date(2018, 2, 28))
        abolish(decision, support)
        apply(decision)
        refused(redate, decision, date(2018, 3, 1), saying="ends before 01/03/2018 anyway")
        redate(decision, date(2018, 2, 28))
        assert validity(support) == [(None, date(2018, 2, 27))]

    def test_not_past_a_fee_that_was_set_since(self, apply, redate, decision, support, control, now):
        add(decision, fees=[{"kind": "fee", "amount": 50_000, "channel": "", "basis": "NQ 1"}])
        apply(decision)
        new = Procedure.objects.get(code="1.009999")
        actions.set_fee(procedure=new, charge=Charge("fee", 1000, "", "NQ 2"), valid_from=SPRING, by=control, now=now)
        refused(redate, decision, SPRING, saying="A fee of “Thủ tục mới” was set since")
        redate(decision, BEFORE_SPRING)
        assert (new.fee_on(BEFORE_SPRING), new.fee_on(SPRING)) == (50_000, 1000)

    def test_not_before_a_fee_that_held_then(self, apply, redate, decision, support):
        support.versions.update(valid_to=date(2017, 6, 30))
        Fee.objects.create(procedure=support, kind="fee", amount=1, valid_to=date(2017, 12, 31))
        add(decision, code=support.code, fees=[{"kind": "fee", "amount": 2, "channel": "", "basis": "NQ 1"}])
        apply(decision)
        refused(redate, decision, date(2017, 12, 31), saying="A fee of")
        redate(decision, date(2018, 1, 1))


class TestWhatComesAgain:
    """A new procedure whose code was here before."""

    def test_its_fee_holds_until_the_next_one_that_is_known(self, apply, decision, support):
        support.versions.update(valid_to=date(2017, 12, 31))
        Fee.objects.create(procedure=support, kind="fee", amount=1, valid_from=SPRING)
        add(decision, code=support.code, fees=[{"kind": "fee", "amount": 2, "channel": "", "basis": "NQ 1"}])
        apply(decision)
        assert (support.fee_on(BEFORE_SPRING), support.fee_on(SPRING)) == (2, 1)

    def test_units_do_with_it_what_they_did(self, decision, support, commune, other_commune):
        support.versions.update(valid_to=date(2017, 12, 31))
        support.at_units.create(unit=other_commune, handling="not_applied", reason="Không có đối tượng")
        add(decision, code=support.code)
        effects = effects_of(plan_of(decision), [commune, other_commune])
        assert [effect.appears for effect in effects.values()] == [1, 0]
        Procedure.objects.update(handling="not_applied")
        plan = plan_of(decision)
        assert not effects_of(plan, [commune])[commune].appears
        assert "what they did then (Not applied)" in plan.lines[0].warnings[0]

    def test_it_is_not_replaced_by_another_line(self, decision, support):
        line(decision, LineKind.REPLACE, code="1.009999", replaced=[support], changes={"name": "Liên thông"})
        add(decision, code=support.code)
        faults = plan_of(decision).all_faults
        assert sum("something else of 1.001776" in fault for fault in faults) == 2


def test_a_decision_all_of_whose_lines_have_days_of_their_own_has_one_too(apply, decision, support):
    line(decision, LineKind.AMEND, support, effective_from=SPRING)
    decision.effective_from = None
    decision.save()
    refused(apply, decision, saying="no day from which it is in force")


def test_two_new_ones_of_one_name_are_warned_of(decision, support):
    add(decision, code="1.009998")
    add(decision, code="1.009999")
    assert ["adds a procedure of the same name" in each.warnings[0] for each in plan_of(decision).lines] == [True, True]


def test_what_was_received_in_between_is_listed_once_it_is_applied(apply, client, control, decision, support, clerk):
    decision.effective_from = date(2018, 1, 8)
    decision.save()
    amend(decision, support)
    first = builders.receive(by=clerk, procedure=support, now=builders.at("2018-01-08 07:30"))
    last = builders.receive(by=clerk, procedure=support, now=builders.at("2018-01-09 07:30"))
    assert list(received_in_between(plan_of(decision).lines, control)) == [last, first]
    apply(decision)
    client.force_login(control)
    shown = client.get(f"/procedures/decisions/{decision.pk}/")
    assert list(shown.context["in_between"]) == [last, first]
    assert "2 dossiers were received in between" in shown.content.decode()
    assert last.code in shown.content.decode()


def follow(procedure, day):
    """Another version from `day` on, as a list brings it."""
    version = procedure.versions.order_by("valid_from").filter(valid_from__isnull=False).last()
    version.pk, version.line, version.valid_from, version.valid_to = None, None, day, None
    version.save()
