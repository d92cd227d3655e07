"""Staff, for administrators: who works where, who may log in. What is done here holds from the next request on."""

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import F, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from units import actions
from units.forms import AssignmentForm, LastDayForm, NewPersonForm, PersonForm, StaffFilter
from units.models import Assignment, User
from units.permissions import administered_units, administrators_only, may_be_taken_back, may_change, may_change_account
from units.text import Fold

PAGE_SIZE = 50
TRAIL_LENGTH = 50  # entries shown on a person's page
ONE_TIME_PASSWORD = "one_time_password"  # session key; the password stays there until the page shows it


@require_safe
@administrators_only
def staff(request):
    today = timezone.localdate(request.now)
    form = StaffFilter(request.GET, units=administered_units(request.user), today=today)
    page = Paginator(form.found_among(people_for_list(request.user, today)), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    return render(request, "units/staff.html", {"form": form, "page": page, "section": "staff"})


def people_for_list(user, today):
    current = Assignment.objects.in_force_on(today).select_related("desk__unit", "agency__unit").order_by("role")
    people = User.objects.visible_to(user).annotate(folded_name=Fold(F("full_name")))
    return people.prefetch_related(Prefetch("assignments", current, to_attr="work_today"))


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def new(request):
    data = request.POST if request.method == "POST" else None
    person_form = NewPersonForm(data)
    assignment_form = assignment_form_for(request, data)
    if person_form.is_valid() and assignment_form.is_valid():
        try:
            person, password = actions.create_staff(
                **person_form.cleaned_data, assignment=assignment_form.assignment(), by=request.user, now=request.now
            )
        except ValidationError as error:
            assignment_form.add_error(None, error.messages)
        else:
            request.session[ONE_TIME_PASSWORD] = [person.username, password]
            return redirect("units:person", username=person.username)
    forms = {"person_form": person_form, "assignment_form": assignment_form}
    return render(request, "units/new.html", forms | {"section": "staff"})


@require_safe
@never_cache
@administrators_only
def person(request, username):
    person = get_person(request, username)
    today = timezone.localdate(request.now)
    assignments = person.assignments.select_related("desk__unit", "agency__unit").order_by("-valid_from", "pk")
    mine = set(administered_units(request.user).values_list("pk", flat=True))
    context = {
        "person": person,
        "assignments": [row(assignment, mine=mine, today=today) for assignment in assignments],
        "may_change_account": may_change_account(request.user, person, today),
        "one_time_password": shown_once(request, person),
        "trail": trail_of(person),
        "section": "staff",
    }
    return render(request, "units/person.html", context)


def get_person(request, username):
    return get_object_or_404(User.objects.visible_to(request.user), username=username)


def get_assignment(request, username, pk):
    """The assignment and the person; 404 out of reach, 403 where somebody else administers."""
    person = get_person(request, username)
    assignment = get_object_or_404(person.assignments.select_related("desk__unit", "agency__unit"), pk=pk)
    if not may_change(request.user, assignment):
        raise PermissionDenied
    return assignment, person


def get_account(request, username):
    person = get_person(request, username)
    if not may_change_account(request.user, person, timezone.localdate(request.now)):
        raise PermissionDenied
    return person


def row(assignment, *, mine, today):
    """An assignment as the person's page shows it."""
    is_over = assignment.valid_to is not None and assignment.valid_to < today
    begins_later = assignment.valid_from is not None and assignment.valid_from > today
    return {
        "assignment": assignment,
        "state": "over" if is_over else "later" if begins_later else "today",
        "may_end": assignment.unit.pk in mine,
        "may_take_back": assignment.unit.pk in mine and may_be_taken_back(assignment, today),
    }


def shown_once(request, person):
    """The one-time password just made for `person`, forgotten as soon as it is read."""
    username, password = request.session.get(ONE_TIME_PASSWORD, (None, None))
    if username != person.username:
        return None
    del request.session[ONE_TIME_PASSWORD]
    return password


def trail_of(person):
    entries = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk))
    return entries.select_related("user").order_by("-action_time", "-pk")[:TRAIL_LENGTH]


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def details(request, username):
    person = get_person(request, username)
    form = PersonForm(request.POST if request.method == "POST" else None, instance=person)
    if form.is_valid():
        actions.change_details(person=person, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, _("The details are saved."))
        return redirect("units:person", username=person.username)
    return render(request, "units/details.html", {"form": form, "person": person, "section": "staff"})


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def assign(request, username):
    person = get_person(request, username)
    form = assignment_form_for(request, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.assign(person=person, **form.assignment(), by=request.user, now=request.now)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The assignment is saved."))
            return redirect("units:person", username=person.username)
    return render(request, "units/assign.html", {"form": form, "person": person, "section": "staff"})


def assignment_form_for(request, data):
    return AssignmentForm(data, units=administered_units(request.user), today=timezone.localdate(request.now))


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def end_assignment(request, username, pk):
    assignment, person = get_assignment(request, username, pk)
    today = timezone.localdate(request.now)
    data = request.POST if request.method == "POST" else None
    form = LastDayForm(data, unit=assignment.unit, initial={"last_day": assignment.valid_to or today})
    if form.is_valid():
        try:
            actions.end_assignment(assignment=assignment, **form.cleaned_data, by=request.user, now=request.now)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The last day is saved."))
            return redirect("units:person", username=person.username)
    context = {"form": form, "assignment": assignment, "person": person, "section": "staff"}
    return render(request, "units/end_assignment.html", context)


@require_POST
@administrators_only
def take_back_assignment(request, username, pk):
    assignment, person = get_assignment(request, username, pk)
    if not may_be_taken_back(assignment, timezone.localdate(request.now)):
        raise PermissionDenied
    actions.take_back_assignment(assignment=assignment, by=request.user, now=request.now)
    messages.success(request, _("The assignment is taken back."))
    return redirect("units:person", username=person.username)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def disable(request, username):
    person = get_account(request, username)
    if request.method != "POST":
        return render(request, "units/disable.html", {"person": person, "section": "staff"})
    actions.disable(person=person, by=request.user, now=request.now)
    messages.success(request, _("The account is disabled."))
    return redirect("units:person", username=person.username)


@require_POST
@administrators_only
def enable(request, username):
    person = get_account(request, username)
    actions.enable(person=person, by=request.user, now=request.now)
    messages.success(request, _("The account is enabled."))
    return redirect("units:person", username=person.username)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def reset_password(request, username):
    person = get_account(request, username)
    if request.method != "POST":
        return render(request, "units/reset_password.html", {"person": person, "section": "staff"})
    password = actions.reset_password(person=person, by=request.user, now=request.now)
    request.session[ONE_TIME_PASSWORD] = [person.username, password]
    return redirect("units:person", username=person.username)
