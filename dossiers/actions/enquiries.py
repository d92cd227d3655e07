"""At the counter, before any dossier exists: guidance (slip 02) and refusal (slip 03). No code, no clock."""

import hashlib
import json
from dataclasses import dataclass, fields

from django.db import IntegrityError, transaction
from django.utils import timezone

from dossiers.actions.intake import People
from dossiers.actions.numbers import slip_number
from dossiers.models import Enquiry, EnquiryKind, SlipKind
from dossiers.queries import guidance_before
from procedures.models import ProcedureVersion
from units.models import FormSet, RuleSet


class EnquiryConflict(Exception):
    """`enquiry` is not what the form took it for."""

    def __init__(self, enquiry):
        super().__init__(str(enquiry))
        self.enquiry = enquiry


class EnquiryKept(EnquiryConflict):
    """The form's key has kept other content already: `enquiry`."""


class AlreadyReceived(EnquiryConflict):
    """`enquiry` has become a dossier already."""


@dataclass(frozen=True, kw_only=True)
class Asked(People):
    """Who asked for what and which papers he brought, cleaned; `request` says it where no `version` does."""

    version: ProcedureVersion | None = None
    request: str = ""
    brought: tuple[str, ...] = ()

    def columns(self):
        return {field.name: getattr(self, field.name) for field in fields(self)} | {"brought": list(self.brought)}


def advise(*, desk, asked, missing, reason, key, by, now, number=""):
    """Slip 02 (NĐ 61/2018/NĐ-CP art. 17): which papers are missing, and why. Returns (enquiry, whether it is new).

    `number` is that of the office's own register; without one the desk's unit gives its next of the year. Guided again
    for the same procedure, somebody has the slip of another round.
    The same key with the same content gives the first enquiry again; with other content EnquiryKept.
    """
    said = {"kind": EnquiryKind.GUIDANCE, "missing": list(missing), "reason": reason}
    return _keep_once(desk=desk, asked=asked, said=said, number=number, key=key, by=by, now=now)


def refuse(*, desk, asked, cause, reason, key, by, now, number=""):
    """Slip 03: it is not received at all; otherwise like `advise`."""
    said = {"kind": EnquiryKind.REFUSAL, "cause": cause, "reason": reason}
    return _keep_once(desk=desk, asked=asked, said=said, number=number, key=key, by=by, now=now)


def become(enquiry, dossier):
    """The person came back: `enquiry` is written down as what `dossier` began as. Within the reception's transaction.

    Raises AlreadyReceived where somebody else was quicker.
    """
    enquiry = Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    if not enquiry.is_open:
        raise AlreadyReceived(enquiry)
    enquiry.dossier_id = dossier.pk
    enquiry.save(update_fields=["dossier"])


def _keep_once(*, desk, asked, said, number, key, by, now):
    digest = _digest(desk, asked, said, number)
    if first := Enquiry.objects.filter(key=key).first():
        return _first_again(first, digest)
    try:
        with transaction.atomic():
            return _insert(desk, asked, said, number, by, now, key=key, digest=digest), True
    except IntegrityError:
        first = Enquiry.objects.filter(key=key).first()
        if first is None:
            raise
        return _first_again(first, digest)  # sent twice at the same time: the other one was quicker


def _digest(desk, asked, said, number):
    content = asked.columns() | {"version": asked.version and asked.version.pk}
    text = json.dumps([desk.pk, content, said, number], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _first_again(enquiry, digest):
    if enquiry.digest != digest:
        raise EnquiryKept(enquiry)
    return enquiry, False


def _insert(desk, asked, said, number, by, now, **identity):
    today = timezone.localdate(now)
    enquiry = Enquiry(
        desk=desk,
        rule_set=RuleSet.objects.in_force_on(today),
        form_set=FormSet.objects.in_force_on(today),
        made_at=now,
        made_by=by,
        **asked.columns(),
        **said,
        **identity,
    )
    kind = SlipKind.REFUSAL if enquiry.is_refusal else SlipKind.SUPPLEMENT
    if enquiry.version and not enquiry.is_refusal:
        enquiry.round += _told_before(enquiry)
    enquiry.number = number or slip_number(enquiry, kind, desk.unit, now)
    enquiry.save(force_insert=True)
    return enquiry


def _told_before(enquiry):
    given = {"number": enquiry.applicant_id_number, "phone": enquiry.applicant_phone}
    return guidance_before(user=enquiry.made_by, procedure=enquiry.version.procedure, **given).count()
