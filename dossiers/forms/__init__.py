from dossiers.forms.intake import IntakeForm
from dossiers.forms.moves import HandBackForm, ReasonForm, ResolveForm, form_for

__all__ = ["HandBackForm", "IntakeForm", "ReasonForm", "ResolveForm", "form_for"]
