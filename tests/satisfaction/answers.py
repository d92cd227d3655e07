"""Answers for tests of their sums: so many with one mark."""

from datetime import date

from satisfaction.actions import batches
from satisfaction.models import Answer, Card, Source
from tests.builders import counting

JANUARY, DECEMBER = date(2018, 1, 1), date(2017, 12, 1)


def answer(n, desk, procedure, *, overall=4, month=JANUARY, **values):
    """As the kiosk leaves them, but for the roll."""
    values = {"source": Source.KIOSK, "overall": overall, "month": month, **values}
    return Answer.objects.bulk_create(Answer(desk=desk, procedure=procedure, **values) for _ in range(n))


def seal_cards(n, desk, *, by, now, overall=4, **values):
    """So many cards in an envelope of this January, typed in and sealed."""
    envelope = {"month": JANUARY, "label": f"Phong bì {next(counting)}", "card_count": n}
    batch = batches.open_batch(desk=desk, by=by, now=now, **envelope)
    cards = {number: Card(position=number, overall=overall, **values) for number in range(1, n + 1)}
    batches.type_cards(batch=batch, cards=cards, seen=batches.digest({}))
    batches.seal(batch=batch, difference="", by=by, now=now)
