"""The ladder climbed: a job that finds what has come to a rung, and tells whom it concerns, once."""

from collections import Counter, defaultdict

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task

from dossiers.apologising import due_without_result, is_final
from dossiers.chain import Chain
from dossiers.ladder import Rung, reached_at, why_now
from dossiers.models import Dossier, DossierEvent, EventKind, Reminder, Step
from dossiers.states import WORKED_ON
from dossiers.time_left import time_left
from jobs.outbox import post
from units import clock
from units.calendars import Calendars, work_calendar

# From these on somebody has his time for it, or has it anew.
BEGINS = (EventKind.RECEIVED, EventKind.RESUMED, EventKind.EXTENDED, EventKind.APOLOGISED)
MOST_IN_A_MAIL = 30


@task
def remind():
    now = clock.now()
    climb(now=now)
    tell_of_apologies(now=now)


@transaction.atomic
def climb(*, now):
    """Write a reminder for each rung that a dossier has come to, with the mails that say so; the new reminders.

    Whoever runs it, and however often: a rung is reached once for each due date, and mailed of with its reminder.
    """
    known = set(Reminder.objects.filter(dossier__state__in=WORKED_ON).values_list("dossier", "rung", "due_at"))
    new = []
    for dossier, rung, due_at in _reached(now, known):
        key = {"dossier": dossier, "rung": rung, "due_at": due_at}
        reminder, is_new = Reminder.objects.get_or_create(**key, defaults={"made_at": now})
        if is_new:
            new.append(reminder)
    _mail(new, now)
    return new


@transaction.atomic
def tell_of_apologies(*, now):
    """Once a working day, when the list is settled: to whoever has to write the apologies, how many they are."""
    today = timezone.localdate(now)
    calendar = work_calendar(on=today)
    if not (calendar.is_working(today) and is_final(now)):
        return
    chain, owed = Chain(today), Counter()
    for dossier in due_without_result(Dossier.objects.all(), today, calendar).with_list_data():
        owed.update(chain.told(dossier, Rung.HALF))
    address = f"{settings.PUBLIC_URL}{reverse('dossiers:apologies')}"
    for user, n in owed.items():
        if user.email:
            said = ngettext(
                "%(n)d dossier is without a result until the next working day: finish or apologise",
                "%(n)d dossiers are without a result until the next working day: finish or apologise",
                n,
            )
            key = f"apologies of {today} of user {user.pk}"
            post(key=key, to=user.email, subject=said % {"n": n}, text=f"{said % {'n': n}}\n{address}\n")


def _reached(now, known):
    """(dossier, rung, due date) for each that lies behind now and has not been written down; no clock stands still."""
    worked_on = sorted(WORKED_ON)
    begins = DossierEvent.objects.filter(dossier__state__in=worked_on, kind__in=BEGINS).order_by()
    begun_at = dict(begins.values_list("dossier").annotate(Max("at")))
    steps = {step.dossier_id: step for step in Step.objects.open().of_agencies().filter(dossier__state__in=worked_on)}
    calendars, today = Calendars(), timezone.localdate(now)
    dossiers = Dossier.objects.filter(state__in=worked_on).order_by("due_at", "pk").with_list_data()
    for dossier in dossiers.iterator(chunk_size=1000):
        begun = begun_at.get(dossier.pk, dossier.received_at)
        calendar = calendars.of(dossier.competent_agency.unit_id, today)
        for rung in Rung:
            since, due_at = _time_for(rung, dossier, steps.get(dossier.pk), begun)
            if (dossier.pk, rung, due_at) not in known:
                moment = reached_at(rung, since, due_at, calendar)
                if moment is not None and moment <= now:
                    yield dossier, rung, due_at


def _time_for(rung, dossier, step, begun):
    """(since when, until when): of the step, for whoever has it in hand, unless another day was promised."""
    if rung == Rung.HALF and step and step.due_at and not dossier.is_promised_anew:
        return max(begun, step.begun_at), step.due_at
    return begun, dossier.last_promise


def _mail(reminders, now):
    """One mail for everybody whom some of `reminders` tell and who has an address; it goes where they go."""
    chain, by_user = Chain(timezone.localdate(now)), defaultdict(list)
    for reminder in reminders:
        for user in chain.told(reminder.dossier, reminder.rung):
            by_user[user].append(reminder)
    for user, told in by_user.items():
        if user.email:
            told.sort(key=lambda reminder: (reminder.due_at, reminder.pk))
            key = f"reminders of user {user.pk} from {min(reminder.pk for reminder in told)}"
            post(key=key, to=user.email, subject=_subject(told), text=_text(told, now))


def _subject(reminders):
    n = len(reminders)
    return ngettext("%(n)d dossier needs you before it is late", "%(n)d dossiers need you before they are late", n) % {
        "n": n
    }


def _text(reminders, now):
    """By code, procedure and date: a mail leaves the house, so it names no citizen."""
    calendars = Calendars()
    lines = [_line(reminder, now, calendars) for reminder in reminders[:MOST_IN_A_MAIL]]
    if more := len(reminders) - len(lines):
        lines.append(ngettext("… and %(n)d more", "… and %(n)d more", more) % {"n": more})
    address = f"{settings.PUBLIC_URL}{reverse('dossiers:reminders')}"
    return "\n\n".join([*lines, _("All that you are reminded of: %(address)s") % {"address": address}, ""])


def _line(reminder, now, calendars):
    calendar = calendars.of(reminder.dossier.competent_agency.unit_id, timezone.localdate(now))
    dossier, due_at = reminder.dossier, timezone.localtime(reminder.due_at)
    facts = {
        "why": why_now(reminder.rung, due_at.date(), timezone.localdate(now)),
        "code": dossier.code,
        "procedure": dossier.version.name,
        "due": f"{due_at:%H:%M %d/%m/%Y}",
        "left": time_left(now, due_at, calendar),
        "address": f"{settings.PUBLIC_URL}{reverse('dossiers:detail', args=[dossier.code])}",
    }
    if due_at < now:
        return _("%(why)s: %(code)s, %(procedure)s, was due %(due)s\n%(address)s") % facts
    return _("%(why)s: %(code)s, %(procedure)s, due %(due)s, %(left)s left\n%(address)s") % facts
