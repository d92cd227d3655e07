"""Ticking a whole decision off at a unit, with what proves it; undoing one's own slip."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from procedures.actions.photos import stored_photos
from procedures.actions.postings import all_or_nothing, not_in_the_future, post, take_down
from procedures.models import (
    Finding,
    Posting,
    PostingPhoto,
    PostingPlace,
    PostingRound,
    ProcedureVersion,
    PublicationDecision,
    SpotCheck,
)
from units.models import ServiceDesk, User


def confirm(
    *,
    decision: PublicationDecision,
    desk: ServiceDesk,
    place: PostingPlace,
    put_up: Collection[ProcedureVersion],
    taken_down: Collection[ProcedureVersion],
    done_on: date,
    by: User,
    now: datetime,
    link: str = "",
    note: str = "",
    photos: Collection = (),
) -> PostingRound:
    """Post what `decision` began and take down what it ended at a desk, all or nothing; the photos are kept with it.

    Raises ValidationError with what stands against it, also where somebody else has done all of it meanwhile.
    """
    with stored_photos(photos) as stored, all_or_nothing([*put_up, *taken_down]):
        ServiceDesk.objects.select_for_update().get(pk=desk.pk)
        _refuse_day(decision, done_on, now)
        there = Posting.objects.filter(desk=desk, place=place, removed_on=None)
        hanging = set(there.filter(version__in=put_up).values_list("version", flat=True))
        new = [version for version in put_up if version.pk not in hanging]
        over = list(there.filter(version__in=taken_down))
        if not (new or over):
            raise ValidationError(_("Nothing of it is left to do here: somebody has confirmed it already."))
        made = PostingRound.objects.create(
            decision=decision, desk=desk, place=place, done_on=done_on, link=link, note=note, at=now, by=by
        )
        PostingPhoto.objects.bulk_create(
            PostingPhoto(round=made, added_at=now, added_by=by, **asdict(file)) for file in stored
        )
        post(versions=new, desk=desk, place=place, posted_on=done_on, by=by, now=now)
        take_down(postings=over, removed_on=done_on, by=by, now=now)
        there.filter(version__in=new).update(put_up_in=made)
        Posting.objects.filter(pk__in=[posting.pk for posting in over]).update(taken_down_in=made)
    return made


def add_proof(*, made: PostingRound, by: User, now: datetime, link: str = "", photos: Collection = ()) -> PostingRound:
    """Keep photos, or the link where it has none, that prove a round confirmed before. Raises ValidationError."""
    with stored_photos(photos) as stored, transaction.atomic():
        made = PostingRound.objects.select_for_update().get(pk=made.pk)
        if made.undone_at:
            raise ValidationError(_("This confirmation was undone: there is nothing to prove."))
        if link and made.link:
            raise ValidationError(_("It has a link already, which stays."))
        PostingPhoto.objects.bulk_create(
            PostingPhoto(round=made, added_at=now, added_by=by, **asdict(file)) for file in stored
        )
        if link:
            made.link, made.link_added_at, made.link_added_by = link, now, by
            made.save(update_fields=["link", "link_added_at", "link_added_by"])
    return made


@transaction.atomic
def undo_round(*, made: PostingRound, by: User, now: datetime):
    """Undo what one confirmed oneself today: what it put up never hung, what it took down hangs as before.

    The round and its photos stay, marked as undone. Raises ValidationError.
    """
    ServiceDesk.objects.select_for_update().get(pk=made.desk_id)
    made = PostingRound.objects.select_for_update().get(pk=made.pk)
    if not may_undo(made, by, now):
        raise ValidationError(_("Only who confirmed it undoes it, once, and on the same day."))
    if made.put_up.exclude(removed_on=None).exists() or made.taken_down.count() != _down_still(made).count():
        raise ValidationError(_("Some of it was changed since: undo nothing, correct it in the list of the unit."))
    made.put_up.update(removed_on=F("posted_on"), removed_by=by)
    _down_still(made).update(removed_on=None, removed_by=None, taken_down_in=None)
    made.undone_at = now
    made.save(update_fields=["undone_at"])


def may_undo(made: PostingRound | SpotCheck, by: User, now: datetime) -> bool:
    """A round or a check: by who entered it, once, on the day he did."""
    is_of_today = timezone.localdate(made.at) == timezone.localdate(now)
    return made.by_id == by.pk and made.undone_at is None and is_of_today


def _down_still(made):
    """The keys, since an update cannot look at its own table."""
    keys = list(
        made.taken_down.exclude(findings__in=Finding.objects.not_found()).not_up_anew().values_list("pk", flat=True)
    )
    return Posting.objects.filter(pk__in=keys)


def _refuse_day(decision, done_on, now):
    not_in_the_future(done_on, now)
    if decision.issued_on and done_on < decision.issued_on:
        raise ValidationError(
            _("The decision was issued on %(issued)s: nothing of it can have hung on %(day)s."),
            params={"issued": f"{decision.issued_on:%d/%m/%Y}", "day": f"{done_on:%d/%m/%Y}"},
        )
