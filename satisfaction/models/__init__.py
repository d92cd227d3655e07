from satisfaction.models.answers import Answer, Source, Survey
from satisfaction.models.cards import TYPISTS, Card, CardBatch, desks_typed_by
from satisfaction.models.kiosks import Kiosk
from satisfaction.models.marks import Factor, Mark, Marks

__all__ = [
    "Answer",
    "Card",
    "CardBatch",
    "Factor",
    "Kiosk",
    "Mark",
    "Marks",
    "Source",
    "Survey",
    "TYPISTS",
    "desks_typed_by",
]
