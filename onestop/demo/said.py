"""What people said of procedures, made up: answered and published, answered late, sent elsewhere, waiting, overdue."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from onestop.demo.story import DISTRICT, TODAY
from procedures.actions import feedback as actions
from procedures.models import DeclineCause, Feedback, FeedbackChannel, FeedbackKind, Procedure
from units.models import AdministrativeUnit, User
from units.worktime import VIETNAM


@dataclass(frozen=True)
class One:
    level: str
    code: str
    about: str  # a unit, or none in particular
    kind: FeedbackKind
    text: str
    came: str
    sender: tuple[str, str] = ("", "")
    clerk: str = ""  # who took it down; else it came from the page
    answered: str = ""
    answer: str = ""
    cause: str = ""  # why it is not answered here
    published: str = ""


REPORT, PROPOSAL = FeedbackKind.REPORT, FeedbackKind.PROPOSAL
ALL = (
    One(
        "commune", "1.001193", "14635", REPORT,
        "Khi đăng ký khai sinh, tôi được yêu cầu nộp thêm bản sao sổ hộ khẩu, trong khi tờ niêm yết không có.",
        "2017-12-04 09:10", ("Nguyễn Thị Minh Họa", "0900 000 001"), answered="2017-12-11 10:00",
        answer="Thủ tục đăng ký khai sinh không yêu cầu nộp bản sao sổ hộ khẩu. Bộ phận một cửa đã rút kinh nghiệm, "
        "xin lỗi ông/bà và chỉ tiếp nhận đúng thành phần hồ sơ đã niêm yết.",
        published="2017-12-12 08:30",
    ),
    One(
        "commune", "2.000815", "", PROPOSAL,
        "Đề nghị ghi rõ trên tờ niêm yết là người dân có thể tự photo hoặc nhờ bộ phận một cửa photo.",
        "2017-11-06 14:20", answered="2017-12-05 15:00",
        answer="Tiếp thu ý kiến. Các xã, thị trấn đã được hướng dẫn ghi rõ nội dung này tại nơi tiếp nhận hồ sơ. Do "
        "phải lấy ý kiến các xã nên việc trả lời bị chậm, mong ông/bà thông cảm.",
        published="2017-12-06 09:00",
    ),
    One(
        "district", "1.001612", "", PROPOSAL,
        "Đề nghị cho nhận kết quả đăng ký hộ kinh doanh qua bưu điện đối với các xã ven biển xa trung tâm huyện.",
        "2017-12-18 08:05", ("Trần Văn Minh Họa", "hokinhdoanh@example.vn"), answered="2017-12-28 16:10",
        answer="Ông/bà có thể đăng ký nhận kết quả qua dịch vụ bưu chính công ích khi nộp hồ sơ tại Trung tâm một cửa.",
    ),
    One(
        "commune", "1.001193", "14638", REPORT,
        "Tôi không đồng ý với việc ủy ban xã từ chối cấp giấy tờ cho gia đình tôi và khiếu nại quyết định này.",
        "2018-01-03 10:30", answered="2018-01-05 09:00", cause=DeclineCause.COMPLAINT,
        answer="Nội dung này là khiếu nại, được giải quyết theo Luật Khiếu nại. Đề nghị ông/bà gửi đơn đến nơi tiếp "
        "công dân của Ủy ban nhân dân huyện.",
    ),
    One(
        "commune", "2.000815", "14638", REPORT,
        "Đến chứng thực vào chiều thứ Sáu nhưng không có cán bộ trực, phải quay lại hai lần.",
        "2017-12-15 15:00", ("Lê Thị Minh Họa", ""), clerk="clerk.14638",
    ),
    One(
        "commune", "1.001193", "14635", PROPOSAL,
        "Đề nghị dán mẫu tờ khai đã điền sẵn tại bàn viết để người dân dễ làm theo.",
        "2018-01-10 19:40", ("Phạm Văn Minh Họa", "0900 000 002"),
    ),
)  # fmt: skip


@transaction.atomic
def make_feedback() -> int:
    """Make it if there is none."""
    if Feedback.objects.exists():
        return 0
    for number, one in enumerate(ALL, 1):
        _answer(_taken_in(one, f"demo-feedback-{number}"), one)
    return len(ALL)


def _taken_in(one, key):
    about = AdministrativeUnit.objects.with_code_on(one.about, TODAY).get() if one.about else None
    procedure = Procedure.objects.get(level=one.level, code=one.code)
    name, contact = one.sender
    said = actions.Said(
        procedure=procedure, kind=one.kind, text=one.text, about=about, sender_name=name, sender_contact=contact
    )
    came = _at(one.came)
    if not one.clerk:
        return actions.give(said=said, key=key, now=came)[0]
    by = User.objects.get(username=one.clerk)
    given = {"channel": FeedbackChannel.DESK, "received_on": came.date(), "by": by, "now": came}
    return actions.record(said=said, key=key, **given)[0]


def _answer(feedback, one):
    who = one.about or DISTRICT
    leader, control = (User.objects.get(username=name) for name in (f"leader.{who}", f"control.{DISTRICT}"))
    if one.answered:
        words = {"text": one.answer} | ({"cause": one.cause} if one.cause else {})
        deed = actions.decline if one.cause else actions.answer
        feedback = deed(feedback=feedback, **words, **_by(leader, one.answered, feedback))
    if one.published:
        words = {"text": one.text, "answer": one.answer}
        actions.publish(feedback=feedback, **words, **_by(control, one.published, feedback))


def _by(user, moment, feedback):
    return {"by": user, "now": _at(moment), "seen": feedback.events.latest("pk").pk}


def _at(text):
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
