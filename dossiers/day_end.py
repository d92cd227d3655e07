"""The day-end sheet: what passed a desk on a day, and what it leaves to the next. Tallies are lengths of its lists."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from dossiers.cash import CashSheet, cash_sheet
from dossiers.models import Delivery, Dossier, Enquiry, Pause, Slip, SlipKind
from dossiers.models.querysets import end_of, is_received, reach_of, start_of
from dossiers.states import WITHOUT_RESULT, DossierState, Outcome
from procedures.models import Channel
from units.models import ServiceDesk


@dataclass(frozen=True)
class ProcedureTally:
    name: str
    received: int
    handed_back: int
    paid: int  # how often
    amount: int  # đồng taken in


@dataclass(frozen=True)
class DayEnd:
    """All lists but the last two hold dossiers. What is said of a past day is as it stood at its end."""

    desk: ServiceDesk
    on: date
    next_day: date  # the next working day
    is_whole: bool  # whether who asks sees all that the desk handles
    received: list  # with what was done on the spot; `became` says how each stood at the day's end
    resolved: list  # results that became ready, to be handed back here
    denied: list
    handed_back: list
    withdrawn: list
    stopped: list
    overdue: list
    due_today: list  # and still without a result
    due_next: list  # by the next working day
    uncollected: list  # results that somebody has to come for
    unsent: list  # results to go by post
    enquiries: list  # guidance and refusals at the counter
    slips: list  # (kind in words, how many)
    cash: CashSheet  # of the same desk, day and eyes: the money here is the money there

    @property
    def refusals(self):
        return [enquiry for enquiry in self.enquiries if enquiry.is_refusal]

    @property
    def guidance(self):
        return [enquiry for enquiry in self.enquiries if not enquiry.is_refusal]

    @property
    def channels(self):
        counts = Counter(dossier.channel for dossier in self.received)
        return [(channel, counts[channel]) for channel in Channel if counts[channel]]

    @property
    def from_book(self):
        return [dossier for dossier in self.received if dossier.is_from_book]

    @property
    def entered_later(self):
        """Entered from the paper book after the day: no sheet printed on it told of them."""
        return [dossier for dossier in self.from_book if timezone.localdate(dossier.entered_from_book_at) > self.on]

    @property
    def ready(self):
        return self.resolved + self.denied

    @property
    def at_once(self):
        return [dossier for dossier in self.handed_back if dossier.is_at_once]

    @property
    def handed_back_same_day(self):
        return [dossier for dossier in self.handed_back if dossier in self.received]

    @property
    def handed_back_later(self):
        """Of what had been received on a day before, or at another desk."""
        return [dossier for dossier in self.handed_back if dossier not in self.received]

    @property
    def paid_at_reception(self):
        return [line for line in self.cash.collected_lines if line.at == line.dossier.received_at]

    @property
    def paid_at_collection(self):
        return [line for line in self._paid_later if line.at == line.dossier.returned_at]

    @property
    def paid_between(self):
        return [line for line in self._paid_later if line.at != line.dossier.returned_at]

    @property
    def _paid_later(self):
        return [line for line in self.cash.collected_lines if line.at != line.dossier.received_at]

    @property
    def amount_at_reception(self):
        return _sum(self.paid_at_reception)

    @property
    def amount_at_collection(self):
        return _sum(self.paid_at_collection)

    @property
    def amount_between(self):
        return _sum(self.paid_between)

    @property
    def amount(self):
        """Taken in; what was given back is said beside it."""
        return self.cash.collected

    @property
    def uncollected_long(self):
        return [dossier for dossier in self.uncollected if dossier.is_uncollected_long]

    @property
    def procedures(self):
        """By procedure, the most received first."""
        received, handed_back = _by_name(self.received), _by_name(self.handed_back)
        paid = _lines_by_name(self.cash.collected_lines)
        names = sorted({*received, *handed_back, *paid}, key=lambda name: (-len(received.get(name, ())), name))
        return [
            ProcedureTally(
                name=name,
                received=len(received.get(name, ())),
                handed_back=len(handed_back.get(name, ())),
                paid=len(paid.get(name, ())),
                amount=_sum(paid.get(name, ())),
            )
            for name in names
        ]


def day_end(user, desk, on, calendar):
    """The sheet of `desk` for the day `on`, of what `user` may see there."""
    here = Dossier.objects.visible_to(user).at_desk(desk).annotate(procedure_name=F("version__name"))
    next_day = calendar.next_working_day(on)
    cash = cash_sheet(user, [desk], on)
    pending = _pending(here, on, next_day)
    waiting = _waiting(here, desk, on)
    return DayEnd(
        desk=desk,
        on=on,
        next_day=next_day,
        is_whole=desk.pk in reach_of(user).desks,
        **_passed(here, desk, on, cash),
        overdue=[dossier for dossier in pending if dossier.due_on < on],
        due_today=[dossier for dossier in pending if dossier.due_on == on],
        due_next=[dossier for dossier in pending if dossier.due_on > on],
        uncollected=[dossier for dossier in waiting if dossier.delivery == Delivery.DESK],
        unsent=[dossier for dossier in waiting if dossier.delivery == Delivery.POST],
        enquiries=list(_enquiries(user, desk).filter(_within("made_at", on)).order_by("made_at", "pk")),
        slips=_slips(user, desk, on),
        cash=cash,
    )


def _passed(here, desk, on, cash):
    """What was received, finished or handed back on the day: one statement, told apart afterwards."""
    touched = is_received(on, on) | _within("finished_at", on) | _within("returned_at", on)
    dossiers = here.filter(touched).order_by("received_at", "pk")
    dossiers = dossiers.annotate(is_at_once=Q(returned_at=F("received_at")))
    collected = Counter()
    for line in cash.collected_lines:
        collected[line.dossier_id] += line.amount
    for dossier in dossiers:
        dossier.collected = collected[dossier.pk]
    received = [dossier for dossier in dossiers if _here_on(dossier.receiving_desk_id, dossier.received_at, desk, on)]
    for dossier in received:
        dossier.became = _became(dossier, on)
    taken = [dossier for dossier in dossiers if _here_on(dossier.receiving_desk_id, dossier.finished_at, desk, on)]
    ready = [dossier for dossier in dossiers if _here_on(dossier.returning_desk_id, dossier.finished_at, desk, on)]
    gone = [dossier for dossier in dossiers if _here_on(dossier.returning_desk_id, dossier.returned_at, desk, on)]
    handed_back = [dossier for dossier in gone if dossier.state == DossierState.HANDED_BACK]
    return {
        "received": received,
        "resolved": [dossier for dossier in ready if dossier.outcome == Outcome.RESOLVED],
        "denied": [dossier for dossier in ready if dossier.is_denied],
        "withdrawn": [dossier for dossier in taken if dossier.outcome == Outcome.WITHDRAWN],
        "stopped": [dossier for dossier in taken if dossier.outcome == Outcome.STOPPED],
        "handed_back": sorted(handed_back, key=lambda dossier: (dossier.returned_at, dossier.pk)),
    }


def _became(dossier, on):
    """How what was received stood at the end of that day."""
    if dossier.finished_at is None or timezone.localdate(dossier.finished_at) > on:
        return "due"
    if dossier.outcome in WITHOUT_RESULT:
        return dossier.outcome
    if dossier.returned_at and timezone.localdate(dossier.returned_at) <= on:
        return "at_once" if dossier.is_at_once else "handed_back"
    return "unsent" if dossier.delivery == Delivery.POST else "uncollected"


def _pending(here, on, next_day):
    """Without a result at the day's end, its clock running, and due by the next working day as was said then."""
    open_then = Q(received_at__lt=end_of(on)) & (Q(finished_at=None) | Q(finished_at__gte=end_of(on)))
    pauses = Pause.objects.filter(dossier=OuterRef("pk"))
    stood_still = pauses.filter(Q(ended_at=None) | Q(ended_at__gte=end_of(on)), begun_at__lt=end_of(on))
    stood_still = stood_still.filter(begun_at__lte=F("due_before"))
    moved_later = pauses.filter(begun_at__gte=end_of(on)).order_by("begun_at").values("due_before")[:1]
    dossiers = here.filter(open_then, ~Exists(stood_still))
    dossiers = dossiers.annotate(due_then=Coalesce(Subquery(moved_later), "due_at"))
    found = list(dossiers.filter(due_then__lt=end_of(next_day)).order_by("due_then", "pk"))
    for dossier in found:
        dossier.due_at = dossier.due_then
    return found


