"""Drafting a publication decision: its head, which procedures it speaks of, and what it says of each."""

import re
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from procedures.content import Content
from procedures.forms.content import (
    CaseFormSet,
    ChargeFormSet,
    ContentForm,
    PaperFormSet,
    lines,
    long_text,
)
from procedures.forms.files import FormFileFormSet
from procedures.line_rows import procedures_with
from procedures.models import Handling, LineKind, Procedure, ProcedureVersion, PublicationDecision
from units.fields import DateField, TextField
from units.models import Level


class DecisionForm(forms.ModelForm):
    number = TextField(label=_("Number"), max_length=100, help_text=_("As printed: 55/QĐ-UBND."))
    issued_on = DateField(label=_("Issued on"))
    issuer = TextField(label=_("Issued by"), max_length=200, required=False)
    title = TextField(label=_("About"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    effective_from = DateField(
        label=_("In force from"), required=False, help_text=_("Lines that hold from another day say so.")
    )

    class Meta:
        model = PublicationDecision
        fields = ["number", "issued_on", "issuer", "title", "effective_from"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.instance.is_draft:
            del self.fields["effective_from"]


class ChosenProceduresForm(forms.Form):
    """Procedures that the decision amends or abolishes."""

    kind = forms.ChoiceField(choices=[(kind, kind.label) for kind in (LineKind.AMEND, LineKind.ABOLISH)])
    chosen = forms.ModelMultipleChoiceField(
        None,
        error_messages={
            "required": _("Tick the procedures that the decision speaks of."),
            "invalid_choice": _("The list has changed by now. Tick them once more."),
        },
    )

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = offered


class CodesForm(forms.Form):
    """Procedures that the decision abolishes, by their codes as they stand in it."""

    level = forms.ChoiceField(label=_("Level"), choices=Level)
    codes = long_text(
        _("Codes"), rows=6, required=True, help_text=_("As they stand in the decision: one a line, or with commas.")
    )

    def clean(self):
        given = self.cleaned_data
        codes = re.split(r"[\s,;]+", given.get("codes", "").strip())
        given["procedures"], missing = procedures_with(filter(None, codes), given.get("level"))
        if missing:
            said = _("There is no procedure %(codes)s at this level.")
            self.add_error("codes", ValidationError(said, params={"codes": ", ".join(missing)}))
        return given


class ReasonForm(forms.Form):
    reason = TextField(label=_("Reason"), max_length=1000, error_messages={"required": _("Give the reason.")})


class RedateForm(ReasonForm):
    effective_from = DateField(label=_("In force from"), error_messages={"required": _("Give the day.")})

    field_order = ["effective_from", "reason"]


class LineDayForm(forms.Form):
    """From which day on a procedure is abolished, where it is not the decision's."""

    effective_from = DateField(label=_("Abolished from"), required=False, help_text=_("Empty: as the decision says."))


class NewProcedureForm(forms.Form):
    """Which procedure a line adds, and whose place it takes."""

    level = forms.ChoiceField(label=_("Level"), choices=Level)
    code = TextField(label=_("Code"), required=False, max_length=40, help_text=_("Empty: a local one is given."))
    handling = forms.ChoiceField(label=_("At the desks"), choices=Handling)
    replaced = long_text(
        _("Replaces"), rows=2, help_text=_("Codes of the procedures of this level that end for it; one a line.")
    )

    def clean_code(self):
        code = self.cleaned_data["code"]
        if any(character.isspace() or character in "/?#;" for character in code):
            raise ValidationError(_("%(code)s is not a code"), params={"code": code})
        return code

    def clean(self):
        given = self.cleaned_data
        codes = set(lines(given.get("replaced", "")))
        here = {each.code: each for each in Procedure.objects.filter(level=given.get("level"), code__in=codes)}
        if missing := sorted(codes - set(here)):
            said = _("There is no procedure %(codes)s at this level.")
            self.add_error("replaced", ValidationError(said, params={"codes": ", ".join(missing)}))
        given["replaced"] = list(here.values())
        return given


class LineForms:
    """All that a line says, on one page: which procedure, texts and times, cases, papers, forms to fill in, fees.

    `seen` is a digest of the draft that was shown, so that what somebody else changed meanwhile is not overwritten.
    """

    def __init__(self, data=None, files=None, *, line=None, level=""):
        data = data and data.copy()  # so that a file that came once need not come again
        self.line, self.data = line, data
        content = line.content if line else None
        self.content_form = ContentForm(
            data, content=content, initial={"effective_from": line.effective_from} if line else {}
        )
        self.cases = CaseFormSet(data, prefix="cases", values=content.cases if content else ())
        self.papers = PaperFormSet(data, prefix="papers", values=content.papers if content else ())
        forms = content.forms if content else ()
        self.form_files = FormFileFormSet(data, files if data else None, prefix="forms", values=forms)
        self.is_new = line is None or line.is_new
        self.procedure = NewProcedureForm(data, initial=self._procedure_initial(level)) if self.is_new else None
        charges = (line.charges or ()) if line else ()
        self.charges = ChargeFormSet(data, prefix="charges", values=charges) if self.is_new else None

    def _procedure_initial(self, level):
        if self.line is None:
            return {"level": level or Level.COMMUNE}
        replaced = "\n".join(self.line.replaced.values_list("procedure__code", flat=True))
        return {name: getattr(self.line, name) for name in ("level", "code", "handling")} | {"replaced": replaced}

    @property
    def parts(self):
        parts = (self.procedure, self.content_form, self.cases, self.papers, self.form_files, self.charges)
        return [part for part in parts if part]

    def is_valid(self):
        faulty = [part for part in self.parts if not part.is_valid()]
        return not faulty

    @cached_property
    def content(self) -> Content:
        base = self.line.content if self.line else None
        rows = {"cases": self.cases.values(), "papers": self.papers.values(), "forms": self.form_files.values()}
        return self.content_form.content(**rows, base=base)

    @property
    def values(self) -> dict:
        """What `actions.draft_new` and `actions.redraft` take."""
        given = {"content": self.content, "effective_from": self.content_form.cleaned_data["effective_from"]}
        if self.is_new:
            given |= self.procedure.cleaned_data | {"charges": self.charges.values()}
        return given

    @property
    def digest(self):
        return self.line.digest if self.line else ""

    @property
    def case_names(self):
        return [case.name for case in self.line.content.cases] if self.line else []


def offered_to(decision, versions) -> "list[ProcedureVersion]":
    """Of `versions` those of procedures that the decision does not speak of yet."""
    return versions.exclude(procedure__in=decision.lines.exclude(procedure=None).values("procedure"))
