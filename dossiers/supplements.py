"""Slip 02 of a pause: which papers are missing, and why."""

from dossiers.models import SlipKind
from dossiers.slips.stored import stored_slip
from dossiers.slips.supplement import Supplement, render_supplement
from units.clock import demo_clock


def supplement_slip_of(pause, *, now):
    """The slip that asked for the papers of `pause`."""
    return stored_slip(
        dossier=pause.dossier,
        kind=SlipKind.SUPPLEMENT,
        version=pause.round,
        now=now,
        render=lambda: render_supplement(_as_printed(pause)),
    )


def _as_printed(pause):
    dossier = pause.dossier
    desk, unit = dossier.receiving_desk, dossier.receiving_desk.unit
    return Supplement(
        title=dossier.form_set.form(SlipKind.SUPPLEMENT).title,
        issuer=unit.committee.name.upper(),
        desk=desk.name.upper(),
        desk_in_sentence=str(desk),
        place=unit.place_name,
        number=pause.number,
        code=dossier.code,
        applicant=dossier.applicant_name,
        address=dossier.applicant_address,
        phone=dossier.applicant_phone,
        email=dossier.applicant_email,
        procedure=dossier.version.name,
        papers=tuple(pause.papers),
        reason=pause.reason,
        guide_name=pause.begun_by.full_name,
        desk_phone=desk.phone,
        issued_at=pause.begun_at,
        round=pause.round,
        form_basis=dossier.form_set.cited(SlipKind.SUPPLEMENT),
        demo_note="Bản in thử – dữ liệu minh họa" if demo_clock() else "",
    )
