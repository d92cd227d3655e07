"""Collecting, exempting, changing and refunding on the dossier's page: what is wrong is said, nothing is half done."""

import pytest
from django.utils.translation import gettext

from dossiers import actions
from dossiers.models import Dossier, FeeEntry
from tests.builders import receive, reread
from tests.dossiers.views.test_intake import URL as INTAKE
from tests.dossiers.views.test_intake import typed


@pytest.fixture
def owing(clerk, support, now):
    return receive(by=clerk, procedure=support, now=now, fee_amount=50_000, fee_status="on_collection")


@pytest.fixture
def paid(clerk, support, now):
    return receive(by=clerk, procedure=support, now=now, fee_amount=8000, fee_status="paid")


@pytest.fixture
def at_desk(client, clerk):
    client.force_login(clerk)
    return client


def url(dossier, part=""):
    return f"/dossiers/{dossier.code}/{part}"


def form_of(response, verb):
    return next(move["form"] for move in response.context["moves"] if move["verb"] == verb)


class TestCollecting:
    def test_what_is_owed_is_offered_and_taken(self, at_desk, owing):
        page = at_desk.get(url(owing))
        assert form_of(page, "collect_fee").initial["amount"] == 50_000
        given = {"amount": "50000", "receipt_book": "ab-17p", "receipt_serial": "123", "key": "k"}
        page = at_desk.post(url(owing, "collect_fee/"), given, follow=True)
        assert [message.level_tag for message in page.context["messages"]] == ["success"]
        entry = FeeEntry.objects.get()
        assert (entry.amount, entry.receipt) == (50_000, "AB-17P 0000123")
        assert f'href="{url(owing)}fee-{entry.pk}.pdf"' in page.content.decode()

    def test_a_second_press_is_the_first(self, at_desk, owing):
        for _ in range(2):
            page = at_desk.post(url(owing, "collect_fee/"), {"amount": "1000", "key": "k"}, follow=True)
            assert [message.level_tag for message in page.context["messages"]] == ["success"]
        assert FeeEntry.objects.count() == 1

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"amount": ""}, "amount"),
            ({"amount": "0"}, "amount"),
            ({"amount": "-5"}, "amount"),
            ({"amount": "50001"}, "amount"),
            ({"amount": "9" * 30}, "amount"),
            ({"amount": "nhiều"}, "amount"),
            ({"amount": "1000", "receipt_serial": "123"}, "receipt_book"),
            ({"amount": "1000", "receipt_book": "AB", "receipt_serial": "12a"}, "receipt_serial"),
            ({"amount": "1000", "receipt_book": "A" * 21, "receipt_serial": "12"}, "receipt_book"),
        ],
    )
    def test_what_is_wrong_is_said_and_kept(self, at_desk, owing, given, field):
        page = at_desk.post(url(owing, "collect_fee/"), given)
        assert (page.status_code, list(form_of(page, "collect_fee").errors)) == (400, [field])
        assert FeeEntry.objects.count() == 0

    def test_a_receipt_of_another_payment_is_told(self, at_desk, owing, clerk, support, now):
        receipt = {"receipt_book": "AB-17P", "receipt_serial": "0000123"}
        receive(by=clerk, procedure=support, now=now, fee_amount=1, fee_status="paid", **receipt)
        page = at_desk.post(url(owing, "collect_fee/"), {"amount": "1000", **receipt})
        assert list(form_of(page, "collect_fee").errors) == ["receipt_serial"]
        assert "AB-17P 0000123" in page.content.decode()
        assert FeeEntry.objects.count() == 1

    def test_the_book_used_last_is_offered_and_alone_says_nothing(self, at_desk, owing, clerk, support, now):
        receipt = {"receipt_book": "AB-17P", "receipt_serial": "0000123"}
        receive(by=clerk, procedure=support, now=now, fee_amount=1, fee_status="paid", **receipt)
        assert form_of(at_desk.get(url(owing)), "collect_fee").initial["receipt_book"] == "AB-17P"
        at_desk.post(url(owing, "collect_fee/"), {"amount": "1000", "receipt_book": "AB-17P"})
        assert FeeEntry.objects.last().receipt == ""

    def test_who_may_not(self, client, owing, officer, leader, stranger):
        for user, status in ((officer, 403), (leader, 403), (stranger, 404)):
            client.force_login(user)
            assert client.post(url(owing, "collect_fee/"), {"amount": "1000"}).status_code == status
        assert client.get(url(owing, "collect_fee/")).status_code == 405
        assert FeeEntry.objects.count() == 0

    def test_who_hands_it_back_may(self, client, owing, stranger):
        Dossier.objects.filter(pk=owing.pk).update(returning_desk=stranger.desks[0])
        client.force_login(stranger)
        client.post(url(owing, "collect_fee/"), {"amount": "1000"})
        assert FeeEntry.objects.get().desk == stranger.desks[0]


