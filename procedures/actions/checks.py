"""Kiểm tra thực tế: what was looked for on a board, and what that does to the ticks of the unit."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from procedures.actions.photos import stored_photos
from procedures.actions.postings import not_in_the_future
from procedures.actions.rounds import may_undo
from procedures.models import Finding, Posting, PostingPhoto, PostingPlace, SpotCheck
from units.models import ServiceDesk, User


def record_check(
    *,
    desk: ServiceDesk,
    place: PostingPlace,
    checked_on: date,
    found: Mapping[int, bool],
    by: User,
    now: datetime,
    note: str = "",
    photos: Collection = (),
) -> SpotCheck:
    """Write down what was found of the postings with the keys in `found`; what was not hangs no more from that day on.

    What the unit had said before that day stays as it was counted (docs/decisions/0019). Raises ValidationError.
    """
    with stored_photos(photos) as stored, transaction.atomic():
        ServiceDesk.objects.select_for_update().get(pk=desk.pk)
        _refuse(desk, place, checked_on, found, note, now)
        made = SpotCheck.objects.create(desk=desk, place=place, checked_on=checked_on, note=note, at=now, by=by)
        until = dict(Posting.objects.filter(pk__in=found).values_list("pk", "removed_on"))
        Finding.objects.bulk_create(
            Finding(check_made=made, posting_id=posting, was_found=was_found, had_until=until[posting])
            for posting, was_found in found.items()
        )
        PostingPhoto.objects.bulk_create(
            PostingPhoto(check_made=made, added_at=now, added_by=by, **asdict(file)) for file in stored
        )
        missed = [posting for posting, was_found in found.items() if not was_found]
        Posting.objects.filter(pk__in=missed).update(removed_on=checked_on, removed_by=by)
    return made


@transaction.atomic
def undo_check(*, made: SpotCheck, by: User, now: datetime):
    """Undo what one recorded by a slip today: what was not found hangs as before; the check stays, marked as undone.

    Raises ValidationError, also where something of it was put up anew since.
    """
    ServiceDesk.objects.select_for_update().get(pk=made.desk_id)
    made = SpotCheck.objects.select_for_update().get(pk=made.pk)
    if not may_undo(made, by, now):
        raise ValidationError(_("Only who recorded it undoes it, once, and on the same day."))
    missed = made.findings.filter(was_found=False)
    down = Posting.objects.filter(findings__in=missed, removed_on=made.checked_on)
    if down.not_up_anew().count() != missed.count():
        raise ValidationError(_("What was not found has been put up anew since: there is nothing to undo."))
    for finding in missed.select_related("posting"):
        finding.posting.removed_on, finding.posting.removed_by = finding.had_until, finding.had_until and by
        finding.posting.save(update_fields=["removed_on", "removed_by"])
    made.undone_at = now
    made.save(update_fields=["undone_at"])


def _refuse(desk, place, checked_on, found, note, now):
    not_in_the_future(checked_on, now)
    if not desk.unit.is_in_force_on(checked_on):
        raise ValidationError(_("%(unit)s was no unit on that day."), params={"unit": desk.unit.name})
    if not found:
        raise ValidationError(_("Nothing was looked for: nothing is said to hang there on that day."))
    hanging = Posting.objects.up_on(checked_on).filter(desk=desk, place=place, pk__in=found)
    if hanging.count() != len(found):
        raise ValidationError(_("What is said to hang there has changed by now: look at the sample once more."))
    if not all(found.values()) and not note:
        raise ValidationError(_("Say in the note what hung there instead, or how you looked: the unit reads it."))
