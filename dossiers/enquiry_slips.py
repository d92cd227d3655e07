"""The slip of an enquiry: 02, what is missing; 03, why it is not received. It holds no secret: nothing is followed."""

from dossiers.letters import desk_slip
from dossiers.models import RefusalCause, SlipKind
from dossiers.slips.desk import Refusal, Supplement, render_refusal, render_supplement
from dossiers.slips.stored import stored_slip

CODE_LABEL = "Mã lượt hướng dẫn"
CAUSES = {
    RefusalCause.COMPETENCE: "Không thuộc thẩm quyền giải quyết hoặc không đúng thủ tục",
    RefusalCause.SCOPE: "Không thuộc danh mục thủ tục hành chính đã công bố",
    RefusalCause.CONDITIONS: "Chưa đủ điều kiện theo quy định",
    RefusalCause.FORGERY: "Giấy tờ có dấu hiệu giả mạo",
    RefusalCause.ENTITLEMENT: "Người nộp không có quyền yêu cầu hoặc không được ủy quyền",
    RefusalCause.DOUBLE: "Hồ sơ trùng với hồ sơ đã nộp",
    RefusalCause.TOO_LATE: "Không bổ sung giấy tờ đúng thời hạn",
}


def enquiry_slip_of(enquiry, *, now):
    """The stored slip, made now if nobody asked for it before."""
    kind = SlipKind.REFUSAL if enquiry.is_refusal else SlipKind.SUPPLEMENT
    return stored_slip(enquiry=enquiry, kind=kind, now=now, render=lambda: _rendered(enquiry, kind))


def _rendered(enquiry, kind):
    common = _as_printed(enquiry, kind)
    if enquiry.is_refusal:
        return render_refusal(
            Refusal(
                cause=CAUSES[enquiry.cause],
                receiver_name=enquiry.made_by.full_name,
                submitter_name=enquiry.handed_in_by,
                **common,
            )
        )
    return render_supplement(
        Supplement(
            papers=tuple(enquiry.missing),
            guide_name=enquiry.made_by.full_name,
            desk_phone=enquiry.desk.phone,
            round=enquiry.round,
            **common,
        )
    )


def _as_printed(enquiry, kind):
    """What both slips say."""
    return desk_slip(enquiry, enquiry.desk, kind) | {
        "number": enquiry.number,
        "code": enquiry.mark,
        "code_label": CODE_LABEL,
        "procedure": enquiry.asked_for,
        "reason": enquiry.reason,
        "issued_at": enquiry.made_at,
    }
