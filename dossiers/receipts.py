"""The receipt of a dossier: made when it is first asked for, the same bytes ever after."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dossiers.due import limit_text, why_of
from dossiers.due_days import lines_of
from dossiers.models import Delivery, Dossier, FeeStatus, SlipKind
from dossiers.queries import papers_at_reception
from dossiers.slips.receipt import Receipt, ReceiptPaper, render_receipt
from dossiers.slips.stored import stored_slip
from prints.amounts import in_figures
from prints.dates import day_in_words, in_vietnam
from prints.trial import demo_note
from units.models import FormKind


def has_receipt(dossier):
    """What was handed back at once, or came finished from elsewhere, never had one (no form 01 for those)."""
    return printed_receipts(dossier).exists() or may_need_receipt(dossier)


def may_need_receipt(dossier):
    return not (dossier.is_finished and (dossier.is_imported or dossier.was_at_once))


def receipt_of(dossier, *, now, version=None):
    """The stored receipt, made now if nobody asked for it before. Two who ask at once get the same one.

    `version` is one that a correction replaced: the same bytes as ever, or Slip.DoesNotExist.
    """
    if version is not None and version != dossier.receipt_version:
        return printed_receipts(dossier).get(version=version)
    return printed_receipts(dossier).filter(version=dossier.receipt_version).first() or _print(dossier, now)


def printed_receipts(dossier):
    return dossier.slips.filter(kind=SlipKind.RECEIPT)


@transaction.atomic
def _print(dossier, now):
    """The dossier is locked meanwhile: a correction either comes before it is read, or knows that it was printed."""
    dossier = Dossier.objects.select_for_update(of=("self",), no_key=True).get(pk=dossier.pk)
    return stored_slip(
        dossier=dossier,
        kind=SlipKind.RECEIPT,
        version=dossier.receipt_version,
        now=now,
        render=lambda: render_receipt(_as_printed(dossier)),
    )


def _replaces(dossier):
    """`thay giấy hẹn bản số 1 …`: what the version before said of the due date, where it said another one."""
    earlier = printed_receipts(dossier).defer("content").filter(version=dossier.receipt_version - 1).first()
    if earlier is None:
        return ""
    correction = dossier.corrections.get(after__receipt_version=dossier.receipt_version)
    told = f"Giấy hẹn này thay giấy hẹn bản số {earlier.version} in {day_of(earlier.issued_at)}"
    told += f", do đính chính {day_of(correction.made_at)}"
    if before := correction.before.get("first_due_at"):
        told += f"; ngày hẹn trả trước đây là {day_of(datetime.fromisoformat(before))}"
    return f"Bản số {dossier.receipt_version}. {told}."


def day_of(moment):
    return day_in_words(in_vietnam(moment))


def _as_printed(dossier):
    desk, unit = dossier.receiving_desk, dossier.receiving_desk.unit
    # After a pause the derivation leads to a later date than the one printed here.
    explains_itself = dossier.due_at == dossier.first_due_at
    return Receipt(
        superior="",
        issuer=unit.committee.name.upper(),
        desk=desk.name.upper(),
        received_at_desk=unit.committee.name,
        place=unit.place_name,
        code=dossier.code,
        secret=dossier.secret,
        tracking_url=f"{settings.PUBLIC_URL}/track/?code={dossier.code}&v={dossier.receipt_version}",
        received_from=dossier.applicant_name,
        owner=dossier.owner_name,
        representative=dossier.representative_name,
        address=dossier.applicant_address,
        phone=dossier.applicant_phone,
        email=dossier.applicant_email,
        procedure=dossier.asked_for,
        papers=tuple(
            ReceiptPaper(paper.name, paper.originals, paper.certified_copies, paper.photocopies)
            for paper in papers_at_reception(dossier)
        ),
        sets=dossier.sets,
        limit_text=limit_text(dossier.limit),
        received_at=dossier.received_at,
        due_at=dossier.first_due_at,
        why=why_of(dossier) if explains_itself else "",
        result_at=str(dossier.returning_desk) if dossier.delivery == Delivery.DESK else "Bưu chính công ích",
        book=dossier.book,
        number_in_book=str(dossier.number_in_book or ""),
        fee_text=_fee_text(dossier),
        receiver_name=dossier.received_by.full_name if dossier.received_by else "",
        submitter_name=dossier.handed_in_by,
        skipped_days=tuple(lines_of(dossier)) if explains_itself else (),
        replaces=_replaces(dossier),
        form_basis=dossier.form_set.cited(FormKind.RECEIPT),
        from_book=_from_book(dossier),
        demo_note=demo_note(),
        two_on_one=desk.prints_two_on_one,
    )


def _from_book(dossier):
    """What the applicant has in hand is the paper slip of that number."""
    if not dossier.is_from_book:
        return ""
    entered = timezone.localtime(dossier.entered_from_book_at)
    return f"Nhập bù từ sổ giấy, số {dossier.paper_number}; nhập lúc {entered:%H:%M ngày %d/%m/%Y}"


def _fee_text(dossier):
    return f"Phí, lệ phí: {said}" if (said := _of_fee(dossier)) else ""


def _of_fee(dossier):
    amount = f"{in_figures(dossier.fee_amount or 0)} đồng"
    match dossier.fee_status:
        case FeeStatus.NONE:
            return "" if dossier.fee_amount is None else "không thu"
        case FeeStatus.EXEMPT:
            return "thuộc đối tượng miễn"
        case FeeStatus.REFUNDED:
            return "đã hoàn trả"
        case FeeStatus.PAID:
            receipts = [entry.receipt for entry in dossier.fee_entries.all() if entry.receipt]
            return f"{amount} (đã thu{', biên lai ' if receipts else ''}{'; '.join(receipts)})"
        case FeeStatus.ON_COLLECTION if dossier.is_fee_unknown:
            return "thu khi trả kết quả"
        case FeeStatus.ON_COLLECTION if dossier.fee_owed != dossier.fee_amount:
            return f"{amount} (còn {in_figures(dossier.fee_owed)} đồng thu khi trả kết quả)"
    return f"{amount} (thu khi trả kết quả)"
