from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from dossiers import queries
from dossiers.models import Dossier
from units.calendars import work_calendar
from units.models import Role

MOST_SHOWN = 25


@require_GET
def home(request):
    """What waits for whoever logs in: the clerk's desk, the officer's inbox, or both for who is both."""
    user = request.user
    if not user.has_role(Role.CLERK, Role.OFFICER):
        return redirect("dossiers:list" if user.duties else "procedures:list")
    today = timezone.localdate(request.now)
    calendar = work_calendar(on=today)
    office = {"today": today, "calendar": calendar}
    context = {"section": "desk", "today": today, "office": office, "sections": [], "figures": []}
    if user.has_role(Role.CLERK):
        _add_desk(context, user, today, calendar)
    if user.has_role(Role.OFFICER):
        _add_inbox(context, user, today, calendar)
    return render(request, "desk/home.html", context)


@require_POST
def find(request):
    """The one box. It is sent by POST: no number, name or phone stands in an address."""
    text = request.POST.get("q", "")
    found = list(queries.find(text, user=request.user)[: queries.MOST_FOUND + 1])
    if len(found) == 1:
        return redirect("dossiers:detail", code=found[0].code)
    context = {
        "section": "dossiers",
        "text": text,
        "today": timezone.localdate(request.now),
        "dossiers": found[: queries.MOST_FOUND],
        "has_more": len(found) > queries.MOST_FOUND,
        "most": queries.MOST_FOUND,
    }
    return render(request, "desk/found.html", context)


def _add_desk(context, user, today, calendar):
    here = Dossier.objects.visible_to(user).at_desk(*user.desks)
    waiting = here.resolved().order_by("finished_at")
    soon = calendar.add_working_days(today, settings.DUE_SOON_DAYS)
    context["receives"] = True
    context["figures"] += [
        {"kind": "waiting", "count": waiting.count(), "query": "state=resolved", "tone": "is-good"},
        {"kind": "due_today", "count": here.due_on(today).count(), "query": "due=today", "tone": "is-soon"},
        {"kind": "overdue", "count": here.overdue(today).count(), "query": "due=overdue", "tone": "is-late"},
        {"kind": "due_soon", "count": here.due_between(today, soon).count(), "query": "due=soon", "tone": ""},
        {
            "kind": "received_today",
            "count": here.received_on(today).count(),
            "query": f"from={today}&to={today}",
            "tone": "",
        },
    ]
    context["sections"] += [
        _section("waiting", waiting, "state=resolved"),
        _section("overdue", here.overdue(today).order_by("due_at", "pk"), "due=overdue"),
        _section("due_today", here.due_on(today).order_by("due_at", "pk"), "due=today"),
    ]


def _add_inbox(context, user, today, calendar):
    """Three bands by due date: late, today and the next working day, later."""
    units = user.units_of(Role.OFFICER)
    inbox = Dossier.objects.visible_to(user).filter(competent_agency__unit__in=units).open()
    tomorrow = calendar.next_working_day(today)
    late = inbox.overdue(today).order_by("due_at", "pk")
    now = inbox.due_between(today, tomorrow).order_by("due_at", "pk")
    later = inbox.filter(
        due_at__gt=timezone.make_aware(timezone.datetime.combine(tomorrow, timezone.datetime.max.time()))
    )
    context["has_inbox"] = True
    context["sections"] += [
        _section("late", late, "due=overdue"),
        _section("today_and_tomorrow", now, "due=next"),
        _section("later", later.order_by("due_at", "pk"), "due=later"),
    ]


def _section(kind, dossiers, query):
    rows = list(dossiers.with_list_data()[: MOST_SHOWN + 1])
    count = len(rows) if len(rows) <= MOST_SHOWN else dossiers.count()
    return {"kind": kind, "dossiers": rows[:MOST_SHOWN], "count": count, "query": query}
