"""`verify` finds corrections, fees and lines of the paper book that the history does not bear out."""

import pgtrigger
import pytest
from django.db import connection

from dossiers import actions
from dossiers.models import Dossier, DossierDocument, SlipCounter
from dossiers.receipts import receipt_of
from tests import builders
from tests.builders import at
from tests.dossiers.test_paper_book import enter
from tests.onestop.planting import plant, without

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def dossier(clerk, birth, now):
    """The first dossier of the day at the desk, with its history."""
    return builders.receive(by=clerk, procedure=birth, now=now)


def test_a_fee_that_is_not_what_its_ledger_says(verify, clerk, birth, now):
    paid = builders.receive(by=clerk, procedure=birth, now=now, fee_amount=8000, fee_status="paid")
    given_back = builders.receive(by=clerk, procedure=birth, now=now, fee_amount=8000, fee_status="paid")
    actions.withdraw(dossier=given_back, by=clerk, now=now, reason="Xin rút")
    actions.refund_fee(dossier=given_back, by=clerk, now=now, reason="Rút hồ sơ")
    changed = builders.receive(by=clerk, procedure=birth, now=now)
    actions.change_fee(dossier=changed, by=clerk, now=now, amount=5000, reason="Tính thiếu")
    assert verify()[2] == []
    with pgtrigger.ignore(), connection.cursor() as cursor:
        plant(Dossier, paid.pk, fee_kept=9000)
        plant(Dossier, given_back.pk, fee_status="none")
        plant(Dossier, changed.pk, fee_amount=6000)
        SlipCounter.objects.filter(kind="refund").update(last=2)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    committee = paid.receiving_desk.unit.committee.name
    assert sorted(verify()[2]) == sorted(
        [
            f"fees: {paid.code}: 9000 kept and 0 exempted, its ledger says 8000 and 0",
            f'fees: {given_back.code}: its fee is "none", its ledger says otherwise',
            f"fees: {changed.code}: 6000 đồng are due, its last change says 5000",
            f"fees: {committee}: slips refunded of 2018 are numbered to 1, there are 1, the counter stands at 2",
        ]
    )


class TestCorrections:
    @pytest.fixture
    def corrected(self, leader, dossier, now):
        """Another procedure, of three days, and another name, after the receipt was printed."""
        receipt_of(dossier, now=now)
        three = builders.make_procedure("1.000001", "Khác", time_limit=3, fee=None).versions.get()
        right = actions.Intake(version=three, applicant_name="Lê An", papers=(actions.Paper("Đơn", originals=1),))
        return actions.correct(dossier=dossier, right=right, by=leader, now=at("2018-01-15 09:00"), reason="Nhầm")

    def test_a_sound_one_passes(self, verify, corrected):
        assert verify()[0] == 0

    def test_before_a_pause_or_after_one_too(self, verify, corrected, officer, leader):
        actions.await_payment(dossier=corrected, by=officer, now=at("2018-01-16 08:00"), reason="Thuế")
        actions.resume(dossier=corrected, by=officer, now=at("2018-01-18 08:00"))
        assert verify()[0] == 0
        right = actions.Intake(version=corrected.version, applicant_name="Lê Ba", papers=None)
        actions.correct(dossier=corrected, right=right, by=leader, now=at("2018-01-18 09:00"), reason="Nhầm")
        assert verify()[0] == 0

    @pytest.mark.parametrize(
        ("values", "fault"),
        [
            ({"applicant_name": "Khác"}, "applicant_name is not what its last correction says"),
            ({"revision": 2}, "corrected 2 times, 1 corrections recorded, 1 told in the history"),
            ({"receipt_version": 3}, "receipt 2 was replaced, but nobody printed it"),
            ({"due_at": at("2018-01-30 17:00")}, "due_at is not what moved it last says"),
        ],
    )
    def test_what_differs_from_its_corrections_is_named(self, verify, corrected, values, fault):
        plant(Dossier, corrected.pk, **values)
        status, _, faults = verify()
        assert status == 1
        assert any(line.endswith(f"{corrected.code}: {fault}") for line in faults)

    def test_a_paper_struck_by_anothers_correction(self, verify, corrected, clerk, birth, now):
        other = builders.receive(by=clerk, procedure=birth, now=now)
        plant(DossierDocument, other.documents.first().pk, struck_by=corrected.corrections.get())
        _, _, faults = verify()
        assert faults == [f"corrections: {other.code}: paper 1 was struck or added by a correction of another dossier"]


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"received_at": at("2018-01-15 08:01")}, "entered from the paper book before it was received"),
        ({"entered_from_book_at": at("2018-01-15 08:01")}, "number 15 of the paper book, its event says otherwise"),
        ({"paper_number": "16"}, "number 16 of the paper book, its event says otherwise"),
    ],
)
def test_what_came_from_the_paper_book_otherwise_than_its_event_says(verify, clerk, birth, now, values, fault):
    entered, _ = enter(clerk, birth, now, received_at=at("2018-01-15 07:30"))
    assert verify()[0] == 0
    without("dossiers_dossier", "dossier_from_book_with_its_number")
    plant(Dossier, entered.pk, **values)
    status, _, faults = verify()
    assert status == 1
    assert f"paper book: {entered.code}: {fault}" in faults