def _waiting(here, desk, on):
    """With a result that was still here at the day's end; the one that waits longest first."""
    ready = Q(finished_at__lt=end_of(on)) & ~Q(outcome__in=sorted(WITHOUT_RESULT))
    still_here = Q(returned_at=None) | Q(returned_at__gte=end_of(on))
    long_ago = start_of(on - timedelta(days=settings.UNCOLLECTED_DAYS))
    dossiers = here.filter(ready, still_here, returning_desk=desk).order_by("finished_at", "pk")
    return list(dossiers.annotate(is_uncollected_long=Q(finished_at__lt=long_ago)))


def _enquiries(user, desk):
    return Enquiry.objects.visible_to(user).filter(desk=desk).with_list_data()


def _slips(user, desk, on):
    """How many statutory slips of which kind were issued for what the desk received, and at its counter before."""
    slips = Slip.objects.filter(_within("issued_at", on))
    of_dossiers = slips.filter(dossier__receiving_desk=desk)
    if desk.pk not in reach_of(user).desks:
        of_dossiers = of_dossiers.filter(dossier__in=Dossier.objects.visible_to(user))
    of_enquiries = slips.filter(enquiry__in=_enquiries(user, desk))
    counts = _by_kind(of_dossiers) + _by_kind(of_enquiries)
    return [(SlipKind(kind).label, counts[kind]) for kind in sorted(counts)]


def _by_kind(slips):
    return Counter(dict(slips.order_by("kind").values_list("kind").annotate(count=Count("pk"))))


def _within(column, on):
    return Q(**{f"{column}__gte": start_of(on), f"{column}__lt": end_of(on)})


def _here_on(desk_id, moment, desk, on):
    return desk_id == desk.pk and moment is not None and timezone.localdate(moment) == on


def _by_name(dossiers):
    groups = {}
    for dossier in dossiers:
        groups.setdefault(dossier.procedure_name, []).append(dossier)
    return groups


def _lines_by_name(lines):
    groups = {}
    for line in lines:
        groups.setdefault(line.dossier.version.name, []).append(line)
    return groups


def _sum(lines):
    return sum(line.amount for line in lines)
