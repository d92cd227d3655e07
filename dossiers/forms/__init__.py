from dossiers.forms.corrections import CorrectionForm
from dossiers.forms.intake import IntakeForm
from dossiers.forms.moves import HandBackForm, ReasonForm, ResolveForm, form_for
from dossiers.forms.signed import SignedForm
from dossiers.forms.tracking import TrackingForm

__all__ = [
    "CorrectionForm",
    "HandBackForm",
    "IntakeForm",
    "ReasonForm",
    "ResolveForm",
    "SignedForm",
    "TrackingForm",
    "form_for",
]
