"""The fee ledger: what may be taken in, waived and given back, and that nobody makes it say anything else."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from dossiers import actions
from dossiers.actions import Collection
from dossiers.fee_slips import fee_slip_of
from dossiers.models import Dossier, FeeEntry, Slip, SlipCounter
from dossiers.receipts import _fee_text
from procedures.models import Fee
from tests.builders import at, receive, reread

pytestmark = pytest.mark.django_db


@pytest.fixture
def owing(clerk, support, now):
    """50,000 đồng are to be paid with the result."""
    return receive(by=clerk, procedure=support, now=now, fee_amount=50_000, fee_status="on_collection")


@pytest.fixture
def paid(clerk, support, now):
    return receive(by=clerk, procedure=support, now=now, fee_amount=8000, fee_status="paid")


def summary(dossier):
    dossier = reread(dossier)
    return dossier.fee_amount, dossier.fee_kept, dossier.fee_exempted, dossier.fee_status


def ledger(dossier):
    return [(entry.kind, entry.amount, entry.slip_number) for entry in dossier.fee_entries.all()]


class TestReception:
    def test_what_is_paid_is_written_with_its_number(self, paid, clerk, now):
        entry = paid.fee_entries.get()
        assert ledger(paid) == [("collected", 8000, "01/2018/PT")]
        assert (entry.at, entry.by, entry.desk, entry.agency) == (
            now,
            clerk,
            clerk.desks[0],
            clerk.desks[0].unit.committee,
        )
        assert summary(paid) == (8000, 8000, 0, "paid")

    def test_an_exemption_says_its_ground_and_has_no_slip(self, clerk, support, now):
        exempt = {"fee_status": "exempt", "fee_ground": "poor", "fee_words": "Sổ hộ nghèo"}
        dossier = receive(by=clerk, procedure=support, now=now, fee_amount=8000, **exempt)
        entry = dossier.fee_entries.get()
        assert (entry.kind, entry.amount, entry.ground, entry.words) == ("exempted", 8000, "poor", "Sổ hộ nghèo")
        assert (entry.slip_number, summary(dossier)) == ("", (8000, 0, 8000, "exempt"))

    @pytest.mark.parametrize("fee", [{"fee_status": "none"}, {"fee_status": "on_collection", "fee_amount": 5000}])
    def test_what_is_not_paid_yet_is_not_written(self, clerk, support, now, fee):
        assert ledger(receive(by=clerk, procedure=support, now=now, **fee)) == []

    def test_the_legal_receipt_is_recorded(self, clerk, support, now):
        receipt = {"receipt_book": "AB-17P", "receipt_serial": "0000123"}
        dossier = receive(by=clerk, procedure=support, now=now, fee_amount=8000, fee_status="paid", **receipt)
        assert dossier.fee_entries.get().receipt == "AB-17P 0000123"

    def test_a_receipt_recorded_before_is_told_and_costs_no_number(self, clerk, support, now):
        receipt = {"receipt_book": "AB-17P", "receipt_serial": "0000123", "fee_amount": 1, "fee_status": "paid"}
        receive(by=clerk, procedure=support, now=now, **receipt)
        with pytest.raises(actions.ReceiptRecorded):
            receive(by=clerk, procedure=support, now=now, **receipt)
        following = receive(by=clerk, procedure=support, now=now, **(receipt | {"receipt_book": "AC-17P"}))
        assert (following.number, following.number_in_book, following.fee_entries.get().number) == (2, 2, 2)

    def test_another_unit_may_have_a_book_of_the_same_symbol(self, clerk, stranger, support, now):
        receipt = {"receipt_book": "AB-17P", "receipt_serial": "0000123", "fee_amount": 1, "fee_status": "paid"}
        dossiers = [receive(by=by, procedure=support, now=now, **receipt) for by in (clerk, stranger)]
        assert [dossier.fee_entries.get().slip_number for dossier in dossiers] == ["01/2018/PT"] * 2

    @pytest.mark.parametrize(
        ("kinds", "nature"), [((), "both"), (("fee",), "fee"), (("charge",), "charge"), (("fee", "charge"), "both")]
    )
    def test_a_line_is_called_by_what_it_pays(self, clerk, support, now, kinds, nature):
        for kind in kinds:
            Fee.objects.create(procedure=support, kind=kind, amount=4000, valid_from=date(2017, 1, 1))
        Fee.objects.create(
            procedure=support, kind="fee", amount=9, valid_from=date(1990, 1, 1), valid_to=date(1991, 1, 1)
        )
        dossier = receive(by=clerk, procedure=support, now=now, fee_amount=8000, fee_status="paid")
        assert dossier.fee_entries.get().nature == nature


class TestCollecting:
    def test_in_parts_until_nothing_is_owed(self, owing, clerk, now):
        dossier = actions.collect_fee(dossier=owing, by=clerk, now=now, amount=20_000)
        assert (summary(owing), dossier.fee_owed) == ((50_000, 20_000, 0, "on_collection"), 30_000)
        dossier = actions.collect_fee(dossier=owing, by=clerk, now=now)
        assert (summary(owing), dossier.fee_owed) == ((50_000, 50_000, 0, "paid"), 0)
        assert ledger(owing) == [("collected", 20_000, "01/2018/PT"), ("collected", 30_000, "02/2018/PT")]

    def test_never_more_than_is_owed(self, owing, clerk, now):
        with pytest.raises(actions.AmountTooHigh) as refusal:
            actions.collect_fee(dossier=owing, by=clerk, now=now, amount=50_001)
        assert (refusal.value.most, ledger(owing), SlipCounter.objects.count()) == (50_000, [], 0)

    def test_a_second_press_changes_nothing(self, owing, clerk, now):
        for _ in range(2):
            actions.collect_fee(dossier=owing, by=clerk, now=now, amount=20_000, key="press")
        assert ledger(owing) == [("collected", 20_000, "01/2018/PT")]
        assert owing.events.filter(kind="fee_collected").count() == 1

    def test_another_press_after_all_is_paid_is_refused(self, owing, clerk, now):
        actions.collect_fee(dossier=owing, by=clerk, now=now)
        with pytest.raises(actions.MoveNotAllowed):
            actions.collect_fee(dossier=owing, by=clerk, now=now)

    def test_a_receipt_recorded_before_takes_no_number(self, owing, clerk, now):
        receipt = {"receipt_book": "AB-17P", "receipt_serial": "0000123"}
        actions.collect_fee(dossier=owing, by=clerk, now=now, amount=10_000, **receipt)
        with pytest.raises(actions.ReceiptRecorded):
            actions.collect_fee(dossier=owing, by=clerk, now=now, amount=10_000, **receipt)
        assert SlipCounter.objects.get(kind="collection").last == 1

    def test_the_money_is_at_the_desk_of_who_took_it(self, owing, clerk, stranger, now):
        Dossier.objects.filter(pk=owing.pk).update(returning_desk=stranger.desks[0])
        actions.collect_fee(dossier=owing, by=stranger, now=now, amount=10_000)
        assert owing.fee_entries.get().desk == stranger.desks[0]

    def test_the_years_numbers_begin_anew(self, owing, clerk, now):
        actions.collect_fee(dossier=owing, by=clerk, now=now, amount=10_000)
        actions.collect_fee(dossier=owing, by=clerk, now=at("2019-01-02 08:00"), amount=10_000)
        assert [number for _, _, number in ledger(owing)] == ["01/2018/PT", "01/2019/PT"]


class TestHandingBack:
    def test_what_is_still_owed_is_collected_with_it(self, owing, clerk, officer, now):
        actions.collect_fee(dossier=owing, by=clerk, now=now, amount=20_000)
        actions.resolve(dossier=owing, by=officer, now=now)
        receipt = {"receipt_book": "AB-17P", "receipt_serial": "0000001"}
        actions.hand_back(dossier=owing, collection=Collection(fee_collected=True, **receipt), by=clerk, now=now)
        assert (summary(owing), owing.fee_entries.last().receipt) == ((50_000, 50_000, 0, "paid"), "AB-17P 0000001")

    def test_no_result_leaves_without_its_fee(self, owing, clerk, officer, now):
        actions.resolve(dossier=owing, by=officer, now=now)
        with pytest.raises(actions.FeeStillOwed):
            actions.hand_back(dossier=owing, collection=Collection(), by=clerk, now=now)
        assert (reread(owing).state, ledger(owing)) == ("resolved", [])

    def test_nor_before_somebody_said_how_much_it_is(self, clerk, officer, support, now):
        dossier = receive(by=clerk, procedure=support, now=now, fee_status="on_collection")
        actions.resolve(dossier=dossier, by=officer, now=now)
        with pytest.raises(actions.FeeStillOwed):
            actions.hand_back(dossier=dossier, collection=Collection(fee_collected=True), by=clerk, now=now)
        actions.change_fee(dossier=dossier, amount=0, reason="Không thu", by=clerk, now=now)
        actions.hand_back(dossier=dossier, collection=Collection(), by=clerk, now=now)
        assert summary(dossier) == (0, 0, 0, "none")

    def test_a_tick_for_what_is_not_owed_takes_nothing(self, paid, clerk, officer, now):
        actions.resolve(dossier=paid, by=officer, now=now)
        actions.hand_back(dossier=paid, collection=Collection(fee_collected=True), by=clerk, now=now)
        assert len(ledger(paid)) == 1


class TestExempting:
    def test_waives_what_is_owed(self, owing, clerk, now):
        actions.collect_fee(dossier=owing, by=clerk, now=now, amount=20_000)
        actions.exempt_fee(dossier=owing, by=clerk, now=now, ground="elderly", amount=10_000)
        assert summary(owing) == (50_000, 20_000, 10_000, "on_collection")
        actions.exempt_fee(dossier=owing, by=clerk, now=now, ground="other", words="Theo nghị quyết")
        assert summary(owing) == (50_000, 20_000, 30_000, "paid")

    def test_what_was_waived_cannot_be_given_back(self, owing, clerk, now):
        actions.exempt_fee(dossier=owing, by=clerk, now=now, ground="poor")
        actions.withdraw(dossier=owing, by=clerk, now=now, reason="Xin rút")
        with pytest.raises(actions.MoveNotAllowed):
            actions.refund_fee(dossier=owing, by=clerk, now=now, reason="Xin rút")

    def test_another_ground_is_said_in_words(self, owing, clerk, now):
        with pytest.raises(DatabaseError, match="fee_entry_says_why"), transaction.atomic():
            actions.exempt_fee(dossier=owing, by=clerk, now=now, ground="other")


class TestChangingWhatIsDue:
    def test_more_is_owed_again(self, paid, clerk, now):
        actions.change_fee(dossier=paid, amount=10_000, reason="Tính thiếu", by=clerk, now=now)
        assert (summary(paid), reread(paid).fee_owed) == ((10_000, 8000, 0, "on_collection"), 2000)
        event = paid.events.get(kind="fee_changed")
        assert (event.data, event.reason) == ({"due_before": 8000, "due_after": 10_000}, "Tính thiếu")

    def test_less_is_to_be_given_back_and_no_more(self, paid, clerk, now):
        actions.change_fee(dossier=paid, amount=6000, reason="Tính nhầm", by=clerk, now=now)
        with pytest.raises(actions.AmountTooHigh):
            actions.refund_fee(dossier=paid, by=clerk, now=now, amount=2001, reason="Thu thừa")
        actions.refund_fee(dossier=paid, by=clerk, now=now, reason="Thu thừa")
        assert summary(paid) == (6000, 6000, 0, "paid")

    def test_handed_back_what_was_paid_too_much_is_put_right_and_no_more_asked_for(self, paid, clerk, officer, now):
        actions.resolve(dossier=paid, by=officer, now=now)
        actions.hand_back(dossier=paid, collection=Collection(), by=clerk, now=now)
        with pytest.raises(actions.AmountTooHigh) as refusal:
            actions.change_fee(dossier=paid, amount=8001, reason="Tính thiếu", by=clerk, now=now)
        assert refusal.value.most == 8000
        actions.change_fee(dossier=paid, amount=800, reason="Gõ thừa một số 0", by=clerk, now=now)
        actions.refund_fee(dossier=paid, by=clerk, now=now, reason="Thu thừa")
        assert summary(paid) == (800, 800, 0, "paid")
        assert ledger(paid)[1:] == [("refunded", 7200, "01/2018/PC")]

    def test_handed_back_without_a_fee_it_stays_without(self, clerk, officer, support, now):
        dossier = receive(by=clerk, procedure=support, now=now)
        actions.resolve(dossier=dossier, by=officer, now=now)
        actions.hand_back(dossier=dossier, collection=Collection(), by=clerk, now=now)
        with pytest.raises(actions.MoveNotAllowed):
            actions.change_fee(dossier=dossier, amount=0, reason="Nhầm", by=clerk, now=now)

    def test_who_saw_another_amount_is_told(self, paid, clerk, now):
        actions.change_fee(dossier=paid, amount=6000, reason="Tính nhầm", by=clerk, now=now)
        with pytest.raises(actions.MoveNotAllowed):
            actions.change_fee(dossier=paid, amount=7000, reason="Tính nhầm", by=clerk, now=now, seen=8000)


class TestRefunding:
    def test_after_a_withdrawal_all_of_it_and_nothing_is_owed_then(self, paid, clerk, now):
        actions.withdraw(dossier=paid, by=clerk, now=now, reason="Xin rút")
        dossier = actions.refund_fee(dossier=paid, by=clerk, now=now, reason="Rút hồ sơ")
        assert ledger(paid) == [("collected", 8000, "01/2018/PT"), ("refunded", 8000, "01/2018/PC")]
        assert (summary(paid), dossier.fee_owed, dossier.fee_refundable) == ((0, 0, 0, "refunded"), 0, 0)

    def test_in_parts_never_more_than_was_collected(self, paid, clerk, now):
        actions.withdraw(dossier=paid, by=clerk, now=now, reason="Xin rút")
        actions.refund_fee(dossier=paid, by=clerk, now=now, amount=5000, reason="Rút hồ sơ")
        assert summary(paid) == (3000, 3000, 0, "paid")
        with pytest.raises(actions.AmountTooHigh) as refusal:
            actions.refund_fee(dossier=paid, by=clerk, now=now, amount=3001, reason="Rút hồ sơ")
        assert refusal.value.most == 3000

    def test_after_a_denial_and_nothing_is_asked_for_at_the_desk(self, paid, clerk, officer, now):
        actions.deny(dossier=paid, by=officer, now=now, reason="Không đủ điều kiện")
        actions.refund_fee(dossier=paid, by=clerk, now=now, reason="Không giải quyết")
        actions.hand_back(dossier=paid, collection=Collection(), by=clerk, now=now)
        assert summary(paid) == (0, 0, 0, "refunded")

    def test_not_of_what_is_being_worked_on(self, paid, clerk, now):
        with pytest.raises(actions.MoveNotAllowed):
            actions.refund_fee(dossier=paid, by=clerk, now=now, reason="Xin lại")

    def test_twice_by_one_press_is_once(self, paid, clerk, now):
        actions.withdraw(dossier=paid, by=clerk, now=now, reason="Xin rút")
        for _ in range(2):
            actions.refund_fee(dossier=paid, by=clerk, now=now, amount=1000, reason="Rút hồ sơ", key="press")
        assert summary(paid)[1] == 7000

    def test_nothing_is_owed_for_what_ended_without_a_result(self, owing, clerk, now):
        actions.withdraw(dossier=owing, by=clerk, now=now, reason="Xin rút")
        assert reread(owing).fee_owed == 0


class TestUnderAttack:
    """By plain SQL, past the application."""

    def refused(self, sql, match):
        with pytest.raises(DatabaseError, match=match), transaction.atomic():
            connection.cursor().execute(f"{sql}; SET CONSTRAINTS ALL IMMEDIATE")

    @pytest.fixture(autouse=True)
    def committed(self, paid):
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")

    @pytest.mark.parametrize(
        "change", ["UPDATE {} SET amount = 1", "UPDATE {} SET receipt_serial = ''", "DELETE FROM {}", "TRUNCATE {}"]
    )
    def test_lines_are_only_added(self, change):
        self.refused(change.format("dossiers_feeentry"), "Cannot (update or delete|truncate)")
        assert FeeEntry.objects.get().amount == 8000

    @pytest.mark.parametrize(
        "change",
        [
            "fee_kept = 7999",
            "fee_kept = 8001",
            "fee_exempted = 1",
            "fee_kept = 0, fee_status = 'refunded', fee_amount = 0",
        ],
    )
    def test_a_dossier_says_what_its_ledger_says(self, change):
        self.refused(
            f"UPDATE dossiers_dossier SET {change}", "are not those of its ledger|fee_status_says_what_is_paid"
        )

    @pytest.mark.parametrize("status", ["none", "on_collection", "exempt", "refunded", "gone"])
    def test_its_status_says_what_is_paid(self, status):
        self.refused(f"UPDATE dossiers_dossier SET fee_status = '{status}'", "fee_status_says_what_is_paid")

    def test_a_line_without_its_dossiers_summary_is_refused(self):
        self.refused(
            "INSERT INTO dossiers_feeentry (dossier_id, kind, nature, amount, at, by_id, desk_id, agency_id, key, year,"
            " number, receipt_book, receipt_serial, ground, words) SELECT dossier_id, kind, nature, 1, at, by_id,"
            " desk_id, agency_id, 'x', year, 99, '', '', '', '' FROM dossiers_feeentry",
            "are not those of its ledger",
        )

    def test_more_than_was_taken_in_cannot_be_given_back(self):
        self.refused("UPDATE dossiers_dossier SET fee_kept = -1, fee_amount = NULL", "fee_kept_check")

    @pytest.mark.parametrize(
        ("column", "value", "match"),
        [
            ("amount", "0", "fee_entry_moves_money"),
            ("number", "NULL", "fee_entry_of_money_is_numbered"),
            ("number", "number", "fee_slip_number_once"),
            ("ground", "'poor'", "fee_entry_says_why"),
            ("receipt_serial", "'123'", "fee_entry_names_a_whole_receipt"),
            ("receipt_book", "'AB'", "fee_entry_names_a_whole_receipt"),
            ("key", "key", "fee_entry_once_a_press"),
        ],
    )
    def test_no_line_is_half_a_line(self, column, value, match):
        values = {"key": "'other'", "number": "2", "amount": "1", "ground": "''"}
        values |= {"receipt_book": "''", "receipt_serial": "''", column: value}
        self.refused(
            "INSERT INTO dossiers_feeentry (dossier_id, kind, nature, at, by_id, desk_id, agency_id, year, words,"
            f" {', '.join(values)}) SELECT dossier_id, kind, nature, at, by_id, desk_id, agency_id, year, '',"
            f" {', '.join(values.values())} FROM dossiers_feeentry",
            match,
        )


class TestReceiptsLine:
    @pytest.mark.parametrize(
        ("fee", "line"),
        [
            ({}, ""),
            ({"fee_amount": 0}, "Phí, lệ phí: không thu"),
            ({"fee_amount": 8000, "fee_status": "paid"}, "Phí, lệ phí: 8.000 đồng (đã thu)"),
            (
                {"fee_amount": 8000, "fee_status": "paid", "receipt_book": "AB", "receipt_serial": "0000001"},
                "Phí, lệ phí: 8.000 đồng (đã thu, biên lai AB 0000001)",
            ),
            ({"fee_amount": 8000, "fee_status": "on_collection"}, "Phí, lệ phí: 8.000 đồng (thu khi trả kết quả)"),
            ({"fee_status": "on_collection"}, "Phí, lệ phí: thu khi trả kết quả"),
            ({"fee_amount": 8000, "fee_status": "exempt"}, "Phí, lệ phí: thuộc đối tượng miễn"),
        ],
    )
    def test_says_what_is_paid_and_what_is_not(self, clerk, support, now, fee, line):
        assert _fee_text(receive(by=clerk, procedure=support, now=now, **fee)) == line

    def test_in_part(self, owing, clerk, now):
        dossier = actions.collect_fee(dossier=owing, by=clerk, now=now, amount=20_000)
        assert _fee_text(dossier) == "Phí, lệ phí: 50.000 đồng (còn 30.000 đồng thu khi trả kết quả)"


def test_slips_keep_their_bytes(paid, now):
    first, again = (fee_slip_of(paid.fee_entries.get(), now=moment) for moment in (now, at("2019-01-01 08:00")))
    assert (first, bytes(first.content)) == (again, bytes(again.content))
    assert Slip.objects.get() == first
