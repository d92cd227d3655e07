"""Leaders sign on paper and never log in: the officer records what was laid before them, and what they signed."""

from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone

from dossiers.actions import custody
from dossiers.actions.history import moved
from dossiers.actions.moves import resolve
from dossiers.models import EventKind
from dossiers.states import Verb


class Capacity(TextChoices):
    """Thể thức ký: for whom somebody signs; printed before his name, so in Vietnamese."""

    ITSELF = "", "Ký trực tiếp"
    FOR_THE_BODY = "TM.", "TM. (thay mặt tập thể)"
    FOR_THE_HEAD = "KT.", "KT. (ký thay)"
    BY_ORDER = "TL.", "TL. (thừa lệnh)"
    BY_AUTHORISATION = "TUQ.", "TUQ. (thừa ủy quyền)"


@transaction.atomic
def submit_for_signature(*, dossier, by, now):
    """Trình ký: the draft lies before the leader."""
    dossier = moved(dossier, Verb.SUBMIT_FOR_SIGNATURE, EventKind.SUBMITTED, by=by, now=now)
    custody.take_up(dossier, by=by, now=now)
    dossier.handled_by = dossier.handled_by or by
    dossier.save(update_fields=["state", "handled_by", "holding_agency"])
    return dossier


@transaction.atomic
def record_signature(*, dossier, by, now, signer, capacity="", signed_on=None, resolves=False, result_number=""):
    """Đã ký: by whom, in which capacity, when. `resolves`: numbered, sealed and brought to the desk as well."""
    data = {"signer": signer, "capacity": capacity, "signed_on": str(signed_on or timezone.localdate(now))}
    dossier = moved(dossier, Verb.RECORD_SIGNATURE, EventKind.SIGNED, by=by, now=now, data=data)
    custody.take_up(dossier, by=by, now=now)
    dossier.save(update_fields=["state", "holding_agency"])
    return resolve(dossier=dossier, by=by, now=now, result_number=result_number) if resolves else dossier
