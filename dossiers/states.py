"""The moves a dossier may make: one table that a lawyer could check. Buttons, actions and tests all read it."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from units.models import Role


class DossierState(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("state", "Received")
    PROCESSING = "processing", _("In progress")
    SIGNING = "signing", _("Waiting for the signature")
    SUPPLEMENT = "supplement", _("Waiting for papers")
    PAYMENT = "payment", _("Waiting for payment")
    SUSPENDED = "suspended", _("Time not counted")
    RESOLVED = "resolved", _("Waiting for collection")
    HANDED_BACK = "handed_back", _("Handed back")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    STOPPED = "stopped", _("Stopped")


class Outcome(models.TextChoices):
    RESOLVED = "resolved", _("Result ready")
    DENIED = "denied", _("Denied after reception")
    WITHDRAWN = "withdrawn", _("Withdrawn by the applicant")
    STOPPED = "stopped", _("Stopped for good")


# The clock stands still in them: the applicant has to bring papers, or to pay what another office asks of him, or the
# procedure leaves out the time that something else takes.
PAUSED_STATES = frozenset({DossierState.SUPPLEMENT, DossierState.PAYMENT, DossierState.SUSPENDED})
IN_HAND = frozenset({DossierState.RECEIVED, DossierState.PROCESSING})
WORKED_ON = IN_HAND | {DossierState.SIGNING}
OPEN_STATES = WORKED_ON | PAUSED_STATES
# Finished without a result: neither an achievement nor a fault, so never early.
WITHOUT_RESULT = frozenset({Outcome.WITHDRAWN, Outcome.STOPPED})
FINISHED_STATES = frozenset(DossierState) - OPEN_STATES

# Trạng thái hồ sơ on the national portal; a denied dossier is 9, then 10, with a negative result (never 3).
NATIONAL_STATUS = {
    DossierState.RECEIVED: 2,
    DossierState.PROCESSING: 4,
    DossierState.SIGNING: 4,
    DossierState.SUPPLEMENT: 5,
    DossierState.PAYMENT: 6,
    DossierState.SUSPENDED: 4,
    DossierState.RESOLVED: 9,
    DossierState.HANDED_BACK: 10,
    DossierState.WITHDRAWN: 7,
    DossierState.STOPPED: 8,
}


class Verb(models.TextChoices):
    START = "start", _("Take up")
    ASSIGN = "assign", _("Assign to an officer")
    FORWARD = "forward", _("Forward")
    TAKE_OVER = "take_over", _("Take over the papers")
    SEND_BACK = "send_back", _("Send back a step")
    SUBMIT_FOR_SIGNATURE = "submit_for_signature", _("Submit for signature")
    RECORD_SIGNATURE = "record_signature", _("Signed")
    ASK_FOR_PAPERS = "ask_for_papers", _("Ask for missing papers")
    AWAIT_PAYMENT = "await_payment", _("Wait for a payment")
    SUSPEND = "suspend", _("Stop the clock: time not counted")
    RESUME = "resume", _("What was waited for has come: go on")
    EXTEND = "extend", _("Extend the time once")
    APOLOGISE = "apologise", _("Apologise and promise a new date")
    RESOLVE = "resolve", _("Result ready")
    DENY = "deny", _("Not eligible: deny")
    HAND_BACK = "hand_back", _("Hand back result")
    WITHDRAW = "withdraw", _("Withdraw (at the applicant's request)")
    STOP = "stop", _("Stop for good")
    COLLECT_FEE = "collect_fee", _("Collect the fee")
    EXEMPT_FEE = "exempt_fee", _("Exempt from the fee")
    CHANGE_FEE = "change_fee", _("Change what is due")
    REFUND_FEE = "refund_fee", _("Refund the fee")
    CORRECT = "correct", _("Correct what was recorded")


@dataclass(frozen=True)
class Move:
    """`of_holder`: an officer's only while he, his office or its committee holds the dossier."""

    sources: frozenset
    target: DossierState | None  # None: it stays in its state
    roles: frozenset
    needs_reason: bool = False
    of_holder: bool = True
    only_if: str = ""  # a property of the dossier that must hold as well


