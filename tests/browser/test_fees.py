"""Money over the counter: paid with the result, given back after a withdrawal, handed over at the day's end."""

import pytest

from dossiers import actions
from dossiers.models import FeeEntry
from tests.builders import receive, reread


@pytest.fixture
def owing(clerk, officer, support, now):
    """With its result, and 50,000 đồng to be paid for it."""
    dossier = receive(by=clerk, procedure=support, now=now, fee_amount=50_000, fee_status="on_collection")
    return actions.resolve(dossier=dossier, by=officer, now=now)


def test_collected_with_the_result_and_its_legal_receipt(open_browser, clerk, owing):
    page = open_browser(clerk, expects={400})
    page.goto(f"/dossiers/{owing.code}/")
    page.locator("#hand_back button").click()
    page.locator("#hand_back [name=fee_collected].is-invalid").wait_for()
    assert reread(owing).state == "resolved"

    page.locator("#hand_back [name=fee_collected]").check()
    page.locator("#hand_back [name=receipt_book]").fill("ab-17p")
    page.locator("#hand_back [name=receipt_serial]").fill("123")
    page.locator("#hand_back button").click()
    page.locator(".badge-state.handed_back").wait_for()
    fees = page.locator("#fees").inner_text()
    assert "AB-17P 0000123" in fees
    assert "01/2018/PT" in fees
    slip = page.request.get(page.locator("#fees a", has_text="01/2018/PT").get_attribute("href"))
    assert (slip.status, slip.body()[:5]) == (200, b"%PDF-")


def test_given_back_after_a_withdrawal_and_handed_over(open_browser, clerk, support, now):
    dossier = receive(by=clerk, procedure=support, now=now, fee_amount=8000, fee_status="paid")
    receive(by=clerk, procedure=support, now=now, fee_amount=2000, fee_status="paid")
    page = open_browser(clerk)
    page.goto(f"/dossiers/{dossier.code}/")
    page.locator("summary:has(+ #withdraw)").click()
    page.locator("#withdraw [name=reason]").fill("Không còn nhu cầu")
    page.locator("#withdraw button").click()
    page.locator(".badge-state.withdrawn").wait_for()

    page.locator("summary:has(+ #refund_fee)").click()
    assert page.locator("#refund_fee [name=amount]").input_value() == "8000"
    page.locator("#refund_fee [name=reason]").fill("Rút hồ sơ trước khi giải quyết")
    page.locator("#refund_fee button").click()
    page.locator("#fees a", has_text="01/2018/PC").wait_for()
    assert [entry.kind for entry in FeeEntry.objects.order_by("pk")] == ["collected", "collected", "refunded"]

    page.goto("/desk/")
    page.locator("a[href='/desk/cash/']").click()
    row = page.locator("table.day-sums tbody tr")
    assert row.locator("td.number").all_inner_texts() == ["3", "10.000", "8.000", "0", "2.000"]
    row.locator("a").first.click()
    assert page.locator("#day-1 table.register tbody tr").count() == 3
    printed = page.request.get(page.locator("#day-1 a.btn").get_attribute("href"))
    assert (printed.status, printed.body()[:5]) == (200, b"%PDF-")


def test_a_form_left_open_collects_nothing_twice(open_browser, clerk, support, now):
    """Two windows of one desk."""
    dossier = receive(by=clerk, procedure=support, now=now, fee_amount=8000, fee_status="on_collection")
    windows = [open_browser(clerk), open_browser(clerk)]
    for page in windows:
        page.goto(f"/dossiers/{dossier.code}/")
        page.locator("summary:has(+ #collect_fee)").click()
    for page in windows:
        page.locator("#collect_fee button").click()
        page.locator("main .alert, .messages, [role=status]").first.wait_for()
    assert [entry.amount for entry in FeeEntry.objects.all()] == [8000]
