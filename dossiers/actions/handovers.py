"""Results that an office brings to the desk together go on a list, signed by who gives and who takes."""

import hashlib

from django.db import transaction
from django.utils import timezone

from dossiers.handovers import print_handover
from dossiers.models import HandoverEntry, HandoverList, SlipKind, Step
from dossiers.numbering import next_on_slips


class AlreadyListed(Exception):
    """One of the results is on another list by now."""


@transaction.atomic
def list_results(*, agency, desk, steps, by, now):
    """The list of `steps`, by which results came from `agency` to `desk`: numbered and printed. Raises AlreadyListed.

    The number is in the print and the print never changes, so it is made before the commit.
    """
    steps = list(
        Step.objects.select_for_update(of=("self",))
        .filter(pk__in=[step.pk for step in steps])
        .select_related("dossier__version")
        .order_by("begun_at", "pk")
    )
    if HandoverEntry.objects.filter(step__in=steps).exists():
        raise AlreadyListed
    day = timezone.localdate(now)
    number = next_on_slips(agency.unit.committee, SlipKind.HANDOVER, day)
    content = print_handover(agency=agency, desk=desk, number=number, steps=steps, by=by, now=now)
    made = HandoverList.objects.create(
        unit=agency.unit,
        year=day.year,
        number=number,
        agency=agency,
        desk=desk,
        made_at=now,
        made_by=by,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    HandoverEntry.objects.bulk_create(
        HandoverEntry(list=made, position=position, step=step) for position, step in enumerate(steps, 1)
    )
    return made
