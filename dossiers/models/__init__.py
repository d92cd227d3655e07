from dossiers.models.apologies import Apology
from dossiers.models.batches import Batch, BatchItem, ItemOutcome
from dossiers.models.calendar_changes import CalendarChange
from dossiers.models.corrections import Correction
from dossiers.models.delays import Delay, DelayCause
from dossiers.models.dossier import Delivery, Dossier, FeeStatus
from dossiers.models.due_moves import DueCause, DueMove
from dossiers.models.enquiries import Enquiry, EnquiryKind, RefusalCause
from dossiers.models.exports import Export, ExportKind, ExportState
from dossiers.models.fees import SLIP_OF, ExemptionGround, FeeEntry, FeeEntryKind, FeeNature
from dossiers.models.handovers import HandoverEntry, HandoverList
from dossiers.models.history import BookCounter, DossierCounter, DossierEvent, EventKind, Slip, SlipCounter, SlipKind
from dossiers.models.papers import DossierDocument, DossierFile, SignedScan
from dossiers.models.pauses import Pause
from dossiers.models.publications import ResultsPublication
from dossiers.models.reminders import Reminder
from dossiers.models.steps import HowItEnded, Step

__all__ = [
    "SLIP_OF",
    "Apology",
    "Batch",
    "BatchItem",
    "BookCounter",
    "CalendarChange",
    "Correction",
    "Delay",
    "DelayCause",
    "Delivery",
    "Dossier",
    "DossierCounter",
    "DossierDocument",
    "DossierEvent",
    "DossierFile",
    "DueCause",
    "DueMove",
    "Enquiry",
    "EnquiryKind",
    "EventKind",
    "ExemptionGround",
    "Export",
    "ExportKind",
    "ExportState",
    "FeeEntry",
    "FeeEntryKind",
    "FeeNature",
    "HandoverEntry",
    "HandoverList",
    "HowItEnded",
    "FeeStatus",
    "ItemOutcome",
    "Pause",
    "RefusalCause",
    "Reminder",
    "ResultsPublication",
    "SignedScan",
    "Slip",
    "SlipCounter",
    "SlipKind",
    "Step",
]
