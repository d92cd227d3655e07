"""Reports that are submitted: frozen, returned, accepted, consolidated; and what has changed since."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, transaction

from reports import actions
from reports.changed import cells_changed, changes_of, deeds
from reports.composing import Rows, compose
from reports.freezing import WHOLE_UNIT, report_of, stamp
from reports.frozen_cells import keys_behind
from reports.models import Submission, SubmissionCell, SubmissionState
from reports.tallies import Figures
from tests import builders
from tests.builders import at, receive
from tests.dossiers.test_corrections import correct
from tests.reports.submitting import MARCH, NOW, consolidate, shown, submit
from tests.reports.test_results import add
from units.models import ReportSet, Role
from units.periods import Period

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]
APRIL = Period(date(2017, 4, 1), date(2017, 4, 30))


def composed(unit, **given):
    given = {"is_consolidated": False, "rows": Rows.SECTOR, "period": MARCH} | given
    return compose(unit=unit, report_set=ReportSet.objects.in_force_on(given["period"].last), **given)


def refused(do, *arguments, **given):
    with pytest.raises(ValidationError) as refusal:
        do(*arguments, **given)
    return refusal.value.messages[0]


class TestSubmitting:
    def test_what_is_frozen_is_what_the_report_shows(self, commune, clerk):
        frozen, live = report_of(submit(commune, clerk)), composed(commune)
        assert (frozen.total, [line.name for line in frozen.lines]) == (live.total, ["Hộ tịch"])
        assert (frozen.form, frozen.title, frozen.layout) == (live.form, live.title, live.layout)

    def test_each_dossier_stands_in_one_cell(self, commune, clerk):
        made = submit(commune, clerk)
        placed = {(cell.came, cell.went): len(cell.dossiers) for cell in made.cells.all()}
        assert placed == {
            ("carried_over", "resolved_early"): 1,
            ("received_direct", "resolved_on_time"): 1,
            ("received_online", "resolved_late"): 1,
            ("received_direct", "pending_overdue"): 1,
            ("received_direct", "pending_in_time"): 1,
        }

    def test_it_says_who_and_when(self, commune, clerk):
        made = submit(commune, clerk)
        assert (made.submitted_by, made.submitted_at, made.number, made.state) == (clerk, NOW, 1, "submitted")
        assert made.sha256 in report_of(made).seal

    def test_a_second_one_is_refused_while_the_first_is_frozen(self, commune, clerk, leader):
        submit(commune, clerk)
        sentence = refused(submit, commune, leader)
        assert "Phạm Thị Lan" in sentence
        assert Submission.objects.count() == 1

    def test_a_period_that_is_not_over(self, commune, clerk, now):
        running = Period(date(2018, 1, 1), date(2018, 1, 15))
        assert "15/01/2018" in refused(actions.submit, unit=commune, period=running, seen="", by=clerk, now=now)

    def test_a_unit_that_was_none_then(self, commune, clerk):
        commune.valid_from = date(2017, 6, 1)
        commune.save()
        assert "Xã Kim Định" in refused(submit, commune, clerk)

    def test_figures_that_changed_since_they_were_shown(self, commune, clerk):
        seen = shown(commune)
        add(("2017-03-20 08:00", "2017-03-21 17:00", "2017-03-21 09:00"))
        with pytest.raises(ValidationError) as refusal:
            submit(commune, clerk, seen=seen)
        assert refusal.value.code == actions.CHANGED
        assert (Submission.objects.count(), SubmissionCell.objects.count()) == (0, 0)

    def test_without_any_dossier_it_is_a_report_of_nothing(self, district, other_commune, stranger):
        may = Period(date(2016, 5, 1), date(2016, 5, 31))
        made = submit(other_commune, stranger, period=may)
        assert (list(report_of(made).lines), made.cells.count()) == ([], 0)

    def test_what_was_carried_over_is_held_to_the_frozen_report_before(self, commune, clerk):
        submit(commune, clerk)
        april = report_of(submit(commune, clerk, period=APRIL))
        *_, last = april.identities
        assert (last.left, last.parts, last.note) == (2, (2,), "báo cáo đã chốt ngày 15/01/2018")
        assert april.holds

    def test_where_the_one_before_has_changed_it_does_not_hold(self, commune, clerk):
        submit(commune, clerk)
        add(("2017-03-20 08:00", "2017-03-21 17:00", "2017-04-21 09:00"))
        april = report_of(submit(commune, clerk, period=APRIL))
        assert (april.identities[-1].left, april.identities[-1].parts) == (3, (2,))
        assert not april.holds


class TestFrozen:
    def test_nothing_of_it_changes_any_more(self, commune, clerk):
        made = submit(commune, clerk)
        for change in ({"content": {}}, {"sha256": "0" * 64}, {"first": date(2017, 2, 1)}, {"submitted_by": None}):
            with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
                Submission.objects.filter(pk=made.pk).update(**change)

    def test_neither_it_nor_its_dossiers_are_deleted(self, commune, clerk):
        made = submit(commune, clerk)
        for rows in (made.cells.all(), Submission.objects.filter(pk=made.pk)):
            with pytest.raises(InternalError), transaction.atomic():
                rows._raw_delete(rows.db)

    def test_its_dossiers_are_never_exchanged(self, commune, clerk):
        with pytest.raises(InternalError), transaction.atomic():
            submit(commune, clerk).cells.update(dossiers=[])

    def test_what_was_returned_stays_so(self, commune, clerk, control):
        made = actions.return_with_reason(submission=submit(commune, clerk), reason="Thiếu", by=control, now=NOW)
        with pytest.raises(InternalError), transaction.atomic():
            Submission.objects.filter(pk=made.pk).update(
                state=SubmissionState.SUBMITTED, returned_at=None, returned_by=None, reason=""
            )

    def test_an_acceptance_is_never_undone(self, commune, clerk, control):
        made = actions.accept(submission=submit(commune, clerk), by=control, now=NOW)
        with pytest.raises(InternalError), transaction.atomic():
            Submission.objects.filter(pk=made.pk).update(
                state=SubmissionState.SUBMITTED, accepted_at=None, accepted_by=None
            )


class TestJudging:
    def test_what_is_returned_can_be_submitted_again(self, commune, clerk, control):
        first = submit(commune, clerk)
        actions.return_with_reason(submission=first, reason="Số quá hạn chưa đúng", by=control, now=NOW)
        again = submit(commune, clerk)
        first.refresh_from_db()
        assert (first.state, first.reason, first.returned_by) == ("returned", "Số quá hạn chưa đúng", control)
        assert (again.number, again.state) == (2, "submitted")

    def test_an_accepted_one_too(self, commune, clerk, control):
        made = actions.accept(submission=submit(commune, clerk), by=control, now=NOW)
        returned = actions.return_with_reason(submission=made, reason="Nhầm kỳ", by=control, now=NOW)
        assert (returned.state, returned.accepted_by) == ("returned", control)

    def test_nothing_is_judged_twice(self, commune, clerk, control):
        made = actions.accept(submission=submit(commune, clerk), by=control, now=NOW)
        assert "Phạm Quang Huy" in refused(actions.accept, submission=made, by=control, now=NOW)
        actions.return_with_reason(submission=made, reason="Nhầm kỳ", by=control, now=NOW)
        assert "Phạm Quang Huy" in refused(
            actions.return_with_reason, submission=made, reason="Nhầm", by=control, now=NOW
        )

    def test_all_that_hold_are_accepted_together(self, commune, other_commune, clerk, stranger, control):
        submit(commune, clerk)
        add(("2017-03-20 08:00", "2017-03-21 17:00", "2017-04-21 09:00"))
        april = [submit(commune, clerk, period=APRIL), submit(other_commune, stranger, period=APRIL)]
        assert actions.accept_all(submissions=april, by=control, now=NOW) == (1, 1)
        assert {made.unit.code: made.state for made in Submission.objects.filter(first=APRIL.first)} == {
            "14635": "submitted",
            "14638": "accepted",
        }


class TestTyping:
    LINES = {WHOLE_UNIT: Figures(received_direct=5, carried_over=1, resolved_on_time=4, pending_overdue=1)}

    @pytest.fixture
    def paper_commune(self, district):
        """Not yet live: it has no dossiers here."""
        return builders.make_unit("14641", "Xã Hùng Tiến", parent=district, agency_code="000.08.28.H42")

    def typed(self, unit, by, lines=None):
        return actions.submit_typed(unit=unit, period=MARCH, lines=lines or self.LINES, by=by, now=NOW)

    def test_what_is_typed_is_marked_and_has_no_dossiers(self, paper_commune, control):
        report = report_of(self.typed(paper_commune, control))
        (line,) = report.lines
        assert (line.name, line.note) == ("Không chia theo lĩnh vực", "số liệu nhập tay")
        assert report.notes == ("Số liệu nhập tay, không đối chiếu được với hồ sơ: Xã Hùng Tiến.",)
        assert not SubmissionCell.objects.exists()

    def test_a_unit_with_dossiers_types_none(self, commune, clerk):
        assert "Xã Kim Định" in refused(self.typed, commune, clerk)

    def test_in_the_district_it_is_marked_too(self, district, commune, paper_commune, clerk, control):
        for made in (self.typed(paper_commune, control), submit(commune, clerk)):
            actions.accept(submission=made, by=control, now=NOW)
        report = report_of(consolidate(district, control))
        notes = {line.name: line.note for line in report.lines}
        assert notes == {"Hộ tịch": "", "Không chia theo lĩnh vực": "có số liệu nhập tay: Xã Hùng Tiến"}
        assert report.total.received_total == 5 + 6

    def test_it_never_shows_as_changed(self, paper_commune, control):
        assert changes_of(self.typed(paper_commune, control)) == []


class TestConsolidating:
    def test_it_sums_up_what_was_accepted_and_names_who_is_missing(self, district, commune, clerk, stranger, control):
        accepted = actions.accept(submission=submit(commune, clerk), by=control, now=NOW)
        made = consolidate(district, control)
        report = report_of(made)
        assert [(section.letter, section.title) for section in report.sections] == [("A", "Cấp huyện"), ("B", "Cấp xã")]
        assert report.total == report_of(accepted).total
        assert (made.missing, list(made.parts.all())) == (["Xã Ân Hòa"], [accepted])
        assert "1/2 đơn vị chưa có báo cáo được tiếp nhận" in " ".join(report.notes)

    def test_what_was_only_submitted_is_missing(self, district, commune, clerk, control):
        submit(commune, clerk)
        assert consolidate(district, control).missing == ["Xã Kim Định", "Xã Ân Hòa"]

    def test_a_report_in_it_is_not_returned_before_it_is(self, district, commune, clerk, control):
        part = actions.accept(submission=submit(commune, clerk), by=control, now=NOW)
        whole = consolidate(district, control)
        given = {"reason": "Nhầm", "by": control, "now": NOW}
        assert "huyện Kim Sơn" in refused(actions.return_with_reason, submission=part, **given)
        actions.return_with_reason(submission=whole, **given)
        assert actions.return_with_reason(submission=part, **given).state == "returned"

    def test_parts_that_came_since_they_were_shown(self, district, commune, clerk, control):
        seen = stamp({})
        actions.accept(submission=submit(commune, clerk), by=control, now=NOW)
        with pytest.raises(ValidationError) as refusal:
            consolidate(district, control, seen=seen)
        assert refusal.value.code == actions.CHANGED


class TestThreeTiers:
    """A province sums up its districts, each with its communes."""

    @pytest.fixture
    def whole(self, province, district, commune, clerk, control):
        over = builders.make_user("control.37", Role.PROCEDURE_CONTROL, province)
        actions.accept(submission=submit(commune, clerk), by=control, now=NOW)
        actions.accept(submission=consolidate(district, control), by=over, now=NOW)
        return consolidate(province, over)

    def test_it_has_a_section_for_each(self, whole, commune):
        report = report_of(whole)
        assert [section.title for section in report.sections] == ["Cấp tỉnh", "Cấp huyện", "Cấp xã"]
        assert report.sections[2].total == composed(commune).total

    def test_every_dossier_of_a_commune_is_behind_it(self, whole):
        assert len(keys_behind(whole, "received_total", below="on")) == 5
        assert len(keys_behind(whole, "received_total", below="only", level="commune")) == 5
        assert keys_behind(whole, "received_total", below="only", level="district") == []

    def test_what_changes_at_a_commune_shows_at_the_province(self, whole):
        add(("2017-03-20 08:00", "2017-03-21 17:00", "2017-03-22 09:00"))
        assert len(changes_of(whole)) == 1


class TestChangedSince:
    def test_nothing_has(self, commune, clerk):
        assert changes_of(submit(commune, clerk)) == []

    def test_what_happened_after_the_period_changes_nothing(self, commune, clerk):
        made = submit(commune, clerk)
        add(("2017-04-20 08:00", "2017-04-21 17:00", "2017-04-21 09:00"))
        assert changes_of(made) == []

    def test_a_dossier_that_came_in_late(self, commune, clerk, leader):
        made = submit(commune, clerk)
        add(("2017-03-20 08:00", "2017-03-21 17:00", "2017-03-22 09:00"))
        (change,) = changes_of(made)
        assert (change.was, change.now.came, change.now.went) == (None, "received_direct", "resolved_late")
        cells = cells_changed([change], report_of(made).layout)
        assert [(cell.figure, cell.left, cell.came) for cell in cells] == [
            ("received_direct", 0, 1),
            ("resolved_late", 0, 1),
        ]
        (deed,) = deeds([change], made, user=leader, most=9)
        assert deed.event.kind == "resolved"

    def test_a_correction_that_moves_a_dossier_to_another_column(self, clerk, officer, leader, commune, support):
        dossier = receive(by=clerk, procedure=support, now=at("2018-01-03 08:00"))
        january = Period(date(2018, 1, 1), date(2018, 1, 14))
        made = submit(commune, clerk, period=january)
        correct(dossier, leader, channel="online")
        (change,) = changes_of(made)
        assert (change.was.came, change.now.came) == ("received_direct", "received_online")
        (deed,) = deeds([change], made, user=leader, most=9)
        assert (deed.event.kind, deed.event.by) == ("corrected", leader)
        assert report_of(made).total.received_online == 0  # as it was sent

    def test_of_a_consolidated_report_also_those_of_its_parts(self, district, commune, clerk, control):
        actions.accept(submission=submit(commune, clerk), by=control, now=NOW)
        made = consolidate(district, control)
        add(("2017-03-20 08:00", "2017-03-21 17:00", "2017-03-22 09:00"))
        assert [change.now.unit for change in changes_of(made)] == [commune.pk]

    def test_only_what_one_may_see_is_named(self, commune, clerk, stranger):
        made = submit(commune, clerk)
        add(("2017-03-20 08:00", "2017-03-21 17:00", "2017-03-22 09:00"))
        assert deeds(changes_of(made), made, user=stranger, most=9) == []
