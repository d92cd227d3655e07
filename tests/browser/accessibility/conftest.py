"""Who looks at what in these tests."""

import pytest

from dossiers import actions
from tests.builders import receive, reread


@pytest.fixture
def visit(open_browser):
    """visit(user): a page into which axe may be put, whatever the Content-Security-Policy says."""
    return lambda user=None, expects=(): open_browser(user, expects=expects, bypass_csp=True)


@pytest.fixture
def dossiers(clerk, officer, birth, support, certification, now):
    """One in each state, with a possible double and one that is overdue."""
    start, end = {"by": officer, "now": now}, {"by": clerk, "now": now}
    received = receive(by=clerk, procedure=birth, now=now)
    processing = actions.start(dossier=receive(by=clerk, procedure=birth, now=now), **start)
    resolved = actions.resolve(dossier=receive(by=clerk, procedure=support, now=now), **start)
    denied = actions.deny(dossier=receive(by=clerk, procedure=support, now=now), reason="Không đủ điều kiện", **start)
    handed_back = actions.hand_back(
        dossier=actions.resolve(dossier=receive(by=clerk, procedure=certification, now=now), **start),
        collection=actions.Collection(),
        **end,
    )
    withdrawn = actions.withdraw(dossier=receive(by=clerk, procedure=support, now=now), reason="Xin rút", **end)
    return [received, processing, resolved, denied, handed_back, withdrawn]


@pytest.fixture
def waiting(clerk, officer, support, now):
    """One for papers, one for a payment, and one that waited and goes on."""
    papers, payment, resumed = (receive(by=clerk, procedure=support, now=now) for _ in range(3))
    asked = {"papers": ["Sổ hộ khẩu", "Giấy ủy quyền"], "reason": "Thiếu giấy tờ", "by": officer, "now": now}
    for dossier in (papers, resumed):
        actions.ask_for_papers(dossier=dossier, **asked)
    actions.await_payment(dossier=payment, reason="Nộp lệ phí trước bạ", by=officer, now=now)
    actions.resume(dossier=resumed, papers=["Sổ hộ khẩu"], by=clerk, now=now)
    return [reread(dossier) for dossier in (papers, payment, resumed)]


@pytest.fixture
def fees(clerk, support, now):
    """Owed in part, exempted, and given back."""
    owing, exempt = (
        receive(by=clerk, procedure=support, now=now, fee_amount=9000, fee_status="on_collection") for _ in range(2)
    )
    actions.collect_fee(dossier=owing, by=clerk, now=now, amount=4000, receipt_book="AB-17P", receipt_serial="0000123")
    actions.exempt_fee(dossier=exempt, by=clerk, now=now, ground="poor", words="Sổ hộ nghèo số 12")
    gone = receive(by=clerk, procedure=support, now=now, fee_amount=8000, fee_status="paid")
    actions.withdraw(dossier=gone, reason="Xin rút", by=clerk, now=now)
    actions.refund_fee(dossier=gone, reason="Rút hồ sơ", by=clerk, now=now, amount=5000)
    return [owing, exempt, gone]