class TestTheOthers:
    def test_exempting_asks_for_a_ground(self, at_desk, owing):
        page = at_desk.post(url(owing, "exempt_fee/"), {"amount": "50000"})
        assert list(form_of(page, "exempt_fee").errors) == ["ground"]
        page = at_desk.post(url(owing, "exempt_fee/"), {"amount": "50000", "ground": "other"})
        assert list(form_of(page, "exempt_fee").errors) == ["words"]
        page = at_desk.post(url(owing, "exempt_fee/"), {"amount": "50000", "ground": "unrecorded"})
        assert list(form_of(page, "exempt_fee").errors) == ["ground"]
        at_desk.post(url(owing, "exempt_fee/"), {"amount": "50000", "ground": "poor"})
        assert reread(owing).fee_status == "exempt"

    def test_changing_asks_for_a_reason_and_another_amount(self, at_desk, owing):
        for given, field in (({"amount": "60000"}, "reason"), ({"amount": "50000", "reason": "x"}, "amount")):
            page = at_desk.post(url(owing, "change_fee/"), given)
            assert list(form_of(page, "change_fee").errors) == [field]
        at_desk.post(url(owing, "change_fee/"), {"amount": "60000", "reason": "Tính thiếu", "seen": "50000"})
        assert reread(owing).fee_owed == 60_000

    def test_after_the_result_it_is_only_lowered_and_the_page_says_so(self, at_desk, paid, clerk, officer, now):
        actions.resolve(dossier=paid, by=officer, now=now)
        actions.hand_back(dossier=paid, collection=actions.Collection(), by=clerk, now=now)
        page = at_desk.post(url(paid, "change_fee/"), {"amount": "9000", "reason": "Tính thiếu"})
        assert "không thu thêm" in form_of(page, "change_fee").errors["amount"][0]
        at_desk.post(url(paid, "change_fee/"), {"amount": "6000", "reason": "Tính nhầm"})
        assert reread(paid).fee_refundable == 2000

    def test_the_slip_of_what_was_just_taken_in_is_a_button_until_it_is_printed(self, at_desk, paid, client, officer):
        [entry] = at_desk.get(url(paid)).context["fees_to_print"]
        at_desk.get(url(paid, f"fee-{entry.pk}.pdf"))
        assert at_desk.get(url(paid)).context["fees_to_print"] == []

    def test_a_change_of_what_somebody_changed_meanwhile_is_told(self, at_desk, owing, clerk, now):
        actions.change_fee(dossier=owing, amount=40_000, reason="Tính nhầm", by=clerk, now=now)
        given = {"amount": "60000", "reason": "Tính thiếu", "seen": "50000"}
        page = at_desk.post(url(owing, "change_fee/"), given, follow=True)
        assert [message.level_tag for message in page.context["messages"]] == ["error"]
        assert reread(owing).fee_amount == 40_000

    def test_refunding_after_a_withdrawal(self, at_desk, paid, clerk, now):
        assert "refund_fee" not in [move["verb"] for move in at_desk.get(url(paid)).context["moves"]]
        actions.withdraw(dossier=paid, by=clerk, now=now, reason="Xin rút")
        page = at_desk.post(url(paid, "refund_fee/"), {"amount": "8001", "reason": "Rút hồ sơ"})
        assert list(form_of(page, "refund_fee").errors) == ["amount"]
        at_desk.post(url(paid, "refund_fee/"), {"amount": "8000", "reason": "Rút hồ sơ"})
        page = at_desk.get(url(paid)).content.decode()
        assert reread(paid).fee_status == "refunded"
        assert "01/2018/PC" in page

    def test_a_hand_back_whose_fee_was_unknown_says_what_to_do(self, at_desk, clerk, officer, support, now):
        dossier = receive(by=clerk, procedure=support, now=now, fee_status="on_collection")
        actions.resolve(dossier=dossier, by=officer, now=now)
        page = at_desk.post(url(dossier, "hand_back/"), {})
        assert page.status_code == 400
        assert form_of(page, "hand_back").non_field_errors()
        assert reread(dossier).state == "resolved"

    def test_a_hand_back_that_did_not_know_of_a_fee_is_told(self, at_desk, clerk, officer, support, now, monkeypatch):
        dossier = receive(by=clerk, procedure=support, now=now)
        actions.resolve(dossier=dossier, by=officer, now=now)
        hand_back = actions.hand_back

        def meanwhile(**given):
            actions.change_fee(dossier=dossier, amount=5000, reason="Tính thiếu", by=clerk, now=now)
            return hand_back(**given)

        monkeypatch.setattr(actions, "hand_back", meanwhile)
        page = at_desk.post(url(dossier, "hand_back/"), {}, follow=True)
        assert [message.level_tag for message in page.context["messages"]] == ["error"]
        assert reread(dossier).state == "resolved"

    def test_the_legal_receipt_goes_with_the_result(self, at_desk, owing, officer, now):
        actions.resolve(dossier=owing, by=officer, now=now)
        given = {"fee_collected": "on", "receipt_book": "AB-17P", "receipt_serial": "7"}
        at_desk.post(url(owing, "hand_back/"), given)
        assert (reread(owing).state, FeeEntry.objects.get().receipt) == ("handed_back", "AB-17P 0000007")


