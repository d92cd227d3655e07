"""Following a feedback without an account: with its number and its secret, which its sender was given."""

import re

from django.core import signing

from procedures.models import Feedback
from units.attempts import open_with_secret
from units.typed import code_typed

NUMBER = re.compile(r"(?:PAKN)?-?0*(\d{1,15})", re.ASCII)
PASS, PASS_LIFETIME = "procedures.feedback.pass", 3600  # salt; seconds


def feedback_of(number: str, secret: str, *, address: str) -> Feedback:
    """The feedback whose number and secret these are; raises units.attempts.NotOpened otherwise."""
    matched = NUMBER.fullmatch(code_typed(number))
    pk = int(matched[1]) if matched else 0
    known = Feedback.objects.filter(pk=pk).values_list("pk", "secret").first()
    return _with_all(open_with_secret(known, code=f"PAKN-{pk}", secret=secret, address=address))


def pass_of(feedback: Feedback, *, is_just_sent: bool = False) -> str:
    """What stands for number and secret; who has just sent it is shown the secret, which nobody else could tell him."""
    return signing.dumps([feedback.pk, is_just_sent], salt=PASS)


def feedback_with_pass(text: str) -> tuple[Feedback, bool]:
    """The feedback, and whether it was just sent; raises signing.BadSignature where the pass is forged or too old."""
    pk, is_just_sent = signing.loads(text, salt=PASS, max_age=PASS_LIFETIME)
    return _with_all(pk), is_just_sent


def _with_all(pk):
    return Feedback.objects.with_names().select_related("procedure", "unit", "about").get(pk=pk)
