from procedures.forms.alike import ChosenAlikeForm
from procedures.forms.catalogue import ProcedureFilter, WholeTextFilter
from procedures.forms.decisions import (
    ChosenProceduresForm,
    CodesForm,
    DecisionForm,
    LineDayForm,
    LineForms,
    ReasonForm,
    RedateForm,
    offered_to,
)
from procedures.forms.exceptions import AtUnitsForm
from procedures.forms.manage import AmendInForm, CompareForm, FeeForm, ProcedureToAmendForm
from procedures.forms.postings import BookletFilter, ChosenForm, PostingFilter, PostingsDayForm
from procedures.forms.rounds import ProofForm, RoundForm, SpotCheckForm
from procedures.forms.sheets import SheetForm

__all__ = [
    "AmendInForm",
    "AtUnitsForm",
    "BookletFilter",
    "ChosenAlikeForm",
    "ChosenForm",
    "ChosenProceduresForm",
    "CodesForm",
    "CompareForm",
    "DecisionForm",
    "FeeForm",
    "LineDayForm",
    "LineForms",
    "PostingFilter",
    "PostingsDayForm",
    "ProcedureFilter",
    "ProcedureToAmendForm",
    "ProofForm",
    "ReasonForm",
    "RedateForm",
    "RoundForm",
    "SheetForm",
    "SpotCheckForm",
    "WholeTextFilter",
    "offered_to",
]
