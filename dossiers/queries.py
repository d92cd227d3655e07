"""Questions about many dossiers, asked by screens."""

import re
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, F, Q, Value
from django.utils import timezone

from dossiers import cards
from dossiers.models import Dossier
from dossiers.models.dossier import start_of
from units.models import AgencyCode
from units.text import Fold, normalise

MOST_FOUND = 50
# The tail of a code as people read it out, the day and the number: 180115-0005, or 180115-5.
ENDING = re.compile(r"(\d{6})-(\d{1,4})", re.ASCII)


def find(text, *, user):
    """What the one box finds among the dossiers that `user` may see: by code, card, number, phone or name.

    Newest first. Each way but the last is a look into one index.
    """
    dossiers = Dossier.objects.visible_to(user).with_list_data()
    text = normalise(text)
    if code := cards.DOSSIER_CODE.search(text.upper()):
        return dossiers.filter(code=code[0])
    if cards.read_card(text):
        return dossiers.filter(applicant_id_number__in=_numbers(text))
    by_code = dossiers.filter(code__in=_codes(text))
    if by_code.exists():
        return by_code
    has_words = any(word.isalpha() and len(word) > 2 for word in text.split())  # a passport begins with two letters
    if any(character.isdigit() for character in text) and not has_words:
        number = Q(applicant_id_number=cards.clean_id_number(text))
        return dossiers.filter(number | Q(applicant_phone=cards.clean_phone(text)))
    letters = sum(character.isalnum() for character in text)
    return dossiers.search_names(text) if letters >= 2 else dossiers.none()


def possible_doubles(*, user, procedure, name, id_number, now, other_than=None):
    """The same person asking for the same procedure within the last DOUBLE_WITHIN_DAYS, among what `user` may see.

    `name` and `id_number` as they were typed. Where either dossier has no number, the whole name says who it is.
    """
    since = start_of(timezone.localdate(now) - timedelta(days=settings.DOUBLE_WITHIN_DAYS))
    dossiers = (
        Dossier.objects.visible_to(user)
        .filter(version__procedure=procedure, received_at__gte=since)
        .exclude(pk=other_than)
        .alias(folded_name=Fold(F("applicant_name")))
        .with_list_data()
    )
    same_name = Q(folded_name=Fold(Value(normalise(name))))
    if numbers := _numbers(id_number):
        return dossiers.filter(Q(applicant_id_number__in=numbers) | Q(applicant_id_number="") & same_name)
    return dossiers.filter(same_name) if len(name.split()) > 1 else dossiers.none()


def most_received(desk, *, now, most):
    """The versions that `desk` received most in the last quarter."""
    since = start_of(timezone.localdate(now) - timedelta(days=92))
    return list(
        Dossier.objects.filter(receiving_desk=desk, received_at__gte=since)
        .values("version")
        .annotate(count=Count("pk"))
        .order_by("-count", "version")
        .values_list("version", flat=True)[:most]
    )


def _codes(text):
    """The codes that `text` may stand for: itself, and with every agency's code before it where it is an ending."""
    codes = {text, text.upper()}
    if ending := ENDING.fullmatch(text):
        prefixes = AgencyCode.objects.order_by().values_list("code", flat=True).distinct()
        codes |= {f"{prefix}-{ending[1]}-{ending[2]:0>4}" for prefix in prefixes}
    return codes


def _numbers(text):
    """The identity numbers in `text`, typed with blanks and dots or by a scanner from a card."""
    card = cards.read_card(text)
    numbers = (card.number, card.old_number) if card else (cards.clean_id_number(text),)
    return [number for number in numbers if number]
