"""What may be done with many dossiers at once: some verbs of the table of lawful moves, and printing."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.carrying_out import carry_out
from dossiers.forms import form_for
from dossiers.permissions import may, may_print_receipt
from dossiers.receipts import has_receipt, receipt_of
from dossiers.states import MOVES, DossierState, Verb
from dossiers.steps import is_lawful


@dataclass(frozen=True)
class Moving:
    """A verb with each of them."""

    verb: Verb
    prints = False

    @property
    def name(self):
        return self.verb.value

    @property
    def label(self):
        return self.verb.label

    @property
    def numbers_results(self):
        """Whether each may get a number of its result with it."""
        return self.verb in (Verb.RECORD_SIGNATURE, Verb.RESOLVE)

    def is_open_to(self, user):
        return user.has_role(*MOVES[self.verb].roles)

    def why_not(self, user, dossier) -> str:
        """Why `user` cannot do it with `dossier` as it is now; nothing if he can."""
        if not is_lawful(dossier, self.verb):
            return self._why_not_lawful(dossier)
        if not may(user, self.verb, dossier):
            return _("Not your work: it lies with %(place)s.") % {"place": self._place(dossier)}
        if self.verb == Verb.HAND_BACK and (dossier.owes_fee or dossier.is_fee_unknown):
            return _("Its fee is still owed: hand it back on its own page, where the fee is collected.")
        return ""

    def form(self, dossier, data=None, *, now):
        return form_for(self.verb, dossier, data, now=now)

    def do(self, dossier, data, *, by, now):
        carry_out(self.verb, dossier, data, by=by, now=now)

    def _why_not_lawful(self, dossier):
        move, state = MOVES[self.verb], {"state": dossier.get_state_display()}
        if dossier.state in move.sources:
            return _("Its papers are here already.")
        if dossier.state == move.target:
            return _("Done already: it is “%(state)s”.") % state
        return _("It is “%(state)s”; this cannot be done then.") % state

    def _place(self, dossier):
        if dossier.state == DossierState.RESOLVED:
            return dossier.returning_desk
        return dossier.holding_agency or dossier.receiving_desk


class PrintingReceipts:
    """Slip 01 of each, where it was received: the receipt carries the applicant's secret."""

    name = "print_receipts"
    label = gettext_lazy("Print the receipts")
    prints, numbers_results = True, False

    def is_open_to(self, user):
        return bool(user.desks)

    def why_not(self, user, dossier) -> str:
        if not may_print_receipt(user, dossier):
            return _("Its receipt is printed where it was received: %(desk)s.") % {"desk": dossier.receiving_desk}
        return "" if has_receipt(dossier) else _("It never had a receipt.")

    def form(self, dossier, data=None, *, now):
        return None

    def do(self, dossier, data, *, by, now):
        """Printed once, it is the same ever after."""
        self.slip_of(dossier, now=now)

    def slip_of(self, dossier, *, now):
        return receipt_of(dossier, now=now)


VERBS = (
    Verb.TAKE_OVER,
    Verb.START,
    Verb.ASSIGN,
    Verb.FORWARD,
    Verb.SUBMIT_FOR_SIGNATURE,
    Verb.RECORD_SIGNATURE,
    Verb.SEND_BACK,
    Verb.RESOLVE,
    Verb.HAND_BACK,
)
ERRANDS: dict[str, Any] = {errand.name: errand for errand in [*map(Moving, VERBS), PrintingReceipts()]}


def errands_of(user):
    """Those that belong to his work at all; which dossiers they can be done with is asked of each."""
    return [errand for errand in ERRANDS.values() if errand.is_open_to(user)]
