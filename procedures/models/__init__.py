from procedures.models.catalogue import (
    Handling,
    Procedure,
    ProcedureAtUnit,
    ProcedureQuerySet,
    Sector,
    SectorQuerySet,
)
from procedures.models.changes import CatalogueChange
from procedures.models.checks import Finding, PostingPhoto, SpotCheck
from procedures.models.decisions import (
    KEEPERS,
    DecisionDeed,
    DecisionEvent,
    DecisionLine,
    DecisionState,
    LineKind,
    PublicationDecision,
    ReplacedProcedure,
)
from procedures.models.events import ProcedureDeed, ProcedureEvent
from procedures.models.feedback import (
    DeclineCause,
    Feedback,
    FeedbackChannel,
    FeedbackDeed,
    FeedbackEvent,
    FeedbackKind,
    FeedbackState,
)
from procedures.models.fees import Fee, FeeKind
from procedures.models.life_events import Audience, LifeEvent, LifeEventPart
from procedures.models.postings import Posting
from procedures.models.processes import Process, ProcessStep, StepPlace
from procedures.models.rounds import PostingPlace, PostingRound
from procedures.models.searching import Likeness
from procedures.models.sizes import SheetSize
from procedures.models.versions import (
    Change,
    Channel,
    EndedVersion,
    ExcludedTime,
    FormFile,
    LeftOutDay,
    LimitUnit,
    ProcedureCase,
    ProcedureVersion,
    ProcedureVersionQuerySet,
    RequiredDocument,
)

__all__ = [
    "KEEPERS",
    "Audience",
    "CatalogueChange",
    "Change",
    "Channel",
    "DecisionDeed",
    "DecisionEvent",
    "DecisionLine",
    "DecisionState",
    "DeclineCause",
    "EndedVersion",
    "ExcludedTime",
    "Fee",
    "FeeKind",
    "Feedback",
    "FeedbackChannel",
    "FeedbackDeed",
    "FeedbackEvent",
    "FeedbackKind",
    "FeedbackState",
    "Finding",
    "FormFile",
    "Handling",
    "LeftOutDay",
    "LifeEvent",
    "LifeEventPart",
    "Likeness",
    "LimitUnit",
    "LineKind",
    "Posting",
    "PostingPhoto",
    "PostingPlace",
    "PostingRound",
    "Procedure",
    "ProcedureAtUnit",
    "ProcedureCase",
    "ProcedureDeed",
    "ProcedureEvent",
    "ProcedureQuerySet",
    "ProcedureVersion",
    "ProcedureVersionQuerySet",
    "Process",
    "ProcessStep",
    "PublicationDecision",
    "ReplacedProcedure",
    "RequiredDocument",
    "Sector",
    "SectorQuerySet",
    "SheetSize",
    "SpotCheck",
    "StepPlace",
]