OFFICER, CLERK, LEADER = frozenset({Role.OFFICER}), frozenset({Role.CLERK}), frozenset({Role.LEADER})
# A fee is settled before the result leaves the desk; what was reckoned too high may be given back afterwards too.
FEE_OPEN = OPEN_STATES | {DossierState.RESOLVED}
MOVES = {
    Verb.START: Move(frozenset({DossierState.RECEIVED}), DossierState.PROCESSING, OFFICER),
    Verb.ASSIGN: Move(OPEN_STATES, None, OFFICER | LEADER),
    Verb.FORWARD: Move(IN_HAND, None, OFFICER | CLERK),
    Verb.TAKE_OVER: Move(frozenset({DossierState.PROCESSING, DossierState.RESOLVED}), None, OFFICER | CLERK),
    Verb.SEND_BACK: Move(
        frozenset({DossierState.PROCESSING, DossierState.SIGNING}), DossierState.PROCESSING, OFFICER, needs_reason=True
    ),
    Verb.SUBMIT_FOR_SIGNATURE: Move(frozenset({DossierState.PROCESSING}), DossierState.SIGNING, OFFICER),
    Verb.RECORD_SIGNATURE: Move(
        frozenset({DossierState.PROCESSING, DossierState.SIGNING}), DossierState.PROCESSING, OFFICER
    ),
    Verb.ASK_FOR_PAPERS: Move(WORKED_ON, DossierState.SUPPLEMENT, OFFICER, needs_reason=True),
    Verb.AWAIT_PAYMENT: Move(WORKED_ON, DossierState.PAYMENT, OFFICER, needs_reason=True),
    Verb.SUSPEND: Move(WORKED_ON, DossierState.SUSPENDED, OFFICER, needs_reason=True),
    Verb.RESUME: Move(PAUSED_STATES, DossierState.PROCESSING, OFFICER | CLERK),
    Verb.EXTEND: Move(WORKED_ON, None, OFFICER, needs_reason=True, of_holder=False),
    Verb.APOLOGISE: Move(WORKED_ON, None, OFFICER, needs_reason=True, of_holder=False),
    Verb.RESOLVE: Move(IN_HAND, DossierState.RESOLVED, OFFICER),
    Verb.DENY: Move(OPEN_STATES, DossierState.RESOLVED, OFFICER, needs_reason=True, of_holder=False),
    Verb.HAND_BACK: Move(frozenset({DossierState.RESOLVED}), DossierState.HANDED_BACK, CLERK),
    Verb.WITHDRAW: Move(OPEN_STATES, DossierState.WITHDRAWN, CLERK, needs_reason=True),
    Verb.STOP: Move(OPEN_STATES, DossierState.STOPPED, OFFICER, needs_reason=True, of_holder=False),
    Verb.COLLECT_FEE: Move(FEE_OPEN, None, CLERK, only_if="owes_fee"),
    Verb.EXEMPT_FEE: Move(FEE_OPEN, None, CLERK, only_if="owes_fee"),
    Verb.CHANGE_FEE: Move(
        FEE_OPEN | {DossierState.HANDED_BACK}, None, CLERK, needs_reason=True, only_if="has_fee_to_change"
    ),
    Verb.REFUND_FEE: Move(frozenset(DossierState), None, CLERK, needs_reason=True, only_if="has_fee_to_refund"),
    # What exactly, and for how long whose: dossiers.actions.corrections, permissions.may_correct.
    Verb.CORRECT: Move(frozenset(DossierState), None, CLERK | LEADER, needs_reason=True, of_holder=False),
}
FEE_VERBS = frozenset({Verb.COLLECT_FEE, Verb.EXEMPT_FEE, Verb.CHANGE_FEE, Verb.REFUND_FEE})

# The verb that the law expects next: its button is the filled one. Where papers are on their way, or more steps are
# planned, `dossiers.steps.expected_next` knows better.
EXPECTED_NEXT = {
    DossierState.RECEIVED: Verb.START,
    DossierState.PROCESSING: Verb.RESOLVE,
    DossierState.SIGNING: Verb.RECORD_SIGNATURE,
    DossierState.SUPPLEMENT: Verb.RESUME,
    DossierState.PAYMENT: Verb.RESUME,
    DossierState.SUSPENDED: Verb.RESUME,
    DossierState.RESOLVED: Verb.HAND_BACK,
}
