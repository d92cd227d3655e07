from collections import Counter

from django.conf import settings
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_GET, require_POST

from dossiers import cards, queries
from dossiers.apologising import answered_for_by, due_without_result
from dossiers.errands import ForwardingAsPlanned, errands_of
from dossiers.models import Dossier, Enquiry, Reminder, Step
from dossiers.models.querysets import IS_OPEN, IS_PAUSED, IS_RESOLVED, is_due, is_due_after, is_overdue, is_received
from dossiers.states import Verb
from dossiers.steps import expected_next, lay_out
from dossiers.waiting import is_signed, is_uncollected
from procedures.permissions import may_post
from procedures.postings import place_of
from procedures.rounds import to_post
from units.calendars import calendar_for
from units.models import Role

MOST_AT_DESK, MOST_IN_INBOX, MOST_ENQUIRIES = 10, 25, 10


@require_GET
def home(request):
    """What waits for whoever logs in: the clerk's desk, the officer's inbox, or both for who is both."""
    user = request.user
    if not user.duties:
        return redirect("procedures:list")
    if not user.has_role(Role.CLERK, Role.OFFICER):
        return redirect("dashboards:dashboard")
    today = timezone.localdate(request.now)
    calendar = calendar_for(user, on=today)
    context = {"section": "desk", "today": today, "calendar": calendar, "sections": [], "figures": [], "tasks": []}
    context["on_their_way"] = Step.objects.visible_to(user).on_their_way().at_places_of(user).count()
    context |= {"errands": errands_of(user), "signs": user.has_role(Role.OFFICER)}
    if user.has_role(Role.CLERK):
        _add_desk(context, user, today, calendar)
    if user.has_role(Role.OFFICER):
        _add_tasks(context, user, today, calendar)
        _add_inbox(context, user, today, calendar)
    context["has_rows"] = any(section["dossiers"] for section in context["sections"])
    return render(request, "desk/home.html", context)


@require_POST
def find(request):
    """The one box. It is sent by POST: no number, name or phone stands in an address."""
    text = request.POST.get("q", "")
    today = timezone.localdate(request.now)
    found = list(queries.find(text, user=request.user)[: queries.MOST_FOUND + 1])
    enquiries = list(queries.find_enquiries(text, user=request.user)[:MOST_ENQUIRIES])
    if len(found) + len(enquiries) == 1:
        return _the_only_one(*found, *enquiries)
    card = cards.read_card(text)
    context = {
        "section": "dossiers",
        "text": card.name if card else text,
        "today": today,
        "calendar": SimpleLazyObject(lambda: calendar_for(request.user, on=today)),
        "dossiers": found[: queries.MOST_FOUND],
        "enquiries": enquiries,
        "has_more": len(found) > queries.MOST_FOUND,
        "most": queries.MOST_FOUND,
    }
    return render(request, "desk/found.html", context)


def _the_only_one(found):
    if isinstance(found, Enquiry):
        return redirect("dossiers:enquiry", pk=found.pk)
    return redirect("dossiers:detail", code=found.code)


