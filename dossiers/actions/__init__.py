"""Everything that changes a dossier: each action is one transaction, locks what it moves and writes the event."""

from dossiers.actions.apologies import apologise
from dossiers.actions.history import LeaderMustDecide, MoveNotAllowed
from dossiers.actions.moves import (
    Collection,
    ResultStillToCome,
    deny,
    hand_back,
    record_unmasking,
    resolve,
    start,
    stop,
    withdraw,
)
from dossiers.actions.pauses import ask_for_papers, await_payment, resume
from dossiers.actions.reception import Intake, KeyReused, Paper, receive, receive_and_hand_back

__all__ = [
    "Collection",
    "Intake",
    "KeyReused",
    "LeaderMustDecide",
    "MoveNotAllowed",
    "Paper",
    "ResultStillToCome",
    "apologise",
    "ask_for_papers",
    "await_payment",
    "deny",
    "hand_back",
    "receive",
    "receive_and_hand_back",
    "record_unmasking",
    "resolve",
    "resume",
    "start",
    "stop",
    "withdraw",
]
