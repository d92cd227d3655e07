"""The moves a dossier may make: one table that a lawyer could check. Buttons, actions and tests all read it."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from units.models import Role


class DossierState(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("state", "Received")
    PROCESSING = "processing", _("In progress")
    RESOLVED = "resolved", _("Waiting for collection")
    HANDED_BACK = "handed_back", _("Handed back")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Outcome(models.TextChoices):
    RESOLVED = "resolved", _("Result ready")
    DENIED = "denied", _("Denied after reception")
    WITHDRAWN = "withdrawn", _("Withdrawn by the applicant")


OPEN_STATES = frozenset({DossierState.RECEIVED, DossierState.PROCESSING})
FINISHED_STATES = frozenset(DossierState) - OPEN_STATES

# Trạng thái hồ sơ on the national portal; a denied dossier is 9, then 10, with a negative result (never 3).
NATIONAL_STATUS = {
    DossierState.RECEIVED: 2,
    DossierState.PROCESSING: 4,
    DossierState.RESOLVED: 9,
    DossierState.HANDED_BACK: 10,
    DossierState.WITHDRAWN: 7,
}


class Verb(models.TextChoices):
    START = "start", _("Take up")
    RESOLVE = "resolve", _("Result ready")
    DENY = "deny", _("Not eligible: deny")
    HAND_BACK = "hand_back", _("Hand back result")
    WITHDRAW = "withdraw", _("Withdraw (at the applicant's request)")


@dataclass(frozen=True)
class Move:
    sources: frozenset
    target: DossierState
    role: Role
    needs_reason: bool = False


MOVES = {
    Verb.START: Move(frozenset({DossierState.RECEIVED}), DossierState.PROCESSING, Role.OFFICER),
    Verb.RESOLVE: Move(OPEN_STATES, DossierState.RESOLVED, Role.OFFICER),
    Verb.DENY: Move(OPEN_STATES, DossierState.RESOLVED, Role.OFFICER, needs_reason=True),
    Verb.HAND_BACK: Move(frozenset({DossierState.RESOLVED}), DossierState.HANDED_BACK, Role.CLERK),
    Verb.WITHDRAW: Move(OPEN_STATES, DossierState.WITHDRAWN, Role.CLERK, needs_reason=True),
}

# The verb that the law expects next: its button is the filled one.
EXPECTED_NEXT = {
    DossierState.RECEIVED: Verb.START,
    DossierState.PROCESSING: Verb.RESOLVE,
    DossierState.RESOLVED: Verb.HAND_BACK,
}
