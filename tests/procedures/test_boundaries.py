"""The last day that counts and the first that does not; the largest number that is taken; what nobody is told."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from procedures import actions
from procedures.actions.fees import received_under, why_it_stays
from procedures.content import Charge, Content, over
from procedures.exceptions import Ask
from procedures.forms.content import Timed
from procedures.models import Fee, FormFile, PostingRound, ProcedureAtUnit
from procedures.postings import COMING_WITHIN, coming_to
from procedures.punctuality import Punctuality, punctuality
from procedures.sheets import sheets_of
from procedures.stored import content_of
from tests import builders
from tests.procedures.boards import amend
from tests.procedures.test_postings import hang

pytestmark = pytest.mark.usefixtures("in_english")

MONDAY, TUESDAY = date(2018, 1, 15), date(2018, 1, 16)
DAY = timedelta(days=1)


class TestFees:
    def set_fee(self, procedure, control, now, valid_from=MONDAY, amount=9):
        charge = Charge("charge", amount, "", "NQ 1")
        return actions.set_fee(procedure=procedure, charge=charge, valid_from=valid_from, by=control, now=now)

    @pytest.mark.parametrize(
        ("received", "is_under"),
        [
            ("2018-01-14 23:59", False),
            ("2018-01-15 00:00", True),
            ("2018-01-16 23:59", True),
            ("2018-01-17 00:00", False),
        ],
    )
    def test_who_was_received_while_it_held(self, certification, clerk, control, now, received, is_under):
        fee = self.set_fee(certification, control, now)
        Fee.objects.filter(pk=fee.pk).update(valid_to=TUESDAY)
        fee.refresh_from_db()
        builders.receive(by=clerk, procedure=certification, now=builders.at(received))
        assert received_under(fee).exists() == is_under

    def test_one_that_a_decision_brought_goes_with_it(self, support, control, now):
        head = {"number": "1", "issued_on": MONDAY, "effective_from": MONDAY}
        decision = actions.draft_decision(**head, by=control, now=now)
        content = content_of(support.versions.get())
        new = {"level": "commune", "code": "1.5", "content": content, "charges": [Charge("fee", 1)]}
        actions.draft_new(decision=decision, **new, by=control, now=now)
        actions.apply_decision(decision=decision, by=control, now=now)
        assert "goes with the decision" in why_it_stays(Fee.objects.get(procedure__code="1.5"))


class TestExceptions:
    @pytest.fixture
    def standing(self, birth, commune):
        return ProcedureAtUnit.objects.create(
            procedure=birth, unit=commune, handling="not_applied", reason="Cũ", valid_from=MONDAY, valid_to=TUESDAY
        )

    def set(self, standing, control, now, handling, first, last):
        ask = Ask((standing.procedure,), (standing.unit,), handling, first, last)
        return actions.set_at_units(ask=ask, reason="Mới", by=control, now=now)

    @pytest.mark.parametrize(("first", "last"), [(MONDAY, TUESDAY), (MONDAY, MONDAY), (TUESDAY, TUESDAY)])
    def test_what_is_so_already_is_not_set_again(self, standing, control, now, first, last):
        with pytest.raises(ValidationError, match="do so already"):
            self.set(standing, control, now, "not_applied", first, last)

    @pytest.mark.parametrize(("first", "last"), [(MONDAY - DAY, TUESDAY), (MONDAY, TUESDAY + DAY), (MONDAY, None)])
    def test_a_day_more_is_a_change(self, standing, control, now, first, last):
        assert self.set(standing, control, now, "not_applied", first, last) == 1
        [only] = ProcedureAtUnit.objects.all()
        assert (only.valid_from, only.valid_to, only.reason) == (first, last, "Mới")

    def test_what_ends_on_that_very_day_leaves_no_rest(self, standing, control, now):
        self.set(standing, control, now, "posted_only", TUESDAY, TUESDAY)
        found = ProcedureAtUnit.objects.order_by("valid_from").values_list("handling", "valid_from", "valid_to")
        assert list(found) == [("not_applied", MONDAY, MONDAY), ("posted_only", TUESDAY, TUESDAY)]


class TestPosting:
    def test_it_may_hang_on_the_day_of_issue(self, birth, commune, clerk, control, now):
        decision = amend(birth, by=control, now=now, issued_on=MONDAY)
        begun = list(decision.versions.select_related("procedure"))
        there = {"desk": commune.desk, "place": "board", "by": clerk, "now": now}
        actions.confirm(decision=decision, put_up=begun, taken_down=[], done_on=MONDAY, **there)
        assert PostingRound.objects.get().done_on == MONDAY

    def test_a_round_is_undone_once(self, birth, commune, clerk, control, now):
        hang(birth, commune)
        decision = amend(birth, by=control, now=now)
        old = [posting.version for posting in commune.desk.postings.all()]
        there = {"desk": commune.desk, "place": "board", "by": clerk, "now": now}
        made = actions.confirm(decision=decision, put_up=[], taken_down=old, done_on=MONDAY, **there)
        actions.undo_round(made=made, by=clerk, now=now)
        assert not actions.may_undo(PostingRound.objects.get(), clerk, now)
        with pytest.raises(ValidationError, match="once"):
            actions.undo_round(made=made, by=clerk, now=now)

    def test_nobody_looks_where_there_was_no_unit(self, birth, commune, control, now):
        posting = hang(birth, commune)
        commune.valid_from = MONDAY
        commune.save()
        there = {"desk": commune.desk, "place": "board", "by": control, "now": now}
        with pytest.raises(ValidationError, match="no unit on that day"):
            actions.record_check(checked_on=MONDAY - DAY, found={posting.pk: True}, **there)

    @pytest.mark.parametrize(("ahead", "is_coming"), [(COMING_WITHIN, True), (COMING_WITHIN + DAY, False)])
    def test_what_comes_within_so_many_days(self, birth, commune, ahead, is_coming):
        birth.versions.update(valid_from=MONDAY + ahead)
        assert coming_to(commune, MONDAY).exists() == is_coming

    def test_due_today_is_due_and_a_day_is_late(self):
        assert punctuality([(MONDAY, None)], MONDAY) == Punctuality(days=(0,), waiting=1)
        assert Punctuality(days=(0, 1)).late == 1


class TestContent:
    KNOWN = Content(name="A", sector="B", time_limit=5, time_unit="hour", promised_limit=3, extension_limit=2)

    @pytest.mark.parametrize(("limit", "promise"), [(3, 3), (2, None)])
    def test_a_promise_goes_on_while_the_law_is_not_shorter(self, limit, promise):
        assert over(self.KNOWN, replace(self.KNOWN, time_limit=limit)).promised_limit == promise

    def test_an_extension_goes_on_in_the_same_unit_only(self):
        told = replace(self.KNOWN, time_unit="working_day")
        assert (over(self.KNOWN, told).extension_limit, over(self.KNOWN, self.KNOWN).extension_limit) == (None, 2)

    @pytest.mark.parametrize(("promise", "is_right"), [(5, True), (6, False)])
    def test_the_office_may_promise_what_the_law_gives(self, promise, is_right):
        typed = {"time_limit": 5, "time_unit": "hour", "promised_limit": promise}
        assert Timed(typed).is_valid() == is_right


class TestDrafts:
    def test_one_that_is_not_in_force_begins_with_its_last_version(self, birth, control, now):
        first = birth.versions.get()
        birth.versions.update(valid_to=date(2016, 12, 31))
        first.pk, first.name, first.valid_from, first.valid_to = None, "Sau", date(2017, 1, 1), date(2017, 12, 31)
        first.save()
        decision = actions.draft_decision(number="1", issued_on=MONDAY, by=control, now=now)
        [line] = actions.draft_lines(decision=decision, kind="amend", procedures=[birth], by=control, now=now)
        assert line.content.name == "Sau"

    def test_the_head_of_an_applied_one_keeps_its_day(self, birth, control, now):
        decision = amend(birth, by=control, now=now)
        actions.change_head(decision=decision, title="Đính chính", effective_from=TUESDAY, by=control, now=now)
        decision.refresh_from_db()
        assert (decision.title, decision.effective_from) == ("Đính chính", MONDAY)

    def test_whom_a_line_replaces_is_as_it_says_last(self, birth, support, control, now):
        decision = actions.draft_decision(number="1", issued_on=MONDAY, by=control, now=now)
        given = {"content": content_of(birth.versions.get()), "by": control, "now": now}
        line = actions.draft_new(decision=decision, level="commune", code="1.5", replaced=[birth], **given)
        line = actions.redraft(line=line, seen=line.digest, replaced=[support], **given)
        assert [each.procedure for each in line.replaced.all()] == [support]
        assert actions.redraft(line=line, seen=line.digest, replaced=[], **given).kind == "add"


class TestWhatEverybodyIsTold:
    def test_not_where_a_form_is_kept(self, client, clock, birth):
        FormFile.objects.create(
            version=birth.versions.get(), position=1, name="Tờ khai", path="forms/ab/ab.pdf", size=1, sha256="ab"
        )
        sent = b"".join(client.get(reverse("procedures:catalogue_json")).streaming_content)
        [form] = json.loads(sent)["procedures"][0]["forms"]
        assert form["sha256"] == "ab"
        assert b"forms/ab" not in sent

    def test_the_fees_of_today(self, client, clock, birth):
        Fee.objects.update(valid_to=MONDAY - DAY)
        Fee.objects.create(procedure=birth, amount=7, valid_from=MONDAY)
        sent = b"".join(client.get(reverse("procedures:catalogue_json")).streaming_content)
        assert [fee["amount"] for fee in json.loads(sent)["procedures"][0]["fees"]] == [7]

    @pytest.mark.parametrize(("last", "has_ended"), [(MONDAY - DAY, True), (MONDAY, False)])
    def test_that_it_ended_the_day_before(self, birth, clerk, now, last, has_ended):
        birth.versions.update(valid_to=last)
        [sheet] = sheets_of([birth], user=clerk, now=now)
        assert bool(sheet.end and sheet.version is None) == has_ended

    @pytest.mark.parametrize(("hour", "day"), [("17:00", MONDAY), ("17:01", TUESDAY)])
    def test_until_which_moment_a_desk_receives(self, support, commune, clerk, hour, day):
        [sheet] = sheets_of([support], user=clerk, now=builders.at(f"2018-01-15 {hour}"))
        assert sheet.times[0].handed_in_at.date() == day
