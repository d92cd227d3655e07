"""The slips of a dossier in one list: each with its number, its day, whether it was printed, and its signed scans."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from dossiers.models import SLIP_OF, SignedScan, Slip, SlipKind
from dossiers.receipts import may_need_receipt
from dossiers.states import DossierState


@dataclass(frozen=True)
class Signed:
    """The place of a slip for its signed, sealed scan."""

    scans: Sequence[SignedScan] = ()  # as filed last, page by page
    earlier: Sequence[SignedScan] = ()  # those they took the place of

    @classmethod
    def of(cls, scans):
        """All that were filed for one slip or hand-over list, sorted into the last round and those before."""
        scans = sorted(scans, key=lambda scan: (scan.round, scan.page))
        last = scans[-1].round if scans else 0
        return cls([scan for scan in scans if scan.round == last], [scan for scan in scans if scan.round < last])


@dataclass(frozen=True)
class Issued:
    """One slip, at the `address` of its PDF; `slip` is the printed one, None before anybody printed it."""

    kind: SlipKind
    title: str
    number: str
    version: int
    made_at: datetime | None
    address: str
    slip: Slip | None = None
    signed: Signed = Signed()
    is_replaced: bool = False

    @property
    def has_versions(self):
        """Whether there is a second one of it, so that this one's number tells them apart."""
        return self.version > 1 or self.is_replaced


def slips_of(dossier):
    """Those that the dossier has had to have, and what else was printed for it: receipts, supplements, apologies,
    control slips, slips of the fee ledger.

    Best with its pauses and apologies fetched already.
    """
    printed = _printed(dossier)
    others = [*_supplements(dossier), *_apologies(dossier), *_control_slips(dossier, printed), *_fees(dossier, printed)]
    titles = {form.kind: form.title for form in dossier.form_set.forms.all()} if others else {}
    scans = _scans(printed.values())
    return [
        Issued(
            kind=kind,
            title=titles.get(kind, kind.label),
            version=version,
            number=number,
            made_at=made_at,
            address=address,
            slip=(slip := printed.get((kind, version))),
            signed=Signed.of(scans[slip.pk]) if slip else Signed(),
            is_replaced=kind == SlipKind.RECEIPT and version < dossier.receipt_version,
        )
        for kind, version, number, made_at, address in [*_receipts(dossier, printed), *others]
    ]


def _receipts(dossier, printed):
    versions = _versions(printed, SlipKind.RECEIPT)
    if dossier.receipt_version not in versions and (versions or may_need_receipt(dossier)):
        versions.append(dossier.receipt_version)
    address = reverse("dossiers:receipt", args=[dossier.code])
    for version in versions:
        replaced = f"?version={version}" if version < dossier.receipt_version else ""
        yield SlipKind.RECEIPT, version, dossier.code, None, address + replaced


def _supplements(dossier):
    for pause in dossier.pauses.all():
        if pause.state == DossierState.SUPPLEMENT:
            address = reverse("dossiers:supplement", args=[dossier.code, pause.round])
            yield SlipKind.SUPPLEMENT, pause.round, pause.number, pause.begun_at, address


def _apologies(dossier):
    for each in dossier.apologies.all():
        address = reverse("dossiers:apology", args=[dossier.code, each.round])
        yield SlipKind.APOLOGY, each.round, each.number, each.made_at, address


def _control_slips(dossier, printed):
    for version in _versions(printed, SlipKind.CONTROL):
        yield SlipKind.CONTROL, version, "", None, reverse("dossiers:control", args=[dossier.code, version])


def _fees(dossier, printed):
    """A line of the ledger has the version that it is among those of its kind (`fee_slips`)."""
    for entry_kind, kind in SLIP_OF.items():
        versions = _versions(printed, kind)
        entries = dossier.fee_entries.filter(kind=entry_kind).order_by("pk") if versions else ()
        for version, entry in enumerate(entries, 1):
            if version in versions:
                address = reverse("dossiers:fee_slip", args=[dossier.code, entry.pk])
                yield kind, version, entry.slip_number, entry.at, address


def _versions(printed, kind):
    return sorted(version for of, version in printed if of == kind)


def _printed(dossier):
    return {(SlipKind(slip.kind), slip.version): slip for slip in dossier.slips.defer("content")}


def _scans(slips):
    """Of each slip, by its key."""
    found, by_key = defaultdict(list), {slip.pk: slip for slip in slips}
    for scan in SignedScan.objects.filter(slip__in=by_key).select_related("added_by") if by_key else ():
        scan.slip = by_key[scan.slip_id]
        found[scan.slip_id].append(scan)
    return found
