"""What may be done with many dossiers at once: some verbs of the table of lawful moves, and printing."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.carrying_out import carry_out
from dossiers.control_slips import control_slip_of, newest_version
from dossiers.forms import form_for
from dossiers.permissions import may, may_print_receipt
from dossiers.receipts import has_receipt, receipt_of
from dossiers.states import MOVES, DossierState, Verb
from dossiers.steps import is_lawful, name_of, way_of
from units.models import Role


@dataclass(frozen=True)
class Moving:
    """A verb with each of them."""

    verb: Verb
    prints = says_where = False

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


class ForwardingAsPlanned(Moving):
    """Each to the next place of its own process, however they differ."""

    name = "forward_as_planned"
    label = gettext_lazy("Forward as planned")
    says_where = True

    def why_not(self, user, dossier) -> str:
        if why := super().why_not(user, dossier):
            return why
        return (
            "" if way_of(dossier).onward else _("No further step is planned for it: forward it to a place you choose.")
        )

    def leads_to(self, dossier) -> str:
        return name_of(way_of(dossier).onward, dossier)

    def form(self, dossier, data=None, *, now):
        return None

    def do(self, dossier, data, *, by, now):
        super().do(dossier, data | {"to": way_of(dossier).onward.pk}, by=by, now=now)


class Printing:
    """A slip of each; printed once, it is the same ever after."""

    prints, numbers_results, says_where = True, False, False

    def form(self, dossier, data=None, *, now):
        return None

    def do(self, dossier, data, *, by, now):
        self.slip_of(dossier, now=now)


class PrintingReceipts(Printing):
    """Slip 01, where it was received: the receipt carries the applicant's secret."""

    name = "print_receipts"
    label = gettext_lazy("Print the receipts")

    def is_open_to(self, user):
        return bool(user.desks)

    def why_not(self, user, dossier) -> str:
        if not may_print_receipt(user, dossier):
            return _("Its receipt is printed where it was received: %(desk)s.") % {"desk": dossier.receiving_desk}
        return "" if has_receipt(dossier) else _("It never had a receipt.")

    def slip_of(self, dossier, *, now):
        return receipt_of(dossier, now=now)


class PrintingControlSlips(Printing):
    """Slip 05 as it travels with the file, by whoever works at a desk or in an office."""

    name = "print_control_slips"
    label = gettext_lazy("Print the control slips")

    def is_open_to(self, user):
        return user.has_role(Role.CLERK, Role.OFFICER)

    def why_not(self, user, dossier) -> str:
        return "" if newest_version(dossier, dossier.steps.all()) else _("It never went from hand to hand.")

    def slip_of(self, dossier, *, now):
        return control_slip_of(dossier, newest_version(dossier, dossier.steps.all()), now=now)


VERBS = (
    Verb.FORWARD,
    Verb.ASSIGN,
    Verb.SUBMIT_FOR_SIGNATURE,
    Verb.RECORD_SIGNATURE,
    Verb.SEND_BACK,
    Verb.RESOLVE,
    Verb.HAND_BACK,
    Verb.TAKE_OVER,
)
ERRANDS: dict[str, Any] = {
    errand.name: errand
    for errand in [
        Moving(Verb.START),
        ForwardingAsPlanned(Verb.FORWARD),
        *map(Moving, VERBS),
        PrintingReceipts(),
        PrintingControlSlips(),
    ]
}


def errands_of(user):
    """Those that belong to his work at all; which dossiers they can be done with is asked of each."""
    return [errand for errand in ERRANDS.values() if errand.is_open_to(user)]
