"""Which dossiers: those within somebody's reach, and the conditions that lists, figures and inboxes select by."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import models
from django.db.models import F, Q, Value
from django.utils import timezone

from dossiers.states import OPEN_STATES, PAUSED_STATES, DossierState
from units.lineage import taken_over_by
from units.models import OVERSEEING, Agency, AgencyKind, Assignment, Role, ServiceDesk
from units.text import Words, normalise


@dataclass(frozen=True)
class Reach:
    """Whose dossiers somebody may see: received or handed back at these desks, decided or held by these agencies."""

    desks: frozenset
    agencies: frozenset
    unit_of: dict  # of each agency, but those of other systems
    taken_over: frozenset  # the units that are no more and became some that he oversees

    def agencies_of(self, *units):
        """Those of `units`, all by their keys."""
        return [agency for agency, unit in self.unit_of.items() if unit in units]


def reach_of(user):
    """A clerk's desk, an officer's unit, a leader's unit and those under it. Kept with the user, as his duties are.

    Of an agency of another system only that one itself: it sees what it holds, as long as it holds it. Who oversees a
    unit also sees what those left behind that it took over (docs/decisions/0016).
    """
    if not hasattr(user, "reach"):
        taken_over = _taken_over_by(user)
        units = Q(unit__in=user.units_of(Role.OFFICER, *OVERSEEING)) | Q(unit__in=taken_over)
        agencies = dict(Agency.objects.filter(units).exclude(kind=AgencyKind.BESIDE).values_list("pk", "unit"))
        overseen = ServiceDesk.objects.filter(Q(unit__in=user.units_of(*OVERSEEING)) | Q(unit__in=taken_over))
        beside = (duty.agency_id for duty in user.duties if duty.is_beside)
        user.reach = Reach(
            desks=frozenset(desk.pk for desk in user.desks).union(overseen.values_list("pk", flat=True)),
            agencies=frozenset(agencies).union(beside),
            unit_of=agencies,
            taken_over=taken_over,
        )
    return user.reach


def _is_within(reach):
    return (
        Q(receiving_desk__in=reach.desks)
        | Q(returning_desk__in=reach.desks)
        | Q(competent_agency__in=reach.agencies)
        | Q(holding_agency__in=reach.agencies)
    )


def _taken_over_by(user):
    if not user.oversees:
        return frozenset()
    return frozenset(taken_over_by(user.units_of(*OVERSEEING).values_list("pk", flat=True), user.today))


def works_for(user):
    """The agencies whose dossiers are `user`'s work as an officer, by their keys. Kept with the user.

    An officer of an office works for it and for its committee; one of the committee for it and for those of its
    offices that have no officer of their own.
    """
    if not hasattr(user, "works_for"):
        duties = [duty for duty in user.duties if duty.role == Role.OFFICER]
        own = {duty.agency_id for duty in duties}
        units = [duty.agency.unit_id for duty in duties if not duty.is_beside]
        of_committees = [duty.agency.unit_id for duty in duties if duty.agency.kind == AgencyKind.COMMITTEE]
        manned = Assignment.objects.in_force_on(user.today).filter(role=Role.OFFICER).values("agency")
        others = Agency.objects.filter(
            Q(kind=AgencyKind.COMMITTEE, unit__in=units)
            | Q(kind=AgencyKind.OFFICE, unit__in=of_committees) & ~Q(pk__in=manned)
        )
        user.works_for = frozenset(others.values_list("pk", flat=True)).union(own) if duties else frozenset()
    return user.works_for


# Conditions, for lists and for counting several of them in one statement.
IS_OPEN = Q(state__in=sorted(OPEN_STATES))
IS_PAUSED = Q(state__in=sorted(PAUSED_STATES))
IS_RESOLVED = Q(state=DossierState.RESOLVED)


# Where the clock stands still since before the due date, nothing falls due: it goes on when the applicant has answered.
IS_RUNNING = Q(paused_at=None) | Q(paused_at__gt=F("due_at"))


def is_received(first, last):
    return Q(received_at__gte=start_of(first), received_at__lt=end_of(last))


def is_due(first, last):
    return IS_OPEN & IS_RUNNING & Q(due_at__gte=start_of(first), due_at__lt=end_of(last))


def is_due_after(day):
    return IS_OPEN & IS_RUNNING & Q(due_at__gte=end_of(day))


def is_overdue(today):
    return IS_OPEN & IS_RUNNING & Q(due_at__lt=start_of(today))


def start_of(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day):
    return start_of(day + timedelta(days=1))


class PeopleQuerySet(models.QuerySet):
    def search_names(self, text):
        """Those in whose applicant, owner or representative each word of `text` begins a word, diacritics or not."""
        return self.filter(*(Q(searched_names__contains=Words(Value(f" {word}"))) for word in normalise(text).split()))


class DossierQuerySet(PeopleQuerySet):
    def visible_to(self, user):
        """The one door to dossiers: by keys alone, without a join, so that an index can serve it."""
        return self.filter(_is_within(reach_of(user)))

    def hidden_from(self, user):
        """Only ever to ask whether there are any: what a list leaves out is said, not shown."""
        return self.exclude(_is_within(reach_of(user)))

    def in_order_locked(self):
        """These dossiers, locked. Always in the order of their keys: whoever locks several at once waits for others
        that do so one way only, never in a circle."""
        keys = list(self.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
        return self.model.objects.filter(pk__in=keys)

    def open(self):
        return self.filter(IS_OPEN)

    def due_on(self, day):
        return self.filter(is_due(day, day))

    def due_between(self, first, last):
        return self.filter(is_due(first, last))

    def due_after(self, day):
        return self.filter(is_due_after(day))

    def overdue(self, today):
        """Open though their legal due date is past."""
        return self.filter(is_overdue(today))

    def received_between(self, first, last):
        """Received from `first` to `last`, both included; None leaves that end open."""
        found = self
        if first:
            found = found.filter(received_at__gte=start_of(first))
        if last:
            found = found.filter(received_at__lt=end_of(last))
        return found

    def at_desk(self, *desks):
        return self.filter(Q(receiving_desk__in=desks) | Q(returning_desk__in=desks))

    def to_go_from(self, *desks):
        """Received at one of `desks` and still there: nobody took them up, nobody handed them on."""
        return self.filter(state=DossierState.RECEIVED, receiving_desk__in=desks, holding_agency=None)

    def waiting_at(self, *desks):
        """With a result that nobody has collected yet at one of `desks`."""
        return self.filter(IS_RESOLVED, returning_desk__in=desks)

    def for_officer(self, user):
        """What `user` processes: open, held where he works as an officer, or still at the desk and his unit's."""
        units = {duty.unit.pk for duty in user.duties if duty.role == Role.OFFICER and not duty.is_beside}
        agencies = reach_of(user).agencies_of(*units)
        return self.open().filter(
            Q(holding_agency__in=works_for(user)) | Q(holding_agency=None, competent_agency__in=agencies)
        )

    def with_list_data(self):
        return self.select_related(
            "version__procedure",
            "version__sector",
            "receiving_desk__unit",
            "competent_agency__unit",
            "holding_agency__unit",
            "handled_by",
        )

    def with_tracking_data(self):
        return self.select_related(
            "version__procedure", "competent_agency", "holding_agency", "receiving_desk__unit", "returning_desk__unit"
        )
