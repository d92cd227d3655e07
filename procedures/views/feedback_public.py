"""Phản ánh, kiến nghị from a procedure's page, and following it; nobody logs in."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.core.signing import BadSignature
from django.db.models import F
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from procedures.actions import feedback as actions
from procedures.feedback import published_of
from procedures.feedback_following import PASS_LIFETIME, feedback_of, feedback_with_pass, pass_of
from procedures.forms.feedback import FeedbackForm, FollowForm
from procedures.models import Feedback, Procedure
from units.addresses import address_of
from units.attempts import NotOpened, TooMany, count_sent
from units.models import ServiceDesk

COOKIE = "feedback"
PAGE_SIZE = 10


@require_safe
@login_not_required
def published_feedback(request, code):
    """What was said of a procedure and answered, for everybody."""
    procedure = procedure_asked(request, code)
    page = Paginator(published_of(procedure), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"procedure": procedure, "name": name_of(procedure), "page": page, "section": "procedures"}
    return render(request, "procedures/feedback/published.html", context)


@login_not_required
@never_cache
@sensitive_post_parameters("text", "sender_name", "sender_contact")
@require_http_methods(["GET", "HEAD", "POST"])
def give_feedback(request, code):
    procedure, today = procedure_asked(request, code), timezone.localdate(request.now)
    if request.method != "POST":
        return form_page(request, FeedbackForm(procedure=procedure, today=today))
    form = FeedbackForm(request.POST, procedure=procedure, today=today)
    if not form.is_valid():
        return form_page(request, form, status=400)
    try:
        return to_page_of(taken_in(request, form), is_just_sent=True)
    except TooMany as refusal:
        response = form_page(request, form, status=429, refusal=refusal)
        response["Retry-After"] = refusal.retry_after
        return response
    except actions.FeedbackKept as conflict:
        said = _("What you sent first was received, as %(number)s. This here is not sent: press again to send it too.")
        form.add_error(None, said % {"number": conflict.feedback.number})
        form.with_new_key()
        return form_page(request, form, status=409)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return form_page(request, form, status=400)


def taken_in(request, form):
    """Counted before it is kept, but for a press that is sent twice."""
    key = form.cleaned_data["key"]
    if not Feedback.objects.filter(key=key).exists():
        limits = {"of_address": settings.FEEDBACK_OF_ADDRESS, "of_all": settings.FEEDBACK_OF_ALL}
        count_sent("feedback", address=address_of(request), **limits)
    return actions.give(said=form.said, key=key, now=request.now)[0]


@login_not_required
@never_cache
@sensitive_post_parameters("number", "secret")
@require_http_methods(["GET", "HEAD", "POST"])
def follow_feedback(request):
    """The secret is sent, never addressed, as where a dossier is followed."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return follow_page(request, form, status=400 if form.is_bound else 200)
    typed = form.cleaned_data
    try:
        feedback = feedback_of(typed["number"], typed["secret"], address=address_of(request))
    except NotOpened as refusal:
        response = follow_page(request, form, status=429 if refusal.until else 404, refusal=refusal)
        if refusal.until:
            response["Retry-After"] = refusal.retry_after
        return response
    return to_page_of(feedback)


@login_not_required
@never_cache
@require_safe
def followed_feedback(request, key):
    """How it stands, for the browser that sent it or typed number and secret: the pass is a cookie of this address."""
    try:
        feedback, is_just_sent = feedback_with_pass(request.COOKIES.get(COOKIE, ""))
    except BadSignature:
        return follow_page(request, FollowForm(), status=404, is_over=True)
    context = {"feedback": feedback, "is_just_sent": is_just_sent, "section": "procedures"}
    return render(request, "procedures/feedback/followed.html", context)


def procedure_asked(request, code):
    """The one with this code, at the level asked for where there are several."""
    known = list(Procedure.objects.with_any_code(code).published().order_by("level"))
    asked = [procedure for procedure in known if procedure.level == request.GET.get("level")]
    if not known:
        raise Http404
    return (asked or known)[0]


def name_of(procedure):
    """What it is called, or was called last."""
    latest = procedure.versions.order_by(F("valid_from").desc(nulls_last=True))
    return latest.values_list("name", flat=True).first()


def form_page(request, form, status=200, **context):
    context |= {"form": form, "procedure": form.procedure, "name": name_of(form.procedure), "section": "procedures"}
    if "refusal" in context:
        context["desks"] = ServiceDesk.objects.filter(unit__in=form.units).exclude(phone="").select_related("unit")
    return render(request, "procedures/feedback/form.html", context, status=status)


def follow_page(request, form, status=200, **context):
    context |= {"form": form, "section": "procedures"}
    return render(request, "procedures/feedback/follow.html", context, status=status)


def to_page_of(feedback, *, is_just_sent=False):
    address = reverse("procedures:followed_feedback", args=[get_random_string(12)])
    response = redirect(address)
    response.set_cookie(
        COOKIE,
        pass_of(feedback, is_just_sent=is_just_sent),
        path=address,
        max_age=PASS_LIFETIME,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
