"""What was received on paper and entered later: as of then in all that counts, and marked as such in all that shows."""

from datetime import date
from itertools import pairwise

import pypdfium2
import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossiers import actions
from dossiers.actions import OnPaper
from dossiers.day_end import day_end
from dossiers.models import Dossier, DossierCounter
from dossiers.printing import print_day_end
from dossiers.receipts import has_receipt, receipt_of
from dossiers.register import remarks_on, with_row_data
from dossiers.sentences import history
from dossiers.states import DossierState
from onestop import checks
from tests.builders import at, receive, reread
from units.calendars import work_calendar

FRIDAY = at("2018-01-12 09:15")


def enter(by, procedure, now, number="15", received_at=FRIDAY, key=None, *, person="Trần Thị Bé", **given):
    version = procedure.version_on(received_at.date())
    on_paper = OnPaper(number, received_at, given.pop("reason", "Mất điện"), given.pop("leader_reason", ""))
    handed_back = {name: given.pop(name) for name in ("at_once", "result_number") if name in given}
    intake = actions.Intake(version=version, applicant_name=person, **given)
    key = key or f"line {number}"
    return actions.enter_from_paper_book(
        desk=by.desks[0], intake=intake, on_paper=on_paper, key=key, by=by, now=now, **handed_back
    )


def text_of(pdf):
    return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(pdf))


class TestTheReception:
    def test_it_is_received_when_the_book_says_and_numbered_on_that_day(self, clerk, support, now):
        before = receive(by=clerk, procedure=support, now=at("2018-01-12 16:00"))
        dossier, is_new = enter(clerk, support, now)
        assert (dossier.code, before.code) == ("000.06.28.H42-180112-0002", "000.06.28.H42-180112-0001")
        assert (dossier.received_at, dossier.numbered_on, is_new) == (FRIDAY, date(2018, 1, 12), True)
        assert (dossier.entered_from_book_at, dossier.paper_number, dossier.state) == (now, "15", "received")
        assert receive(by=clerk, procedure=support, now=now).code == "000.06.28.H42-180115-0001"

    def test_it_is_due_as_if_it_had_been_typed_then(self, clerk, support, birth, now):
        typed = receive(by=clerk, procedure=support, now=FRIDAY)
        assert enter(clerk, support, now)[0].due_at == typed.due_at == at("2018-01-19 17:00")
        assert enter(clerk, birth, now, "16", at("2018-01-12 15:30"))[0].due_at == at("2018-01-15 17:00")

    def test_the_rules_and_forms_of_that_day_hold(self, clerk, support):
        dossier, _ = enter(clerk, support, at("2018-06-25 08:00"), received_at=at("2018-06-20 09:00"))
        assert dossier.rule_set.key == "QD-09-2015"
        assert receive(by=clerk, procedure=support, now=at("2018-06-25 08:00")).rule_set.key == "ND-61-2018"

    def test_what_was_handed_back_at_once_was_so_then(self, clerk, certification, now):
        dossier, _ = enter(clerk, certification, now, at_once=True, result_number="125")
        assert (dossier.state, dossier.result_number) == (DossierState.HANDED_BACK, "125")
        assert dossier.finished_at == dossier.returned_at == FRIDAY
        assert not has_receipt(dossier)

    def test_an_open_one_goes_on_today(self, clerk, officer, support, now):
        dossier, _ = enter(clerk, support, now)
        assert actions.resolve(dossier=dossier, by=officer, now=now).finished_at == now

    def test_the_book_counts_on_in_the_year_of_the_reception(self, clerk, support):
        last_year = enter(clerk, support, at("2018-01-02 08:00"), received_at=at("2017-12-29 09:00"))[0]
        assert (last_year.book, last_year.number_in_book) == ("Bảo trợ xã hội 2017", 1)
        assert last_year.code == "000.06.28.H42-171229-0001"

    def test_every_check_of_verify_passes(self, clerk, officer, support, certification, now):
        enter(clerk, certification, now, at_once=True)
        actions.resolve(dossier=enter(clerk, support, now, "16")[0], by=officer, now=now)
        sql_checks = [check for check in checks.CHECKS if check.name != "files"]
        assert [fault for check in sql_checks for fault in check.faults()] == []


