"""A publication decision: drafted, looked at, applied to every unit at once, taken back, dated anew."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from procedures import actions
from procedures.content import Charge, as_json
from procedures.decisions import effects_of, plan_of, received_in_between
from procedures.models import (
    DecisionLine,
    Handling,
    LineKind,
    Posting,
    Procedure,
    ProcedureAtUnit,
    ProcedureVersion,
    PublicationDecision,
)
from procedures.stored import content_of
from tests import builders
from tests.procedures.lines import abolish, add, amend, line, validity

pytestmark = pytest.mark.usefixtures("in_english")

MONDAY = date(2018, 1, 22)  # a week after the cast's
SUNDAY = date(2018, 1, 21)


@pytest.fixture
def decision(db):
    return PublicationDecision.objects.create(number="55/QĐ-UBND", issued_on=date(2018, 1, 10), effective_from=MONDAY)


class TestApplying:
    def test_an_amended_procedure_changes_on_the_day(self, apply, decision, support):
        amend(decision, support, time_limit=3)
        apply(decision)
        assert validity(support) == [(None, SUNDAY), (MONDAY, None)]
        assert (support.version_on(SUNDAY).time_limit, support.version_on(MONDAY).time_limit) == (5, 3)
        begun = support.version_on(MONDAY)
        assert (begun.change, begun.decision) == ("amended", decision)
        assert [paper.name for paper in begun.required_documents.all()] == ["Tờ khai", "Giấy tờ tùy thân"]

    def test_an_added_one_begins_on_the_day(self, apply, decision, support):
        add(decision, fees=[{"kind": "fee", "amount": 50_000, "channel": "", "basis": "NQ 1"}])
        apply(decision)
        new = Procedure.objects.get(code="1.009999")
        assert validity(new) == [(MONDAY, None)]
        assert (new.version_on(MONDAY).change, new.version_on(MONDAY).name) == ("new", "Thủ tục mới")
        assert (new.fee_on(SUNDAY), new.fee_on(MONDAY)) == (None, 50_000)

    def test_one_without_a_code_is_given_a_local_one(self, apply, decision, support):
        builders.make_procedure("L.000007", "Đã có")
        add(decision, code="")
        apply(decision)
        assert ProcedureVersion.objects.get(name="Thủ tục mới").procedure.code == "L.000008"

    def test_an_abolished_one_ends_the_day_before(self, apply, decision, support):
        abolish(decision, support)
        apply(decision)
        assert validity(support) == [(None, SUNDAY)]

    def test_a_replacing_one_ends_what_it_replaces(self, apply, decision, support, birth):
        line(decision, LineKind.REPLACE, code="1.009999", changes={"name": "Liên thông"}, replaced=[support, birth])
        apply(decision)
        assert validity(support) == validity(birth) == [(None, SUNDAY)]
        assert validity(Procedure.objects.get(code="1.009999")) == [(MONDAY, None)]

    def test_a_line_may_hold_from_another_day(self, apply, decision, support):
        line(decision, LineKind.AMEND, support, changes={"time_limit": 3}, effective_from=date(2018, 3, 1))
        apply(decision)
        assert validity(support) == [(None, date(2018, 2, 28)), (date(2018, 3, 1), None)]

    def test_what_was_abolished_may_come_again(self, apply, decision, support):
        support.versions.update(valid_to=date(2017, 12, 31))
        add(decision, code=support.code)
        apply(decision)
        assert validity(support) == [(None, date(2017, 12, 31)), (MONDAY, None)]

    def test_it_is_done_once_and_written_down(self, apply, decision, support, control, now):
        abolish(decision, support)
        apply(decision)
        assert (decision.state, decision.applied_by, decision.applied_at) == ("applied", control, now)
        assert decision.events.get().deed == "applied"
        with pytest.raises(ValidationError, match="applied already"):
            apply(decision)

    def test_a_dossier_of_the_day_before_keeps_its_version(self, apply, decision, support, clerk):
        amend(decision, support)
        apply(decision)
        friday, monday = builders.at("2018-01-19 08:00"), builders.at("2018-01-22 08:00")
        before = builders.receive(by=clerk, procedure=support, now=friday)
        after = builders.receive(by=clerk, procedure=support, now=monday)
        assert (before.version.time_limit, after.version.time_limit) == (5, 3)


class TestRefusals:
    def refused(self, decision, apply, saying):
        versions = list(ProcedureVersion.objects.values_list("pk", "valid_from", "valid_to"))
        assert not plan_of(decision).can_be_applied
        with pytest.raises(ValidationError, match=saying):
            apply(decision)
        assert list(ProcedureVersion.objects.values_list("pk", "valid_from", "valid_to")) == versions

    def test_a_decision_that_says_nothing(self, decision, apply):
        self.refused(decision, apply, "no lines")

    def test_one_without_its_number(self, decision, apply, support):
        decision.number = ""
        decision.save()
        abolish(decision, support)
        self.refused(decision, apply, "number")

    def test_one_without_a_day(self, decision, apply, support):
        decision.effective_from = None
        decision.save()
        abolish(decision, support)
        self.refused(decision, apply, "no day")

    def test_abolishing_what_is_not_in_force(self, decision, apply, support):
        support.versions.update(valid_to=date(2018, 1, 15))
        abolish(decision, support)
        self.refused(decision, apply, "not in force on 22/01/2018")

    def test_ending_what_goes_on_later(self, decision, apply, support):
        support.versions.update(valid_to=date(2018, 1, 31))
        later = support.versions.get()
        later.pk, later.valid_from, later.valid_to = None, date(2018, 2, 1), None
        later.save()
        abolish(decision, support)
        self.refused(decision, apply, "begins on 01/02/2018")

    def test_a_version_that_begins_the_same_day(self, decision, apply, support):
        support.versions.update(valid_from=MONDAY)
        amend(decision, support)
        self.refused(decision, apply, "begins on 22/01/2018 as well")

    def test_adding_what_there_is(self, decision, apply, support):
        add(decision, code=support.code)
        self.refused(decision, apply, "amend that")

    def test_two_lines_that_contradict_each_other(self, decision, apply, support, birth):
        amend(decision, support)
        line(decision, LineKind.REPLACE, code="1.009999", replaced=[support], changes={"name": "Liên thông"})
        self.refused(decision, apply, "something else")

    def test_one_that_replaces_nothing(self, decision, apply, support):
        line(decision, LineKind.REPLACE, code="1.009999", changes={"name": "Liên thông"})
        self.refused(decision, apply, "which procedures it replaces")

    def test_one_bad_line_keeps_all_of_them(self, decision, apply, support, birth):
        amend(decision, support)
        birth.versions.update(valid_to=date(2018, 1, 15))
        abolish(decision, birth)
        self.refused(decision, apply, "not in force")


class TestWarnings:
    def test_an_effect_before_the_day_of_issue(self, decision, apply, support):
        decision.effective_from = date(2018, 1, 8)
        decision.save()
        amend(decision, support)
        assert "before the day" in plan_of(decision).warnings[0]
        apply(decision)

    def test_it_lists_what_was_received_in_between(self, decision, support, clerk, control):
        decision.effective_from = date(2018, 1, 8)
        decision.save()
        amend(decision, support)
        builders.receive(by=clerk, procedure=support, now=builders.at("2018-01-05 09:00"))
        later = builders.receive(by=clerk, procedure=support, now=builders.at("2018-01-08 07:30"))
        district = builders.make_user("leader.above", "leader", clerk.desks[0].unit.parent)
        assert list(received_in_between(plan_of(decision).lines, district)) == [later]

    def test_a_line_that_changes_nothing(self, decision, support):
        line(decision, LineKind.AMEND, support)
        assert "otherwise" in plan_of(decision).lines[0].warnings[0]

    def test_a_namesake(self, decision, support):
        add(decision, name="Trợ cấp xã hội hàng tháng")
        assert "same name" in plan_of(decision).lines[0].warnings[0]


class TestEffects:
    def test_what_becomes_of_each_units_list(self, decision, support, birth, commune, other_commune, district):
        amend(decision, support)
        abolish(decision, birth)
        add(decision)
        ProcedureAtUnit.objects.create(
            procedure=support, unit=other_commune, handling=Handling.NOT_APPLIED, reason="Không có đối tượng"
        )
        effects = effects_of(plan_of(decision), [commune, other_commune, district])
        assert [(e.appears, e.changes, e.disappears) for e in effects.values()] == [(1, 1, 1), (1, 0, 1), (0, 0, 0)]


class TestTakingBack:
    def test_the_catalogue_is_as_it_was(self, apply, take_back, decision, support, birth, certification):
        certification.versions.update(valid_to=date(2018, 6, 30))
        before = [validity(procedure) for procedure in (support, birth, certification)]
        amend(decision, certification)
        abolish(decision, birth)
        line(decision, LineKind.REPLACE, code="1.009999", replaced=[support], changes={"name": "Liên thông"})
        apply(decision)
        take_back(decision)
        assert [validity(procedure) for procedure in (support, birth, certification)] == before
        assert not Procedure.objects.filter(code="1.009999").exists()
        assert decision.is_draft
        assert [event.deed for event in decision.events.all()] == ["applied", "taken_back"]

    def test_it_can_be_applied_again(self, apply, take_back, decision, support):
        amend(decision, support)
        add(decision)
        apply(decision)
        take_back(decision)
        apply(decision)
        assert validity(support) == [(None, SUNDAY), (MONDAY, None)]

    def test_not_once_a_dossier_was_received_under_it(self, apply, take_back, decision, support, clerk):
        amend(decision, support)
        apply(decision)
        builders.receive(by=clerk, procedure=support, now=builders.at("2018-01-22 08:00"))
        with pytest.raises(ValidationError, match="1 dossier was received"):
            take_back(decision)
        assert decision.is_applied

    def test_not_once_somebody_was_guided_under_it(self, apply, take_back, decision, support, clerk):
        amend(decision, support)
        apply(decision)
        builders.enquire(by=clerk, procedure=support, now=builders.at("2018-01-22 08:00"))
        with pytest.raises(ValidationError, match="guided"):
            take_back(decision)

    def test_not_while_it_hangs_on_a_board(self, apply, take_back, decision, support, clerk, now):
        amend(decision, support)
        apply(decision)
        begun, desk = support.version_on(MONDAY), clerk.desks[0]
        actions.post(versions=[begun], desk=desk, place="board", posted_on=now.date(), by=clerk, now=now)
        with pytest.raises(ValidationError, match="take it down"):
            take_back(decision)
        actions.take_down(postings=Posting.objects.all(), removed_on=now.date(), by=clerk, now=now)
        take_back(decision)
        assert decision.events.last().data["postings"] == [["14635", "board", "2018-01-15", "2018-01-15"]]

    def test_a_draft_has_nothing_to_take_back(self, take_back, decision):
        with pytest.raises(ValidationError, match="not applied"):
            take_back(decision)


class TestDatingAnew:
    @pytest.mark.parametrize("day", [date(2018, 1, 17), date(2018, 2, 1)])
    def test_earlier_or_later(self, apply, redate, decision, support, birth, certification, day):
        amend(decision, support)
        abolish(decision, birth)
        line(decision, LineKind.AMEND, certification, changes={"time_limit": 1}, effective_from=date(2018, 3, 1))
        apply(decision)
        redate(decision, day)
        before = day.replace(day=day.day - 1) if day.day > 1 else date(2018, 1, 31)
        assert validity(support) == [(None, before), (day, None)]
        assert validity(birth) == [(None, before)]
        assert validity(certification) == [(None, date(2018, 2, 28)), (date(2018, 3, 1), None)]
        assert decision.effective_from == day
        assert decision.events.last().data == {"before": "2018-01-22", "after": day.isoformat()}

    def test_not_past_a_dossier_received_under_it(self, apply, redate, decision, support, clerk):
        amend(decision, support)
        apply(decision)
        builders.receive(by=clerk, procedure=support, now=builders.at("2018-01-22 08:00"))
        with pytest.raises(ValidationError, match="they keep it"):
            redate(decision, date(2018, 1, 23))
        assert validity(support) == [(None, SUNDAY), (MONDAY, None)]

    def test_not_so_early_that_nothing_is_left_of_what_it_ended(self, apply, redate, decision, support):
        support.versions.update(valid_from=date(2018, 1, 10))
        amend(decision, support)
        apply(decision)
        with pytest.raises(ValidationError, match="no day left"):
            redate(decision, date(2018, 1, 10))


def test_what_a_line_asks_for_survives_being_kept(decision, support):
    content = replace(content_of(support.versions.get()), decision_date=date(2017, 1, 1), results=("A", "B"))
    kept = line(decision, LineKind.AMEND, support, changes={"results": ("A", "B")}, fees=[{"kind": "fee", "amount": 1}])
    kept.draft = as_json(content)
    kept.save()
    again = DecisionLine.objects.get()
    assert again.content == content
    assert again.charges == (Charge("fee", 1),)
