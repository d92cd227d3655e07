"""Paper cards: an envelope is opened, its cards are typed in, and it is sealed; only then do they count."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dossiers.models import Dossier
from satisfaction.models import Answer, Card, CardBatch, Factor, Source, Survey

MARKS = ("overall", *Factor.values, "comment")
CONTENT = ("dossier_code", "procedure_id", *MARKS)  # what stands on a card

UNKNOWN = _("This desk hands back no dossier with this code. Read it from the card again, or leave it empty.")
NO_RESULT = _("This dossier has no result yet, so nobody can have rated it.")
OTHER_MONTH = _("This dossier's result is of another month. Put the card into the envelope of that month.")
RATED = _("This dossier has been rated already, and counts once. Leave the card out and say so when you seal.")
TWICE = _("Another card of this envelope has this code. A dossier counts once.")
OTHER_PROCEDURE = _("This dossier is of another procedure. Leave the procedure empty: the dossier says it.")


class EnvelopeKnown(Exception):
    """The desk has a batch with these words on its envelope."""


class BatchSealed(Exception):
    """Nothing in it changes any more."""


class CardsChanged(Exception):
    """Somebody else saved other cards under these numbers since they were shown."""


class NumberDiffers(Exception):
    """There are more or fewer cards than the envelope says, and nobody says why."""


class CardsAtFault(Exception):
    """`faults` says by number what has become of cards since they were typed."""

    def __init__(self, faults):
        super().__init__(str(sorted(faults)))
        self.faults = faults


@dataclass(frozen=True)
class Fault:
    field: str
    what: str


def open_batch(*, desk, month, label, card_count, by, now):
    """Open the envelope of `desk` for the `month` given by its first day."""
    try:
        with transaction.atomic():
            return CardBatch.objects.create(
                desk=desk, month=month, label=label, card_count=card_count, opened_at=now, opened_by=by
            )
    except IntegrityError as clash:
        raise EnvelopeKnown(label) from clash


@transaction.atomic
def type_cards(*, batch, cards: Mapping[int, Card | None], seen: str):
    """Keep `cards` by their numbers, None where none is (any more); `seen` is the `digest` of what was shown before."""
    batch = _locked(batch)
    saved = {card.position: card for card in batch.cards.filter(position__in=cards)}
    if digest(saved) not in (seen, digest(cards)):
        raise CardsChanged
    batch.cards.filter(position__in=[position for position, card in cards.items() if card is None]).delete()
    typed = [card for card in cards.values() if card is not None]
    for card in typed:
        card.batch = batch
    Card.objects.bulk_create(typed, update_conflicts=True, unique_fields=["batch", "position"], update_fields=CONTENT)


@transaction.atomic
def seal(*, batch, difference, by, now):
    """Make every card an answer, for ever; `difference` says why there are more or fewer than the envelope says."""
    batch = _locked(batch)
    cards = list(batch.cards.all())
    if len(cards) != batch.card_count and not difference:
        raise NumberDiffers
    dossiers = dossiers_of(cards, batch)
    if faults := faults_of(cards, batch=batch, dossiers=dossiers, now=now):
        raise CardsAtFault(faults)
    _enter_in_roll(cards, dossiers)
    answers = [answer_of(card, batch, dossiers.get(card.dossier_code)) for card in cards]
    Answer.objects.bulk_create(sorted(answers, key=lambda answer: answer.pk))  # by lot: not as they lay in the envelope
    batch.cards.all().delete()
    batch.difference = difference if len(cards) != batch.card_count else ""
    batch.sealed_at, batch.sealed_by = now, by
    batch.save(update_fields=["difference", "sealed_at", "sealed_by"])
    return batch


def digest(cards: Mapping[int, Card | None]) -> str:
    """Stands for what is on `cards`, to tell whether it changed."""
    content = [
        (position, *(getattr(card, name) for name in CONTENT)) for position, card in sorted(cards.items()) if card
    ]
    return hashlib.sha256(repr(content).encode()).hexdigest()


def dossiers_of(cards: Iterable[Card], batch: CardBatch) -> dict[str, Dossier]:
    """The dossiers of the batch's desk that the cards name, by code: others are not there for whoever types them."""
    codes = {card.dossier_code for card in cards if card.dossier_code}
    of_desk = Dossier.objects.filter(returning_desk=batch.desk_id)
    found = of_desk.filter(code__in=codes).select_related("version") if codes else ()
    return {dossier.code: dossier for dossier in found}


def faults_of(cards, *, batch, dossiers, now, others=()) -> dict[int, Fault]:
    """What keeps cards from counting, by number: each names a dossier of this desk and month, not rated yet.

    `dossiers` are `dossiers_of` them, `others` the codes on the other cards of the envelope.
    """
    rated = set(Survey.objects.filter(dossier__in=dossiers.values()).values_list("dossier", flat=True))
    found, seen = {}, set(others)
    for card in cards:
        if not card.dossier_code:
            continue
        what = TWICE if card.dossier_code in seen else _fault(dossiers.get(card.dossier_code), batch, rated, now)
        seen.add(card.dossier_code)
        if what is None and card.procedure_id not in (None, dossiers[card.dossier_code].version.procedure_id):
            found[card.position] = Fault("procedure_code", OTHER_PROCEDURE)
        elif what is not None:
            found[card.position] = Fault("dossier_code", what)
    return found


def answer_of(card, batch, dossier=None):
    """The answer that `card` becomes: of its dossier's procedure where it names one, else of what stands on it."""
    marks = {name: getattr(card, name) for name in MARKS}
    procedure = dossier.version.procedure_id if dossier else card.procedure_id
    return Answer(
        desk_id=batch.desk_id,
        procedure_id=procedure,
        month=batch.month,
        source=Source.PAPER,
        is_of_dossier=dossier is not None,
        batch=batch,
        **marks,
    )


def _fault(dossier, batch, rated, now):
    if dossier is None:
        return UNKNOWN
    if not dossier.is_finished or dossier.finished_at > now:
        return NO_RESULT
    if timezone.localdate(dossier.finished_at).replace(day=1) != batch.month:
        return OTHER_MONTH
    return RATED if dossier.pk in rated else None


def _enter_in_roll(cards, dossiers):
    """The roll's key is the last word: between the look above and now a kiosk may have been quicker."""
    try:
        with transaction.atomic():
            Survey.objects.bulk_create(Survey(dossier=dossier) for dossier in dossiers.values())
    except IntegrityError as clash:
        rated = set(Survey.objects.filter(dossier__in=dossiers.values()).values_list("dossier__code", flat=True))
        late = {card.position: Fault("dossier_code", RATED) for card in cards if card.dossier_code in rated}
        raise CardsAtFault(late) from clash


def _locked(batch):
    batch = CardBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.is_sealed:
        raise BatchSealed
    return batch
