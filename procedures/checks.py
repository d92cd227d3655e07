"""Spot checks (kiểm tra thực tế): which postings are looked for, and what was found before."""

from datetime import date
from random import Random

from django.db.models import Q, QuerySet

from procedures.models import Posting, PostingPlace, SpotCheck
from units.models import AdministrativeUnit, ServiceDesk

DRAWN, RECENT = 5, 2  # of a sample: at random, and what was put up last


def sample_of(desk: ServiceDesk, place: PostingPlace, day: date) -> list[Posting]:
    """What to look for of all that is said to hang there on `day`: what was put up last, and some at random.

    The draw is by desk and day, so that nobody draws again until it suits him.
    """
    hanging = Posting.objects.up_on(day).filter(desk=desk, place=place)
    hanging = hanging.filter(Q(version__valid_to=None) | Q(version__valid_to__gte=day))
    newest_first = list(hanging.select_related("version__procedure").order_by("-posted_on", "pk"))
    recent, others = newest_first[:RECENT], newest_first[RECENT:]
    drawn = Random(f"{desk.pk} {place} {day}").sample(others, min(DRAWN, len(others)))
    return recent + sorted(drawn, key=lambda posting: posting.version.name)


def checks_of(unit: AdministrativeUnit, place: PostingPlace) -> QuerySet[SpotCheck]:
    """What was found there, the last first."""
    checks = SpotCheck.objects.filter(desk__unit=unit, place=place).select_related("by")
    return checks.prefetch_related("photos", "findings__posting__version__procedure")
