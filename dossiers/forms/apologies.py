"""The list of apologies: what is typed once for all ticked dossiers, and what is typed in a row instead."""

from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers.forms.moves import ApologyForm
from dossiers.models import Dossier
from units.fields import DateField, TextField

TYPED = ("promised_on", "reason", "leader_reason", "number")


class ForAllForm(forms.Form):
    """Said of every ticked dossier whose row says nothing else."""

    prefix = "all"
    promised_on = DateField(label=_("New date"), required=False)
    reason = TextField(label=_("Reason"), max_length=1000, required=False)
    leader_reason = TextField(
        label=_("Leader's reason"),
        max_length=1000,
        required=False,
        help_text=_("For those that come late, or for the second time."),
    )


@dataclass
class Row:
    """`form` is that of the dossier's own page, filled from the row and, where that is empty, from what is for all."""

    dossier: Dossier
    form: ApologyForm
    typed: dict = field(default_factory=dict)
    is_ticked: bool = False

    @property
    def needs_leader(self):
        """Why a leader has to give a reason; nothing where none has to."""
        asked = self.form.fields.get("leader_reason")
        return asked.help_text if asked else ""

    @property
    def faults(self):
        return self.form.errors if self.is_ticked else {}


class ApologyList:
    """The rows of the page; `data` is what was sent."""

    def __init__(self, dossiers, *, now, calendars, data=None):
        self.for_all = ForAllForm(data)
        self.data, self.now, self.calendars = data or {}, now, calendars
        self.was_ticked = set(data.getlist("dossier")) if data else set()
        self.rows = [self._row(dossier) for dossier in dossiers]

    @property
    def ticked(self):
        return [row for row in self.rows if row.is_ticked]

    @property
    def gone(self):
        """How many were ticked that are not in the list any more."""
        return len(self.was_ticked) - len(self.ticked)

    def is_valid(self):
        return all(row.form.is_valid() for row in self.ticked)

    def _row(self, dossier):
        key = str(dossier.pk)
        calendar = self.calendars.of(dossier.receiving_desk.unit_id, dossier.due_on)
        given = {"dossier": dossier, "now": self.now, "calendar": calendar}
        if key not in self.was_ticked:
            return Row(dossier, ApologyForm(**given), self._typed(key))
        typed = self._typed(key)
        said = {name: typed[name] or self.data.get(f"all-{name}", "") for name in TYPED}
        said["seen"] = self.data.get(f"{key}-seen", "")
        return Row(dossier, ApologyForm(said, **given), typed, is_ticked=True)

    def _typed(self, key):
        return {name: self.data.get(f"{key}-{name}", "") for name in TYPED}
