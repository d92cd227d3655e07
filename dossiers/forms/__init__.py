from dossiers.forms.corrections import CorrectionForm
from dossiers.forms.intake import IntakeForm
from dossiers.forms.moves import HandBackForm, ReasonForm, ResolveForm, form_for
from dossiers.forms.publications import PublicationForm, YearForm
from dossiers.forms.signed import SignedForm
from dossiers.forms.tracking import TrackingForm

__all__ = [
    "CorrectionForm",
    "HandBackForm",
    "IntakeForm",
    "PublicationForm",
    "ReasonForm",
    "ResolveForm",
    "SignedForm",
    "TrackingForm",
    "YearForm",
    "form_for",
]
