"""Slips as they were issued: made when they are first asked for, the same bytes ever after."""

import hashlib
from collections.abc import Callable

from django.db import IntegrityError, transaction

from dossiers.models import Slip


def stored_slip(*, dossier, kind, version=1, now, render: Callable[[], bytes]) -> Slip:
    """The slip, rendered now if nobody asked for it before. Two who ask at once get the same one."""
    slips = Slip.objects.filter(dossier=dossier, kind=kind, version=version)
    if slip := slips.first():
        return slip
    content = render()
    try:
        with transaction.atomic():
            return Slip.objects.create(
                dossier=dossier,
                kind=kind,
                version=version,
                rule_set=dossier.rule_set,
                issued_at=now,
                content=content,
                sha256=hashlib.sha256(content).hexdigest(),
            )
    except IntegrityError:
        return slips.get()
