"""Phản ánh, kiến nghị: taken in once for each form, passed on, answered, published. Each deed writes its event."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from procedures.feedback_wording import traces
from procedures.models import (
    DeclineCause,
    Feedback,
    FeedbackChannel,
    FeedbackDeed,
    FeedbackEvent,
    FeedbackState,
    Procedure,
)
from units.calendars import work_calendar
from units.models import AdministrativeUnit, Level, User
from units.typed import new_secret


class FeedbackKept(Exception):
    """The form's key has kept other content already; `feedback` is what it kept first."""

    def __init__(self, feedback):
        super().__init__(feedback.number)
        self.feedback = feedback


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody says of a procedure, cleaned; `about` one unit, or about none in particular."""

    procedure: Procedure
    kind: str
    text: str
    about: AdministrativeUnit | None = None
    sender_name: str = ""
    sender_contact: str = ""


def give(*, said: Said, key: str, now: datetime) -> tuple[Feedback, bool]:
    """Take in what was sent from the public page: the feedback, and whether it is new.

    Raises FeedbackKept where `key` kept other content.
    """
    return _once(said, key, FeedbackChannel.WEB, timezone.localdate(now), None, now)


def record(
    *, said: Said, key: str, channel: FeedbackChannel, received_on: date, by: User, now: datetime
) -> tuple[Feedback, bool]:
    """Take down what came to the desk, by letter or by phone, as of the day it came; else as `give`."""
    today = timezone.localdate(now)
    if received_on > today:
        raise ValidationError(_("This day is still to come. Choose today or an earlier day."))
    return _once(said, key, channel, received_on, by, now)


def answering_unit(procedure: Procedure, about: AdministrativeUnit | None, units: Iterable[AdministrativeUnit]):
    """Who answers: the unit it is about, else the only one of its level, or of the next level above that has one.

    `units` are those that there are; None where no level has a single one.
    """
    if about:
        return about
    at_level = {level: [unit for unit in units if unit.level == level] for level in Level}
    levels = list(Level)[list(Level).index(procedure.level) :]
    return next((at_level[level][0] for level in levels if len(at_level[level]) == 1), None)


def _once(said, key, channel, received_on, by, now):
    if known := _kept(said, key, channel):
        return known, False
    try:
        with transaction.atomic():
            return _keep(said, key, channel, received_on, by, now), True
    except IntegrityError:
        if known := _kept(said, key, channel):  # pressed twice at once
            return known, False
        raise


def _kept(said, key, channel):
    known = Feedback.objects.filter(key=key).first()
    if known is None:
        return None
    is_same = all(getattr(known, name) == value for name, value in {**vars(said), "channel": channel}.items())
    if not is_same:
        raise FeedbackKept(known)
    return known


def _keep(said, key, channel, received_on, by, now):
    units = AdministrativeUnit.objects.in_force_on(timezone.localdate(now)).filter(desk__isnull=False)
    unit = answering_unit(said.procedure, said.about, units)
    if unit is None:
        raise ValidationError({"about": _("Choose the unit that it is about: more than one could answer.")})
    calendar = work_calendar(on=received_on, unit=unit)
    feedback = Feedback.objects.create(
        **vars(said),
        unit=unit,
        channel=channel,
        received_on=received_on,
        due_on=calendar.add_working_days(received_on, settings.FEEDBACK_ANSWER_DAYS),
        recorded_at=now,
        recorded_by=by,
        key=key,
        secret=new_secret(),
    )
    _note(feedback, FeedbackDeed.RECEIVED, by, now)
    return feedback


@transaction.atomic
def forward(*, feedback: Feedback, to: AdministrativeUnit, reason: str, seen: int, by: User, now: datetime) -> Feedback:
    """Pass it on to the unit that can answer; until when, stays. `seen` is the last event that whoever presses saw."""
    feedback = _locked(feedback, seen)
    if not feedback.is_waiting:
        raise ValidationError(_("It is answered: there is nothing to pass on."))
    if to == feedback.unit:
        raise ValidationError(_("%(unit)s has it already.") % {"unit": to.name})
    data = {"from": feedback.unit.code, "from_name": feedback.unit.name, "to": to.code, "to_name": to.name}
    feedback.unit = to
    feedback.save(update_fields=["unit"])
    _note(feedback, FeedbackDeed.FORWARDED, by, now, reason, data)
    return feedback


@transaction.atomic
def answer(*, feedback: Feedback, text: str, seen: int, by: User, now: datetime) -> Feedback:
    """Answer it, or correct the answer: the time of the first one counts, and what stood there is kept."""
    feedback = _locked(feedback, seen)
    _refuse_if_published(feedback)
    if not feedback.is_answered:
        return _close(feedback, FeedbackState.ANSWERED, FeedbackDeed.ANSWERED, text, by, now)
    before, feedback.answer = feedback.answer, text
    feedback.save(update_fields=["answer"])
    _note(feedback, FeedbackDeed.CHANGED, by, now, data={"before": before})
    return feedback


@transaction.atomic
def decline(*, feedback: Feedback, cause: DeclineCause, text: str, seen: int, by: User, now: datetime) -> Feedback:
    """Say that it is not answered here, why, and where to turn to; an answer given later takes its place."""
    feedback = _locked(feedback, seen)
    if not feedback.is_waiting:
        raise ValidationError(_("It is answered already."))
    return _close(feedback, FeedbackState.DECLINED, FeedbackDeed.DECLINED, text, by, now, cause)


def _close(feedback, state, deed, text, by, now, cause=""):
    data = {"before": feedback.answer} if feedback.answer else {}
    feedback.state, feedback.cause, feedback.answer = state, cause, text
    feedback.answered_at, feedback.answered_by = now, by
    feedback.save(update_fields=["state", "cause", "answer", "answered_at", "answered_by"])
    _note(feedback, deed, by, now, data=data)
    return feedback


@transaction.atomic
def publish(*, feedback: Feedback, text: str, answer: str, seen: int, by: User, now: datetime) -> Feedback:
    """Let everybody read it with its answer, in these words; refused as long as they tell who somebody is."""
    feedback = _locked(feedback, seen)
    if not feedback.is_answered:
        raise ValidationError(_("Only what is answered is published."))
    if traces(text, feedback) or traces(answer, feedback, of_anybody=False):
        raise ValidationError(_("The words still tell who somebody is: take it out."))
    feedback.public_text, feedback.public_answer = text, answer
    feedback.published_at, feedback.published_by = now, by
    feedback.save(update_fields=["public_text", "public_answer", "published_at", "published_by"])
    _note(feedback, FeedbackDeed.PUBLISHED, by, now)
    return feedback


@transaction.atomic
def take_back(*, feedback: Feedback, reason: str, seen: int, by: User, now: datetime) -> Feedback:
    """Nobody reads it any more; the wording stays, to be mended."""
    feedback = _locked(feedback, seen)
    if not feedback.is_published:
        raise ValidationError(_("It is not published."))
    feedback.published_at = feedback.published_by = None
    feedback.save(update_fields=["published_at", "published_by"])
    _note(feedback, FeedbackDeed.TAKEN_BACK, by, now, reason)
    return feedback


def _locked(feedback, seen):
    """The row as it stands, locked; refused where somebody did something with it since `seen`."""
    feedback = Feedback.objects.select_for_update(of=("self",)).select_related("unit").get(pk=feedback.pk)
    last = feedback.events.select_related("by").order_by("-pk").first()
    if last.pk != seen:
        facts = {"deed": last.get_deed_display(), "by": last.by, "at": f"{timezone.localtime(last.at):%H:%M %d/%m/%Y}"}
        raise ValidationError(
            _("Nothing was changed: meanwhile somebody else was quicker (%(deed)s, %(by)s, %(at)s). Look once more.")
            % facts
        )
    return feedback


def _refuse_if_published(feedback):
    if feedback.is_published:
        raise ValidationError(_("It is published: take the publication back first, then correct the answer."))


def _note(feedback, deed, by, now, reason="", data=None):
    FeedbackEvent.objects.create(feedback=feedback, deed=deed, by=by, at=now, reason=reason, data=data or {})
