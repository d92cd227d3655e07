"""Many dossiers done at once: each for itself in its own transaction, or all of them in one that is rolled back whole.

Past the time that a request may take, jobs go on: one for each dossier, so that everybody sees how far it is and a
worker may be killed between two of them (docs/architecture.md, jobs). What was done is not done again, whoever asks.
"""

import hashlib
import json
import logging
import time
from datetime import timedelta
from traceback import format_tb

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from dossiers.carrying_out import Refused
from dossiers.errands import ERRANDS
from dossiers.models import Batch, BatchItem, Dossier, ItemOutcome
from dossiers.steps import lay_out
from units import clock

MOST_IN_ONE_REQUEST = 20  # done all or none, which cannot be left half way
STALLED_AFTER = timedelta(seconds=30)  # nobody waits longer for the next one before he is told

logger = logging.getLogger(__name__)


class NotAll(Exception):
    """One of them was refused, so none is done."""


def chosen(codes, user):
    """The dossiers of `codes`, in that order, as far as `user` may see them; each with the step it is in."""
    rows = Dossier.objects.visible_to(user).with_list_data().filter(code__in=codes)
    found = {row.code: row for row in rows.select_related("returning_desk__unit", "holding_agency__unit")}
    dossiers = [found[code] for code in dict.fromkeys(codes) if code in found]
    lay_out(dossiers)
    return dossiers


@transaction.atomic
def begin(*, key, errand, rows, answers, is_all_or_none, by, now):
    """The batch of one press, with the job that does it. `rows`: (dossier, what was filled in for it alone).

    Pressed again, it is the same batch, and (False) nothing is begun anew; with anything changed it is another one.
    """
    what = [by.pk, key, errand.name, answers, is_all_or_none, [(dossier.pk, own) for dossier, own in rows]]
    batch, is_new = Batch.objects.get_or_create(
        key=hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest(),
        defaults={
            "by": by,
            "errand": errand.name,
            "answers": answers,
            "is_all_or_none": is_all_or_none,
            "language": translation.get_language(),
            "made_at": now,
        },
    )
    if is_new:
        BatchItem.objects.bulk_create(
            BatchItem(batch=batch, position=position, dossier=dossier, answers=own)
            for position, (dossier, own) in enumerate(rows, 1)
        )
        go_on.enqueue(batch.pk)
    return batch, is_new


def do_at_once(batch, *, now):
    """As much as a request has time for; jobs do the rest."""
    if batch.is_all_or_none:
        if batch.items.count() <= MOST_IN_ONE_REQUEST:
            do_together(batch.pk, by=batch.by, now=now)
        return
    until = time.monotonic() + settings.BATCH_SECONDS_AT_ONCE
    while time.monotonic() < until and do_next(batch, now=now):
        pass


def is_stalled(batch, *, now):
    """Whether nothing of it was done for so long that nobody seems to be at it: no worker runs, or jobs gave it up."""
    last = batch.items.aggregate(last=Max("done_at"))["last"] or batch.made_at
    return now - last > STALLED_AFTER


def take_up_again(batch, *, now):
    """What was left lying, as far as a request has time for it; jobs of its own for the rest."""
    do_at_once(batch, now=now)
    if not batch.is_finished:
        go_on.enqueue(batch.pk)


@transaction.atomic
def do_next(batch, *, now):
    """One that waits and that nobody else is at, in a transaction of its own; whether there was one."""
    item = batch.items.waiting().select_for_update(skip_locked=True).first()
    if item:
        item.batch = batch
        _do(item, now)
    return item is not None


@task
def go_on(pk):
    """What the request that began a batch left to be done."""
    batch = Batch.objects.get(pk=pk)
    if batch.is_all_or_none:
        do_together(pk, by=batch.by, now=clock.now())
    else:
        for item in batch.items.waiting():
            do_item.enqueue(item.pk)


@task
def do_item(pk):
    item = BatchItem.objects.select_for_update(of=("self",)).select_related("batch__by").get(pk=pk)
    if item.outcome == ItemOutcome.WAITING:
        _do(item, clock.now())


@transaction.atomic
def do_together(pk, *, by, now):
    """All of a batch or none; what was refused, and why, is written down either way."""
    batch = Batch.objects.select_for_update().get(pk=pk)
    batch.by = by
    items = list(batch.items.waiting())
    refusals = {}
    try:
        with transaction.atomic(), translation.override(batch.language):
            Dossier.objects.filter(pk__in=[item.dossier_id for item in items]).in_order_locked()
            for item in items:
                item.batch = batch
                if why := _why_refused(item, now):
                    refusals[item] = why
            if refusals:
                raise NotAll
    except NotAll:
        for item in items:
            item.outcome = ItemOutcome.REFUSED if item in refusals else ItemOutcome.LEFT
            item.why = refusals.get(item, "")
    else:
        for item in items:
            item.outcome = ItemOutcome.DONE
    for item in items:
        item.done_at = now
    BatchItem.objects.bulk_update(items, ["outcome", "why", "done_at"])


@task
def forget():
    """Batches of long ago; what was done stands in the history of each dossier."""
    before = clock.now() - timedelta(days=settings.BATCHES_KEPT_DAYS)
    return Batch.objects.filter(made_at__lt=before).delete()[0]


def _do(item, now):
    with translation.override(item.batch.language):
        item.why = _why_refused(item, now)
    item.outcome = ItemOutcome.REFUSED if item.why else ItemOutcome.DONE
    item.done_at = now
    item.save(update_fields=["outcome", "why", "done_at"])


def _why_refused(item, now):
    """Do it, and nothing to say; or leave it as it is, and why.

    A fault of ours is a refusal too: tried again it comes again, and the others would wait behind it. Only the database
    may have been at fault for the moment.
    """
    try:
        with transaction.atomic():
            _attempt(item.batch, item, now)
    except Refused as refusal:
        return str(refusal)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        _log(item, error)
        return _("A fault of the program stopped it; nothing was changed. Open the dossier and do it there.")
    return ""


def _log(item, error):
    """Where it failed, not the message, which may quote a row."""
    place = "".join(format_tb(error.__traceback__))
    logger.error("Item %s of batch %s: %s\n%s", item.position, item.batch_id, type(error).__qualname__, place)


def _attempt(batch, item, now):
    errand = ERRANDS[batch.errand]
    dossier = Dossier.objects.visible_to(batch.by).with_list_data().filter(pk=item.dossier_id).first()
    if dossier is None:
        raise Refused(_("It is no longer among the dossiers that you may see."))
    if why := errand.why_not(batch.by, dossier):
        raise Refused(why)
    errand.do(dossier, batch.answers | item.answers, by=batch.by, now=now)