def _add_desk(context, user, today, calendar):
    """What is late first, then what is due today, then what waits to be handed back: figures and sections alike."""
    here = Dossier.objects.visible_to(user).at_desk(*user.desks)
    soon = calendar.add_working_days(today, settings.DUE_SOON_DAYS)
    waiting = Dossier.objects.visible_to(user).waiting_at(*user.desks)
    counts = here.filter(IS_OPEN | IS_RESOLVED | is_received(today, today)).aggregate(
        waiting=Count("pk", filter=IS_RESOLVED & Q(returning_desk__in=user.desks)),
        due_today=Count("pk", filter=is_due(today, today)),
        overdue=Count("pk", filter=is_overdue(today)),
        due_soon=Count("pk", filter=is_due(today, soon)),
        received_today=Count("pk", filter=is_received(today, today)),
        paused=Count("pk", filter=IS_PAUSED),
        uncollected=Count("pk", filter=is_uncollected(today) & Q(returning_desk__in=user.desks)),
    )
    queries_of = {
        "overdue": "scope=desk&due=overdue&order=due",
        "due_today": "scope=desk&due=today&order=due",
        "waiting": "scope=hand_back&order=finished",
        "due_soon": "scope=desk&due=soon&order=due",
        "received_today": f"scope=desk&from={today}&to={today}",
    }
    tones = {"waiting": "is-good", "due_today": "is-soon", "overdue": "is-late"}
    units = [desk.unit for desk in user.desks if may_post(user, desk.unit, place_of(desk.unit))]
    context["to_post"] = [(unit, to_post(unit, today).count()) for unit in units]
    context["receives"], context["uncollected_days"] = True, settings.UNCOLLECTED_DAYS
    context["figures"] += [
        {"kind": kind, "count": counts[kind], "query": query, "tone": tones.get(kind, "")}
        for kind, query in queries_of.items()
    ]
    rows = {
        "overdue": here.overdue(today).order_by("due_at", "pk"),
        "due_today": here.due_on(today).order_by("due_at", "pk"),
        "waiting": waiting.order_by("finished_at", "pk"),
    }
    context["sections"] += [
        _section(kind, dossiers[:MOST_AT_DESK], counts[kind], queries_of[kind]) for kind, dossiers in rows.items()
    ]
    if counts["uncollected"]:
        query = "scope=hand_back&state=uncollected&order=finished"
        context["figures"].append(
            {"kind": "uncollected", "count": counts["uncollected"], "query": query, "tone": "is-soon"}
        )
    _add_paused(context, here, counts["paused"], "scope=desk&state=paused")


def _add_tasks(context, user, today, calendar):
    """What an officer is reminded of before it is late, as far as there is anything: a number and its page."""
    signed = Dossier.objects.visible_to(user).for_officer(user).filter(is_signed())
    tasks = [
        ("reminders", Reminder.objects.visible_to(user).current().one_each(), reverse("dossiers:reminders")),
        ("apologies", due_without_result(answered_for_by(user), today, calendar), reverse("dossiers:apologies")),
        ("signed", signed, f"{reverse('dossiers:list')}?scope=inbox&state=signed"),
    ]
    counted = [{"kind": kind, "count": found.count(), "address": address} for kind, found, address in tasks]
    context["tasks"] = [task for task in counted if task["count"]]


def _add_inbox(context, user, today, calendar):
    """Three bands by due date: late, today and the next working day, later."""
    inbox = Dossier.objects.visible_to(user).for_officer(user)
    tomorrow = calendar.next_working_day(today)
    bands = {
        "late": (is_overdue(today), "overdue"),
        "today_and_tomorrow": (is_due(today, tomorrow), "next"),
        "later": (is_due_after(tomorrow), "later"),
    }
    counts = inbox.aggregate(
        **{kind: Count("pk", filter=band) for kind, (band, _) in bands.items()}, paused=Count("pk", filter=IS_PAUSED)
    )
    rows = []
    for kind, (band, due) in bands.items():
        dossiers = inbox.filter(band).order_by("due_at", "pk")[:MOST_IN_INBOX]
        section = _section(kind, dossiers, counts[kind], f"scope=inbox&due={due}&order=due")
        context["sections"].append(section | {"is_inbox": True})
        rows += section["dossiers"]
    _add_what_to_do(rows)
    context["usual"] = _usual_errand(rows)
    _add_paused(context, inbox, counts["paused"], "scope=inbox&state=paused")


def _add_what_to_do(dossiers):
    """What its process and the law expect next of each, as its own page says first, and until when it may stay here."""
    lay_out(dossiers)
    for dossier in dossiers:
        dossier.expected = expected_next(dossier)
        step = dossier.open_step
        dossier.here_until = min(step.due_at, dossier.due_at) if step and step.due_at else dossier.due_at


def _usual_errand(dossiers):
    """What most of them need, chosen beforehand for many at once."""
    needed = Counter(dossier.expected for dossier in dossiers if dossier.expected)
    verb = max(needed, key=needed.get, default="")
    return ForwardingAsPlanned.name if verb == Verb.FORWARD else verb


def _add_paused(context, dossiers, count, query):
    """What waits for its applicant, the longest first; where nothing does, nothing is said of it."""
    if count:
        found = dossiers.filter(IS_PAUSED).order_by("paused_at", "pk")[:MOST_AT_DESK]
        context["sections"].append(_section("paused", found, count, query))


def _section(kind, dossiers, count, query):
    return {
        "kind": kind,
        "dossiers": list(dossiers.with_list_data().select_related("process")),
        "count": count,
        "query": query,
    }
