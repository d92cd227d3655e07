"""Many procedures changed alike: which they are, and what of them changes."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from procedures import actions
from procedures.alike import Alike, drafted_alike, edited_alike, handled_alike
from procedures.catalogue import is_plain
from procedures.content import Paper
from procedures.edits import (
    Edit,
    MoreWords,
    OtherSector,
    OtherTime,
    OwnTime,
    PaperAdded,
    PapersRenamed,
    PapersTakenOut,
    words_in,
)
from procedures.forms.catalogue import WholeTextFilter
from procedures.forms.content import MOST_DAYS, NOT_PLAIN
from procedures.models import Handling, LimitUnit, Procedure, PublicationDecision, Sector
from units.fields import TextField

MOST = 500  # that somebody looks through before he confirms


class AlikeForm(forms.Form):
    """What changes: `values` is what its `action` takes besides the procedures and the stamp of `alike`."""

    is_by_law = False

    def alike(self, procedures, today) -> Alike:
        raise NotImplementedError


class OfficeForm(AlikeForm):
    """Of what the office says itself: at once, and why."""

    reason = TextField(label=_("Reason"), max_length=300, error_messages={"required": _("Give the reason.")})


class DraftForm(AlikeForm):
    """Of what a decision says: in which draft."""

    action = staticmethod(actions.draft_alike)
    is_by_law = True
    decision = forms.ModelChoiceField(
        PublicationDecision.objects.filter(state="draft").recent_first(),
        label=_("In a draft"),
        error_messages={
            "required": _("Choose the draft of the decision that says so."),
            "invalid_choice": _("This decision is no draft any more: nothing was changed."),
        },
    )

    @property
    def edit(self) -> Edit:
        raise NotImplementedError

    @property
    def values(self):
        return {"decision": self.cleaned_data["decision"], "edit": self.edit}

    def alike(self, procedures, today):
        return drafted_alike(procedures, self.edit, self.cleaned_data["decision"], today)


class HandlingForm(OfficeForm):
    action = staticmethod(actions.set_handling)
    handling = forms.ChoiceField(
        label=_("At the desks"),
        choices=Handling,
        help_text=_("Of all units of their level; those that differ go on so."),
    )
    field_order = ["handling", "reason"]

    @property
    def values(self):
        return self.cleaned_data

    def alike(self, procedures, today):
        return handled_alike(procedures, self.cleaned_data["handling"], today)


class WordsForm(OfficeForm):
    action = staticmethod(actions.add_keywords)
    words = TextField(
        label=_("Other words for it"),
        max_length=200,
        help_text=_("By which people look for it: sổ đỏ, giấy khai sinh."),
        error_messages={"required": _("Give the words.")},
    )
    field_order = ["words", "reason"]

    def clean_words(self):
        words = words_in(self.cleaned_data["words"])
        if not words:
            raise ValidationError(_("Give the words."))
        return tuple(words)

    @property
    def edit(self):
        return MoreWords(self.cleaned_data["words"])

    @property
    def values(self):
        return {"edit": self.edit, "reason": self.cleaned_data["reason"]}

    def alike(self, procedures, today):
        return edited_alike(procedures, self.edit, today)


class SectorForm(DraftForm):
    sector = TextField(
        label=_("Sector"),
        max_length=300,
        widget=forms.TextInput(attrs={"list": "sectors"}),
        error_messages={"required": _("Give the sector.")},
    )
    field_order = ["sector", "decision"]

    def sectors(self):
        return Sector.objects.by_name()

    @property
    def edit(self):
        return OtherSector(self.cleaned_data["sector"])


class TimeForm(DraftForm):
    time_limit = forms.IntegerField(
        label=_("Statutory time"),
        min_value=0,
        max_value=MOST_DAYS,
        help_text=_("0 working days: the same day. Cases with a time of their own keep it."),
        error_messages={"required": _("Give the time.")},
    )
    time_unit = forms.ChoiceField(label=_("Unit of time"), choices=LimitUnit)
    field_order = ["time_limit", "time_unit", "decision"]

    @property
    def edit(self):
        return OtherTime(self.cleaned_data["time_limit"], self.cleaned_data["time_unit"])


class OwnTimeForm(DraftForm):
    promised_limit = forms.IntegerField(
        label=_("The office's own shorter time"),
        min_value=0,
        max_value=MOST_DAYS,
        help_text=_("In the unit of each one's statutory time."),
        error_messages={"required": _("Give the time.")},
    )
    field_order = ["promised_limit", "decision"]

    @property
    def edit(self):
        return OwnTime(self.cleaned_data["promised_limit"])


def plain(text):
    if text and not is_plain(text):
        raise ValidationError(NOT_PLAIN)


class PaperForm(DraftForm):
    name = TextField(
        label=_("Paper"), max_length=2000, validators=[plain], error_messages={"required": _("Give the paper's name.")}
    )
    originals = forms.IntegerField(label=_("Originals"), min_value=0, max_value=999, initial=1)
    copies = forms.IntegerField(label=_("Copies"), min_value=0, max_value=999, initial=0)
    is_optional = forms.BooleanField(label=_("Only where it applies"), required=False)
    field_order = ["name", "originals", "copies", "is_optional", "decision"]

    @property
    def edit(self):
        given = self.cleaned_data
        return PaperAdded(Paper(given["name"], "", given["originals"], given["copies"], given["is_optional"]))


class TakenOutForm(DraftForm):
    words = TextField(
        label=_("Words in the names of these papers"),
        max_length=300,
        help_text=_("With or without diacritics."),
        error_messages={"required": _("Give the words.")},
    )
    field_order = ["words", "decision"]

    @property
    def edit(self):
        return PapersTakenOut(self.cleaned_data["words"])


class RenamedForm(DraftForm):
    old = TextField(label=_("Words so far"), max_length=300, error_messages={"required": _("Give the words.")})
    new = TextField(
        label=_("Words instead"), max_length=300, required=False, validators=[plain], help_text=_("Empty: none.")
    )
    field_order = ["old", "new", "decision"]

    @property
    def edit(self):
        return PapersRenamed(self.cleaned_data["old"], self.cleaned_data["new"])


KINDS = {
    "handling": (_("At the desks"), HandlingForm),
    "words": (_("Other words for it, added"), WordsForm),
    "sector": (_("Sector, by a decision"), SectorForm),
    "time": (_("Statutory time, by a decision"), TimeForm),
    "own_time": (_("The office's own shorter time, by a decision"), OwnTimeForm),
    "paper": (_("A paper more, by a decision"), PaperForm),
    "papers_out": (_("Papers taken out, by a decision"), TakenOutForm),
    "papers_renamed": (_("Words in the names of papers, by a decision"), RenamedForm),
}


class ChosenAlikeForm(WholeTextFilter):
    """Which procedures, those ticked or all that the search finds, and what of them changes."""

    what = forms.ChoiceField(
        label=_("What is changed"),
        choices=[(name, label) for name, (label, _form) in KINDS.items()],
        error_messages={"required": _("Say what is to be changed."), "invalid_choice": _("Say what is to be changed.")},
    )
    which = forms.ChoiceField(
        choices=[("ticked", _("Those ticked")), ("found", _("All that were found"))], required=False
    )
    chosen = forms.ModelMultipleChoiceField(
        Procedure.objects.all(),
        required=False,
        error_messages={"invalid_choice": _("The list has changed by now. Tick them once more.")},
    )

    def clean(self):
        given = self.cleaned_data
        if self.errors:
            return given
        versions = (
            self.narrowed() if given["which"] == "found" else self.in_force().filter(procedure__in=given["chosen"])
        )
        given["versions"] = list(versions[: MOST + 1])
        if not given["versions"]:
            raise ValidationError(_("Tick the procedures."))
        if len(given["versions"]) > MOST:
            raise ValidationError(_("These are more than %(n)d procedures: look for fewer."), params={"n": MOST})
        return given

    @property
    def versions(self):
        return self.cleaned_data["versions"]

    @property
    def procedures(self):
        return [version.procedure for version in self.versions]

    @property
    def fault(self):
        return next(fault for faults in self.errors.values() for fault in faults)

    @property
    def label(self):
        return KINDS[self.cleaned_data["what"]][0]

    @property
    def form_class(self):
        return KINDS[self.cleaned_data["what"]][1]
