"""What people say of procedures, for the tests of feedback."""

from procedures.actions import feedback as actions
from tests.builders import counting

TEXT = "Cán bộ yêu cầu nộp thêm bản sao sổ hộ khẩu, trong khi thủ tục niêm yết không có giấy tờ này."
ANSWER = "Cảm ơn ông/bà. Bộ phận một cửa đã được nhắc nhở: không yêu cầu giấy tờ ngoài danh mục."
NAME, PHONE = "Nguyễn Thị Hạnh", "0912 345 678"


def give(procedure, now, **said):
    """Sent from the page, about a unit or none."""
    said = actions.Said(**{"procedure": procedure, "kind": "report", "text": TEXT, **said})
    return actions.give(said=said, key=f"said-{next(counting)}", now=now)[0]


def seen(feedback):
    return feedback.events.order_by("-pk").values_list("pk", flat=True)[0]


def do(action, feedback, by, now, **given):
    """do(actions.answer, …): as somebody who has just looked at it."""
    return action(feedback=feedback, seen=seen(feedback), by=by, now=now, **given)


def answered(feedback, by, now, text=ANSWER):
    return do(actions.answer, feedback, by, now, text=text)


def published(feedback, by, now, text=TEXT, answer=ANSWER):
    feedback = feedback if feedback.is_answered else answered(feedback, by, now)
    return do(actions.publish, feedback, by, now, text=text, answer=answer)
