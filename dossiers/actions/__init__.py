"""Everything that changes a dossier: each action is one transaction, locks what it moves and writes the event."""

from dossiers.actions.apologies import apologise
from dossiers.actions.calendars import NotAsSeen, WorkedDayTaken, change_calendar
from dossiers.actions.corrections import ChangedMeanwhile, NothingToCorrect, ReasonMissing, change_of, correct
from dossiers.actions.delays import NotLate, explain_delay
from dossiers.actions.enquiries import AlreadyReceived, Asked, EnquiryKept, advise, refuse
from dossiers.actions.extensions import extend
from dossiers.actions.fees import (
    AmountTooHigh,
    FeeStillOwed,
    ReceiptRecorded,
    change_fee,
    collect_fee,
    exempt_fee,
    refund_fee,
)
from dossiers.actions.handing_on import NoSuchStep, assign, forward, send_back, take_over
from dossiers.actions.handovers import AlreadyListed, list_results
from dossiers.actions.history import LeaderMustDecide, MoveNotAllowed, NotForeseen
from dossiers.actions.intake import Intake, OnPaper, Paper
from dossiers.actions.moves import (
    Collection,
    StillToCome,
    deny,
    hand_back,
    record_unmasking,
    resolve,
    start,
    stop,
    withdraw,
)
from dossiers.actions.pauses import ask_for_papers, await_payment, resume, suspend
from dossiers.actions.publications import may_undo_publication, publish_results, undo_publication
from dossiers.actions.reception import KeyReused, VersionGone, enter_from_paper_book, receive, receive_and_hand_back
from dossiers.actions.reminders import settle
from dossiers.actions.signed import file_signed
from dossiers.actions.signing import record_signature, submit_for_signature
from dossiers.actions.successions import hand_over_work, hand_to_successor

__all__ = [
    "AlreadyListed",
    "AlreadyReceived",
    "AmountTooHigh",
    "Asked",
    "ChangedMeanwhile",
    "Collection",
    "EnquiryKept",
    "FeeStillOwed",
    "Intake",
    "KeyReused",
    "LeaderMustDecide",
    "MoveNotAllowed",
    "NoSuchStep",
    "NotAsSeen",
    "NotForeseen",
    "NotLate",
    "NothingToCorrect",
    "OnPaper",
    "Paper",
    "ReasonMissing",
    "ReceiptRecorded",
    "StillToCome",
    "VersionGone",
    "WorkedDayTaken",
    "advise",
    "apologise",
    "ask_for_papers",
    "assign",
    "await_payment",
    "change_calendar",
    "change_fee",
    "change_of",
    "collect_fee",
    "correct",
    "deny",
    "enter_from_paper_book",
    "exempt_fee",
    "explain_delay",
    "extend",
    "file_signed",
    "forward",
    "hand_back",
    "hand_over_work",
    "hand_to_successor",
    "list_results",
    "may_undo_publication",
    "publish_results",
    "receive",
    "receive_and_hand_back",
    "record_signature",
    "record_unmasking",
    "refund_fee",
    "refuse",
    "resolve",
    "resume",
    "send_back",
    "settle",
    "start",
    "stop",
    "submit_for_signature",
    "suspend",
    "take_over",
    "undo_publication",
    "withdraw",
]
