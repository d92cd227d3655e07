from satisfaction.models.answers import Answer, Source, Survey
from satisfaction.models.cards import Card, CardBatch
from satisfaction.models.kiosks import Kiosk
from satisfaction.models.marks import Factor, Mark, Marks

__all__ = ["Answer", "Card", "CardBatch", "Factor", "Kiosk", "Mark", "Marks", "Source", "Survey"]
