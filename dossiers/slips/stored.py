"""Slips as they were issued: made when they are first asked for, the same bytes ever after."""

import hashlib
from collections.abc import Callable

from django.db import IntegrityError, transaction

from dossiers.models import Slip


def stored_slip(*, dossier=None, enquiry=None, kind, version=1, now, render: Callable[[], bytes]) -> Slip:
    """The slip of one or the other, rendered now if nobody asked for it before. Two who ask at once get the same."""
    slips = Slip.objects.filter(dossier=dossier, enquiry=enquiry, kind=kind, version=version)
    if slip := slips.first():
        return slip
    content = render()
    try:
        with transaction.atomic():
            return Slip.objects.create(
                dossier=dossier,
                enquiry=enquiry,
                kind=kind,
                version=version,
                rule_set=(dossier or enquiry).rule_set,
                issued_at=now,
                content=content,
                sha256=hashlib.sha256(content).hexdigest(),
            )
    except IntegrityError:
        return slips.get()
