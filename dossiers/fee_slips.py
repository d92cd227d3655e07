"""The slips of the fee ledger: made when they are first asked for, the same bytes ever after."""

from dossiers.models import SLIP_OF
from dossiers.slips.fee_slip import FeeSlip, render_fee_slip
from dossiers.slips.stored import stored_slip
from prints.trial import demo_note


def fee_slip_of(entry, *, now):
    """Phiếu thu or phiếu chi nội bộ of a line in which money moved."""
    earlier = entry.dossier.fee_entries.filter(kind=entry.kind, pk__lt=entry.pk).count()
    return stored_slip(
        dossier=entry.dossier,
        kind=SLIP_OF[entry.kind],
        version=earlier + 1,
        now=now,
        render=lambda: render_fee_slip(_as_printed(entry)),
    )


def _as_printed(entry):
    dossier, unit = entry.dossier, entry.desk.unit
    procedure = f"{entry.get_nature_display()} giải quyết thủ tục “{dossier.version.name}”"
    return FeeSlip(
        is_refund=entry.is_refunded,
        issuer=unit.committee.name.upper(),
        desk=entry.desk.name.upper(),
        place=unit.place_name,
        number=entry.slip_number,
        code=dossier.code,
        person=dossier.handed_in_by,
        address=dossier.applicant_address,
        what_for=f"Hoàn trả {procedure}: {entry.words}" if entry.is_refunded else procedure[0].upper() + procedure[1:],
        amount=entry.amount,
        receipt_book=entry.receipt_book,
        receipt_serial=entry.receipt_serial,
        clerk=entry.by.full_name,
        issued_at=entry.at,
        demo_note=demo_note(),
    )