class TestOnce:
    def test_the_same_line_is_entered_once(self, clerk, support, now):
        first, _ = enter(clerk, support, now)
        assert enter(clerk, support, at("2018-01-15 09:00")) == (first, False)
        assert Dossier.objects.count() == DossierCounter.objects.get().last == 1

    def test_the_same_number_with_the_same_content_is_the_same_line(self, clerk, support, now):
        """As where the form was opened anew, with other keys."""
        first, _ = enter(clerk, support, now)
        assert enter(clerk, support, now, key="another") == (first, False)

    @pytest.mark.parametrize("key", ["line 15", "another"])
    def test_with_other_content_both_are_left_to_the_clerk(self, clerk, support, now, key):
        first, _ = enter(clerk, support, now)
        with pytest.raises(actions.KeyReused) as conflict:
            enter(clerk, support, now, key=key, person="Lê Văn Khác")
        assert conflict.value.dossier == first
        assert Dossier.objects.count() == 1

    def test_another_year_and_another_desk_have_such_a_number_too(self, clerk, stranger, support, now):
        enter(clerk, support, now)
        for by, received_at in ((clerk, at("2017-12-29 09:00")), (stranger, FRIDAY)):
            assert enter(by, support, now, received_at=received_at, key=f"{by} {received_at}")[1]


class TestBounds:
    def test_nothing_is_entered_before_it_was_received(self, clerk, support, now):
        with pytest.raises(IntegrityError, match="dossier_from_book_with_its_number"), transaction.atomic():
            enter(clerk, support, now, received_at=at("2018-01-15 08:01"))

    def test_nor_without_its_number(self, clerk, support, now):
        with pytest.raises(IntegrityError, match="dossier_from_book_with_its_number"), transaction.atomic():
            enter(clerk, support, now, number="")

    @pytest.mark.parametrize("values", [{"entered_from_book_at": None, "paper_number": ""}, {"paper_number": "16"}])
    def test_the_mark_never_changes(self, clerk, support, now, values):
        enter(clerk, support, now)
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            Dossier.objects.update(**values)


class TestTheMark:
    def test_the_history_says_so(self, clerk, support, now):
        dossier, _ = enter(clerk, support, now, leader_reason="Chủ tịch cho nhập")
        event = dossier.events.get()
        assert (event.at, event.reason, event.by) == (FRIDAY, "Mất điện", clerk)
        assert event.data["entered_at"] == "2018-01-15T08:00:00+07:00"
        (entry,) = history(dossier)
        assert "15" in entry["sentence"]
        assert "08:00 15/01/2018" in entry["sentence"]
        assert "Chủ tịch cho nhập" in entry["sentence"]

    def test_the_register_says_so_among_its_remarks(self, clerk, support, now):
        dossier, _ = enter(clerk, support, now)
        row = with_row_data(Dossier.objects).get(pk=dossier.pk)
        assert [(remark.kind, remark.value) for remark in remarks_on(row, now.date())] == [("from_book", "15")]

    def test_the_receipt_says_so(self, clerk, support, now):
        dossier, _ = enter(clerk, support, now)
        printed = text_of(receipt_of(reread(dossier), now=now).content)
        assert printed.count("(Nhập bù từ sổ giấy, số 15; nhập lúc 08:00 ngày 15/01/2018)") == 2
        assert "Nhập bù" not in text_of(receipt_of(receive(by=clerk, procedure=support, now=now), now=now).content)

    def test_the_sheet_of_the_day_says_how_many_came_afterwards(self, clerk, support, certification, now):
        enter(clerk, support, at("2018-01-12 11:00"), "14")
        enter(clerk, certification, now, at_once=True)
        receive(by=clerk, procedure=support, now=FRIDAY)
        sheet = day_end(clerk, clerk.desks[0], date(2018, 1, 12), work_calendar(on=date(2018, 1, 12)))
        assert [len(which) for which in (sheet.received, sheet.from_book, sheet.entered_later)] == [3, 2, 1]
        assert "Nhập bù từ sổ giấy 2 nhập sau ngày này 1" in text_of(print_day_end(sheet, user=clerk, now=now))


DAYS = [date(2018, 1, day) for day in (10, 11, 12)]


@settings(
    max_examples=25,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # all is rolled back at the end of each
)
@given(st.lists(st.tuples(st.sampled_from([*DAYS, None]), st.booleans()), max_size=12))
def test_codes_stay_gapless_however_days_and_failures_follow(clerk, support, now, presses):
    """Each press enters for a past day or receives today; some fail at the last moment, as a lost connection does."""
    with transaction.atomic():
        for number, (day, fails) in enumerate(presses):
            try:
                with transaction.atomic():
                    if day:
                        enter(clerk, support, now, f"{number}", at(f"{day} 09:{number:02d}"))
                    else:
                        receive(by=clerk, procedure=support, now=now)
                    if fails:
                        raise ConnectionError
            except ConnectionError:
                continue
        for day in [*DAYS, now.date()]:
            given = list(Dossier.objects.filter(numbered_on=day).order_by("number").values_list("number", flat=True))
            assert all(later == before + 1 for before, later in pairwise([0, *given]))
        assert Dossier.objects.count() == sum(not fails for _, fails in presses)
        transaction.set_rollback(True)
