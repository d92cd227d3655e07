"""What lies before the leaders to be signed, by whoever is to sign: grouped as the folders are carried to them."""

from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from dossiers.models import Dossier, DossierEvent, EventKind
from dossiers.permissions import leaders_of
from dossiers.slips.signature_list import SignatureList, render_signature_list
from dossiers.states import DossierState
from prints.trial import demo_note
from units.models import Agency, User


@dataclass(frozen=True)
class Folder:
    """What one agency's leaders are to sign, what was submitted first coming first."""

    agency: Agency
    signers: list[User]
    dossiers: list[Dossier]


def folders_of(user, now):
    """The folders of the offices that `user` works for."""
    found = {}
    for dossier in submitted(user):
        found.setdefault(dossier.holding_agency or dossier.competent_agency, []).append(dossier)
    today = timezone.localdate(now)
    return [Folder(agency, leaders_of(agency, today), dossiers) for agency, dossiers in found.items()]


def submitted(user):
    """What waits for a signature where `user` works, each with when it was submitted and by whom."""
    events = DossierEvent.objects.filter(dossier=OuterRef("pk"), kind=EventKind.SUBMITTED).order_by("-pk")
    mine = Dossier.objects.visible_to(user).for_officer(user).filter(state=DossierState.SIGNING)
    dossiers = mine.with_list_data().select_related("holding_agency__unit")
    return dossiers.annotate(submitted_at=Subquery(events.values("at")[:1])).order_by(
        F("submitted_at").asc(nulls_first=True), "pk"
    )


def print_list(folder, *, user, now) -> bytes:
    """Its cover list, in Vietnamese whatever the screen speaks."""
    today = timezone.localdate(now)
    return render_signature_list(
        SignatureList(
            issuer=folder.agency.name.upper(),
            place=folder.agency.unit.place_name,
            signers=", ".join(signer.full_name for signer in folder.signers),
            rows=tuple(_row(number, dossier, today) for number, dossier in enumerate(folder.dossiers, 1)),
            preparer=user.full_name,
            printed_at=now,
            demo_note=demo_note(),
        )
    )


def _row(number, dossier, today):
    """TT, mã hồ sơ, nội dung, chủ hồ sơ, hạn trả, ghi chú."""
    remark = "Quá hạn" if dossier.is_overdue(today) else "Đến hạn hôm nay" if dossier.due_on == today else ""
    owner = dossier.owner_name or dossier.applicant_name
    return str(number), dossier.code, dossier.version.name, owner, f"{dossier.due_on:%d/%m/%Y}", remark