class TestSlips:
    def test_whoever_sees_the_dossier_may_print_them(self, client, paid, clerk, officer, leader, stranger):
        address = f"{url(paid)}fee-{paid.fee_entries.get().pk}.pdf"
        prints = []
        for user in (clerk, officer, leader):
            client.force_login(user)
            prints.append(client.get(address).content)
        assert prints[0][:5] == b"%PDF-"
        assert len(set(prints)) == 1
        client.force_login(stranger)
        assert client.get(address).status_code == 404

    def test_only_under_their_own_dossier_and_not_of_an_exemption(self, at_desk, paid, owing, clerk, now):
        assert at_desk.get(f"{url(owing)}fee-{paid.fee_entries.get().pk}.pdf").status_code == 404
        actions.exempt_fee(dossier=owing, by=clerk, now=now, ground="poor")
        assert at_desk.get(f"{url(owing)}fee-{owing.fee_entries.get().pk}.pdf").status_code == 404


class TestIntake:
    def test_a_receipt_and_an_exemption_are_taken_down(self, at_desk, certification):
        at_desk.post(INTAKE, typed(certification, receipt_book="AB-17P", receipt_serial="123"))
        exempt = {"fee_status": "exempt", "fee_ground": "other", "fee_words": "Theo nghị quyết", "key": "k-2"}
        at_desk.post(INTAKE, typed(certification, **exempt))
        paid, waived = FeeEntry.objects.all()
        assert (paid.amount, paid.receipt) == (2000, "AB-17P 0000123")
        assert (waived.amount, waived.ground, waived.words) == (2000, "other", "Theo nghị quyết")

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"fee_status": "exempt"}, "fee_ground"),
            ({"fee_status": "exempt", "fee_ground": "other"}, "fee_words"),
            ({"fee_status": "paid", "fee_amount": "0"}, "fee_amount"),
            ({"fee_status": "refunded"}, "fee_status"),
            ({"receipt_serial": "123"}, "receipt_book"),
            ({"receipt_book": "AB", "receipt_serial": "hai"}, "receipt_serial"),
            ({"copies": "nhiều"}, "copies"),
            ({"fee_amount": "nhiều"}, "fee_amount"),
        ],
    )
    def test_what_is_wrong_is_said(self, at_desk, certification, given, field):
        page = at_desk.post(INTAKE, typed(certification, **given))
        assert (page.status_code, list(page.context["form"].errors)) == (400, [field])
        assert Dossier.objects.count() == 0

    def test_a_receipt_of_another_payment_is_told_and_nothing_is_received(self, at_desk, certification):
        receipt = {"receipt_book": "AB-17P", "receipt_serial": "123"}
        at_desk.post(INTAKE, typed(certification, **receipt))
        page = at_desk.post(INTAKE, typed(certification, **receipt, key="k-2"))
        assert (page.status_code, list(page.context["form"].errors)) == (409, ["receipt_serial"])
        assert Dossier.objects.count() == 1

    def test_no_fee_is_none_whatever_is_published(self, at_desk, certification):
        at_desk.post(INTAKE, typed(certification, fee_status="none"))
        assert (Dossier.objects.get().fee_amount, FeeEntry.objects.count()) == (0, 0)

    def test_what_was_typed_for_another_status_is_left_out(self, at_desk, certification):
        at_desk.post(INTAKE, typed(certification, fee_status="paid", fee_ground="poor", fee_words="x"))
        assert FeeEntry.objects.get().ground == ""

    def test_with_a_fee_it_still_costs_twenty_statements(self, at_desk, certification, django_assert_max_num_queries):
        given = typed(certification, copies="3")
        with django_assert_max_num_queries(20):
            at_desk.post(INTAKE, given)
        assert FeeEntry.objects.get().amount == 6000


def test_the_applicant_reads_what_is_left_to_pay(client, owing, clerk, officer, now):
    actions.collect_fee(dossier=owing, by=clerk, now=now, amount=20_000)
    actions.resolve(dossier=owing, by=officer, now=now)
    page = client.post("/track/", {"code": owing.code, "secret": owing.secret}, follow=True).content.decode()
    assert gettext("To be paid then: %(amount)s đồng.") % {"amount": "30.000"} in page


def test_an_imported_dossier_has_no_fees(at_desk, owing):
    assert not Dossier(is_imported=True).keeps_ledger
    assert reread(owing).keeps_ledger
