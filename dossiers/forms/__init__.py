from dossiers.forms.intake import IntakeForm
from dossiers.forms.moves import HandBackForm, ReasonForm, ResolveForm, form_for
from dossiers.forms.tracking import TrackingForm

__all__ = ["HandBackForm", "IntakeForm", "ReasonForm", "ResolveForm", "TrackingForm", "form_for"]
