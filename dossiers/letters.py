"""Slips that are sent while a dossier is processed: 02, which papers are missing; 04, an apology and a new date."""

from django.utils import timezone
from django_tasks import task

from dossiers.models import Apology, SlipKind
from dossiers.slips.apology import ApologyLetter, render_apology
from dossiers.slips.desk import Supplement, render_supplement
from dossiers.slips.stored import stored_slip
from prints.trial import demo_note
from units import clock


def supplement_slip_of(pause, *, now):
    """The slip that asked for the papers of `pause`."""
    return stored_slip(
        dossier=pause.dossier,
        kind=SlipKind.SUPPLEMENT,
        version=pause.round,
        now=now,
        render=lambda: render_supplement(_supplement_as_printed(pause)),
    )


def _supplement_as_printed(pause):
    dossier = pause.dossier
    desk = dossier.desk_on(timezone.localdate(pause.begun_at))
    return Supplement(
        **desk_slip(dossier, desk, SlipKind.SUPPLEMENT),
        number=pause.number,
        code=dossier.code,
        procedure=dossier.asked_for,
        papers=tuple(pause.papers),
        reason=pause.reason,
        guide_name=pause.begun_by.full_name,
        desk_phone=desk.phone,
        issued_at=pause.begun_at,
        round=pause.round,
    )


def desk_slip(owner, desk, kind):
    """What every `DeskSlip` says of the desk that gives it, of its form, and of whom it is about."""
    return {
        "title": owner.form_set.form(kind).title,
        "issuer": desk.unit.committee.name.upper(),
        "desk": desk.name.upper(),
        "desk_in_sentence": str(desk),
        "place": desk.unit.place_name,
        "applicant": owner.applicant_name,
        "address": owner.applicant_address,
        "phone": owner.applicant_phone,
        "email": owner.applicant_email,
        "form_basis": owner.form_set.cited(kind),
        "demo_note": demo_note(),
    }


def apology_slip_of(apology, *, now):
    return stored_slip(
        dossier=apology.dossier,
        kind=SlipKind.APOLOGY,
        version=apology.round,
        now=now,
        render=lambda: render_apology(_apology_as_printed(apology)),
    )


@task
def make_ready(apology):
    """A job: the slip is made before anybody waits for it. Printed sooner, it is made then, and found here."""
    apology_slip_of(Apology.objects.select_related("dossier").get(pk=apology), now=clock.now())


def _apology_as_printed(apology):
    dossier = apology.dossier
    return ApologyLetter(
        title=dossier.form_set.form(SlipKind.APOLOGY).title,
        issuer=dossier.competent_agency.name,
        place=dossier.competent_agency.unit.place_name,
        number=apology.number,
        code=dossier.code,
        applicant=dossier.applicant_name,
        procedure=dossier.asked_for,
        received_at=dossier.received_at,
        due_at=apology.promised_before,
        reason=apology.reason,
        promised_at=apology.promised_at,
        desk=str(dossier.returning_desk),
        issued_at=apology.made_at,
        form_basis=dossier.form_set.cited(SlipKind.APOLOGY),
        demo_note=demo_note(),
    )
