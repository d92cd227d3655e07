"""Bản đã ký: the evidence of a slip is its signed, sealed scan; the generated PDF is what was signed."""

from dataclasses import asdict

from django.db import transaction
from django.db.models import Max

from dossiers.actions.history import event_of
from dossiers.models import Dossier, EventKind, SignedScan, Slip
from units import files


def file_signed(*, slip, scans, by, now):
    """File the pages of `slip` as it was signed (uploads checked by the form), in the place of those filed before.

    `slip` may be a hand-over list. The earlier pages stay; of a dossier's slip its history tells. The same pages sent
    again are not filed twice: None then, else the round.
    """
    stored = []
    try:
        for scan in scans:
            stored.append(files.store(scan))
        with transaction.atomic():
            filed = _file(slip, stored, by, now)
    except BaseException:
        _remove(stored)
        raise
    if filed is None:
        _remove(stored)
    return filed


def _file(slip, stored, by, now):
    dossier = _lock(slip)
    last = slip.signed_scans.aggregate(last=Max("round"))["last"] or 0
    there = slip.signed_scans.filter(round=last).values_list("sha256", flat=True)
    if list(there) == [scan.sha256 for scan in stored]:
        return None
    filed = {"round": last + 1, "added_by": by, "added_at": now}
    pages = [SignedScan(page=page, **filed, **asdict(scan)) for page, scan in enumerate(stored, 1)]
    slip.signed_scans.add(*pages, bulk=False)
    if dossier:
        data = {"kind": slip.kind, "version": slip.version, "round": last + 1, "pages": len(stored)}
        event_of(dossier, EventKind.SIGNED_FILED, by=by, now=now, data=data).save(force_insert=True)
    return last + 1


def _lock(slip):
    """Two who file at once wait for each other; the dossier, where the slip is one's."""
    if isinstance(slip, Slip) and slip.dossier_id:
        return Dossier.objects.select_for_update(of=("self",), no_key=True).get(pk=slip.dossier_id)
    type(slip).objects.select_for_update(no_key=True).only("pk").get(pk=slip.pk)
    return None


def _remove(stored):
    for scan in stored:
        files.remove(scan)
