"""Phản ánh, kiến nghị, for staff: what came, who answers, what everybody reads of it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Min
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procedures.actions import feedback as actions
from procedures.feedback import FeedbackCounts, condition, counts_by_unit
from procedures.forms.feedback import (
    AnswerForm,
    DeclineForm,
    FeedbackFilter,
    ForwardForm,
    PublishForm,
    RecordForm,
    TakeBackForm,
)
from procedures.models import Feedback
from procedures.permissions import may_answer, may_publish, may_record_feedback, units_to_forward_to
from procedures.views.feedback_public import name_of, procedure_asked
from units.models import AdministrativeUnit
from units.periods import Period

PAGE_SIZE = 25
OPEN = ("waiting", "overdue")
LABELS = {
    "waiting": gettext_lazy("Waiting"),
    "overdue": gettext_lazy("Overdue"),
    "in_time": gettext_lazy("Answered in time"),
    "late": gettext_lazy("Answered late"),
    "to_publish": gettext_lazy("Answered, not published"),
    "published": gettext_lazy("Published"),
    "declined": gettext_lazy("Not answered here"),
    "received": gettext_lazy("All received"),
}


@require_safe
def feedback_list(request):
    """What was received in a period, by what became of it, with the figures of each unit; those that wait first."""
    if not (request.user.is_superuser or request.user.duties):
        raise PermissionDenied
    today = timezone.localdate(request.now)
    rows = Feedback.objects.visible_to(request.user)
    asked = FeedbackFilter(request.GET, today=today, default=since_last_year_or_the_oldest_open(rows, today))
    rows = asked.narrowed(rows)
    counts = counts_by_unit(rows, today=today)
    units = AdministrativeUnit.objects.in_bulk(counts)
    page = Paginator(listed(rows, asked.figure, today), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "unit": asked.unit,
        "by_unit": sorted(
            ((units[pk], line, tabs(line)) for pk, line in counts.items()), key=lambda line: line[0].code
        ),
        "tabs": tabs(sum(counts.values(), FeedbackCounts())),
        "page": page,
        "rows": [(feedback, (today - feedback.received_on).days) for feedback in page],
        "label": LABELS[asked.figure],
        "today": today,
        "may_record": may_record_feedback(request.user),
        "section": "procedures",
    }
    return render(request, "procedures/feedback/list.html", context, status=400 if asked.errors else 200)


def tabs(counts):
    """Figure, words and number of each list."""
    return [(figure, label, getattr(counts, figure)) for figure, label in LABELS.items()]


def since_last_year_or_the_oldest_open(rows, today):
    """Long enough that nothing that waits is left out."""
    oldest = rows.filter(condition("waiting", today)).aggregate(day=Min("received_on"))["day"]
    return Period(min(filter(None, (oldest, today.replace(today.year - 1, 1, 1)))), today)


def listed(rows, figure, today):
    rows = rows.filter(condition(figure, today)).with_names().select_related("procedure", "unit", "about")
    return rows.order_by("due_on", "pk") if figure in OPEN else rows.order_by("-received_on", "-pk")


@never_cache
@require_safe
def feedback(request, pk):
    return page_of(request, get_feedback(request.user, pk))


@dataclass(frozen=True)
class Deed:
    """What staff do with a feedback: by which form and action, who may, and what is said of it."""

    form: type
    action: Callable
    may: Callable
    said: str


DEEDS = {
    "answer": Deed(AnswerForm, actions.answer, may_answer, gettext_lazy("The answer is kept: the sender can read it.")),
    "decline": Deed(DeclineForm, actions.decline, may_answer, gettext_lazy("Kept: the sender can read why.")),
    "forward": Deed(ForwardForm, actions.forward, may_answer, gettext_lazy("Passed on.")),
    "publish": Deed(PublishForm, actions.publish, may_publish, gettext_lazy("Everybody can read it now.")),
    "take-back": Deed(TakeBackForm, actions.take_back, may_publish, gettext_lazy("Nobody else reads it any more.")),
}


@require_POST
@sensitive_post_parameters("text", "answer")
def feedback_deed(request, pk, name):
    """One of `DEEDS`; a fault shows the page again with what was typed."""
    found, deed = get_feedback(request.user, pk), DEEDS.get(name)
    if deed is None:
        raise Http404
    if not deed.may(request.user, found):
        raise PermissionDenied
    form = form_of(name, request, found, request.POST)
    if not form.is_valid():
        return page_of(request, found, faulty={name: form})
    try:
        deed.action(feedback=found, **form.given, by=request.user, now=request.now)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return page_of(request, get_feedback(request.user, pk), faulty={name: form})
    messages.success(request, deed.said)
    still_seen = Feedback.objects.visible_to(request.user).filter(pk=pk).exists()
    return redirect("procedures:feedback", pk=pk) if still_seen else redirect("procedures:feedback_list")


def get_feedback(user, pk):
    rows = Feedback.objects.visible_to(user).with_names()
    return get_object_or_404(rows.select_related("procedure", "unit", "about", "answered_by", "recorded_by"), pk=pk)


def page_of(request, found, faulty=None):
    events = list(found.events.select_related("by"))
    forms = forms_for(request, found, events[-1].pk) | (faulty or {})
    context = {
        "feedback": found,
        "events": events,
        "forms": {name.replace("-", "_"): form for name, form in forms.items()},
        "sees_sender": may_answer(request.user, found) or found.recorded_by == request.user,
        "is_own": found.recorded_by == request.user,
        "today": timezone.localdate(request.now),
        "section": "procedures",
    }
    return render(request, "procedures/feedback/detail.html", context, status=400 if faulty else 200)


def forms_for(request, found, seen):
    """The forms of what may be done with it now by who looks at it."""
    lawful = {"answer": not found.is_published, "decline": found.is_waiting, "forward": found.is_waiting}
    lawful |= {"publish": found.is_answered and not found.is_published, "take-back": found.is_published}
    names = [name for name, is_lawful in lawful.items() if is_lawful and DEEDS[name].may(request.user, found)]
    return {name: form_of(name, request, found, initial={"seen": seen}) for name in names}


def form_of(name, request, found, data=None, initial=None):
    today = timezone.localdate(request.now)
    units = {"units": units_to_forward_to(request.user, found, today)} if name == "forward" else {}
    return DEEDS[name].form(data, feedback=found, user=request.user, today=today, initial=initial, **units)


@never_cache
@sensitive_post_parameters("text", "sender_name", "sender_contact")
@require_http_methods(["GET", "HEAD", "POST"])
def record_feedback(request, code):
    """What came to a desk, by letter or by phone."""
    if not may_record_feedback(request.user):
        raise PermissionDenied
    procedure, today = procedure_asked(request, code), timezone.localdate(request.now)
    own = next((duty.unit.code for duty in request.user.duties if duty.unit.level == procedure.level), None)
    data = request.POST if request.method == "POST" else None
    form = RecordForm(data, procedure=procedure, today=today, initial={"about": own})
    if data is not None and form.is_valid():
        try:
            kept, _is_new = actions.record(
                said=form.said,
                key=form.cleaned_data["key"],
                channel=form.cleaned_data["channel"],
                received_on=form.cleaned_data["received_on"],
                by=request.user,
                now=request.now,
            )
            return redirect("procedures:feedback_for_sender", pk=kept.pk)
        except actions.FeedbackKept as conflict:
            said = _(
                "This form has kept other words as %(number)s. What stands here is not kept: press again to keep it."
            )
            form.add_error(None, said % {"number": conflict.feedback.number})
            form.with_new_key()
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"form": form, "procedure": procedure, "name": name_of(procedure), "section": "procedures"}
    return render(request, "procedures/feedback/record.html", context, status=200 if data is None else 400)


@never_cache
@require_safe
def feedback_for_sender(request, pk):
    """Number and secret, to print or to read out: for who took it down, since nobody else shall have them."""
    found = get_feedback(request.user, pk)
    if found.recorded_by != request.user:
        raise PermissionDenied
    follow = f"{settings.PUBLIC_URL}{reverse('procedures:follow_feedback')}"
    context = {"feedback": found, "follow": follow, "section": "procedures"}
    return render(request, "procedures/feedback/for_sender.html", context)
