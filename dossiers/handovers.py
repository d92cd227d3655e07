"""The hand-over list as it is printed."""

from dossiers.models import Delivery, FeeStatus
from dossiers.slips.handover import HandedOver, HandoverPrint, render_handover
from prints.trial import demo_note
from units.models import AgencyKind


def print_handover(*, agency, desk, number, steps, by, now) -> bytes:
    return render_handover(
        HandoverPrint(
            superior=agency.unit.committee.name.upper() if agency.kind == AgencyKind.OFFICE else "",
            agency=agency.name,
            place=agency.unit.place_name,
            number=f"{number:02}",
            desk=str(desk),
            lines=tuple(_line(step.dossier) for step in steps),
            giver=by.full_name,
            issued_at=now,
            demo_note=demo_note(),
        )
    )


def _line(dossier):
    return HandedOver(
        code=dossier.code,
        procedure=dossier.version.name,
        result=_result(dossier),
        owner=dossier.owner_name or dossier.applicant_name,
        address=dossier.applicant_address,
        collects_fee=dossier.fee_status == FeeStatus.ON_COLLECTION,
        goes_by_post=dossier.delivery == Delivery.POST,
    )


def _result(dossier):
    if dossier.is_denied:
        return "Không đủ điều kiện giải quyết"
    return f"Đã giải quyết, số {dossier.result_number}" if dossier.result_number else "Đã giải quyết"
