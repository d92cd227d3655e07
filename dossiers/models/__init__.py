from dossiers.models.dossier import Delivery, Dossier, DossierDocument, DossierFile, FeeStatus
from dossiers.models.history import BookCounter, DossierCounter, DossierEvent, EventKind, Slip, SlipKind

__all__ = [
    "BookCounter",
    "Delivery",
    "Dossier",
    "DossierCounter",
    "DossierDocument",
    "DossierEvent",
    "DossierFile",
    "EventKind",
    "FeeStatus",
    "Slip",
    "SlipKind",
]
