from procedures.forms.catalogue import ProcedureFilter
from procedures.forms.decisions import (
    ChosenProceduresForm,
    DecisionForm,
    LineForms,
    ReasonForm,
    RedateForm,
    offered_to,
)
from procedures.forms.postings import ChosenForm, PostingFilter, PostingsDayForm

__all__ = [
    "ChosenForm",
    "ChosenProceduresForm",
    "DecisionForm",
    "LineForms",
    "PostingFilter",
    "PostingsDayForm",
    "ProcedureFilter",
    "ReasonForm",
    "RedateForm",
    "offered_to",
]
