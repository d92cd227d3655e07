"""What the public page of a procedure says: one sheet for each level that has its code."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from procedures.models import (
    DecisionState,
    EndedVersion,
    Fee,
    Feedback,
    Handling,
    Posting,
    Procedure,
    ProcedureAtUnit,
    ProcedureCase,
    ProcedureVersion,
    PublicationDecision,
    ReplacedProcedure,
    RequiredDocument,
)
from procedures.postings import Whereabouts, whereabouts
from units.calendars import work_calendar
from units.deadlines import Deadline, TimeUnit, deadline
from units.models import RuleSet, ServiceDesk, UnitKind
from units.text import Fold
from units.worktime import VIETNAM, OfficeHours

SAID = 3  # of what was said and answered, on the page itself


@dataclass(frozen=True)
class Time:
    """How long it takes usually, or in a case; today also when it would be ready if it were handed in now."""

    terms: ProcedureVersion | ProcedureCase
    case: ProcedureCase | None = None
    ready: Deadline | None = None
    handed_in_at: datetime | None = None
    until: datetime | None = None  # the last moment of that day for the same result; None where each has its own


@dataclass(frozen=True)
class End:
    """What became of a procedure that is not in force any more, or becomes of one that ends and does not go on."""

    last: ProcedureVersion  # until when, and as it was or is
    decision: PublicationDecision | None  # by which
    successors: list[ProcedureVersion]  # in its place


@dataclass(frozen=True)
class Sheet:
    procedure: Procedure
    on: date
    is_today: bool
    version: ProcedureVersion | None  # the one in force that day
    other_versions: list[ProcedureVersion]
    fees: list[Fee]
    shown_at: list[ServiceDesk]  # where it hangs, first the reader's own
    desks: list[ServiceDesk]  # those that receive it, of the units that there were that day
    hours: OfficeHours  # which they keep, but for units with hours of their own
    exceptions: list[ProcedureAtUnit]  # what some units do differently
    received_by_reader: bool
    case: ProcedureCase | None  # the chosen one
    times: list[Time]  # the usual one first
    posted: Whereabouts | None
    coming: ProcedureVersion | None  # the next one
    end: End | None

    @property
    def cases(self) -> list[ProcedureCase]:
        return list(self.version.cases.all())

    @property
    def papers(self) -> list[RequiredDocument]:
        """Those that everybody brings, and those of the chosen case, or of all."""
        papers = self.version.required_documents.all()
        return [paper for paper in papers if self.case is None or paper.case_id in (None, self.case.pk)]


def sheets_of(procedures, *, user, now, on=None, case=None) -> list[Sheet]:
    """The sheets of `procedures` as of `on` (today at `now`) for `user`, who may be anonymous.

    `case` is the position of a case of the version: of what holds in other cases only, nothing is told.
    """
    today = timezone.localdate(now)
    on = on or today
    versions = ProcedureVersion.objects.select_related("sector", "decision")
    exceptions = ProcedureAtUnit.objects.in_force_on(on).select_related("unit")
    said = Prefetch("feedback", Feedback.objects.published().select_related("about", "unit")[:SAID], "latest_feedback")
    prefetch_related_objects(procedures, Prefetch("versions", versions), Prefetch("at_units", exceptions), "fees", said)
    in_force = {procedure: _in_force(procedure, on) for procedure in procedures}
    prefetch_related_objects([each for each in in_force.values() if each], "required_documents", "cases", "forms")
    ends = _ends({procedure: _last(procedure, version, on) for procedure, version in in_force.items()})
    around = _Around(procedures, user, now, on)
    return [
        Sheet(
            procedure=procedure,
            on=on,
            is_today=on == today,
            version=version,
            other_versions=[other for other in procedure.versions.all() if other != version],
            fees=[fee for fee in procedure.fees.all() if fee.is_in_force_on(on)],
            exceptions=list(procedure.at_units.all()),
            case=(chosen := _chosen(version, case)),
            times=_times(version, chosen, around) if version else [],
            coming=_coming(procedure, on),
            end=ends.get(procedure),
            **around.places_of(procedure, version),
        )
        for procedure, version in in_force.items()
    ]


def _in_force(procedure, day):
    return next((version for version in procedure.versions.all() if version.is_in_force_on(day)), None)


def _coming(procedure, day):
    """The next version after `day`; one without a first day has never been to come."""
    later = [version for version in procedure.versions.all() if version.valid_from and version.valid_from > day]
    return min(later, key=lambda version: version.valid_from, default=None)


class _Around:
    """What is the same for all sheets: the desks, what hangs at them, and when a dossier handed in now is due."""

    def __init__(self, procedures, user, now, on):
        today = timezone.localdate(now)
        self.user, self.is_today = user, on == today
        desks = ServiceDesk.objects.open_on(on).select_related("unit")
        self.desks = list(desks.order_by(Fold("unit__name"), "unit"))
        hanging = Posting.objects.up_on(today).filter(version__procedure__in=procedures)
        self.hanging = list(hanging.select_related("desk__unit"))
        self.calendar, self.rules = work_calendar(on=on), RuleSet.objects.in_force_on(today).as_rules()
        self.handed_in_at = next_reception(now, self.calendar)

    def places_of(self, procedure, version):
        differs = {exception.unit_id: exception for exception in procedure.at_units.all()}
        showing = [desk for desk in self.desks if shows(desk, procedure, differs.get(desk.unit_id))]
        receiving = [desk for desk in self.desks if receives(desk, procedure, differs.get(desk.unit_id))]
        works_there = self.user.is_authenticated and any(desk in receiving for desk in self.user.desks)
        hangs = self.is_today and version is not None
        return {
            "shown_at": own_first(showing, self.user),
            "desks": receiving,
            "hours": self.calendar.office_hours,
            "received_by_reader": works_there and self.is_today,
            "posted": whereabouts(version, showing, self.hanging, self.user) if hangs else None,
        }

    def time(self, terms, case=None):
        limit = terms.limit
        if limit is None or not self.is_today:
            return Time(terms, case)
        return Time(
            terms,
            case,
            ready=deadline(self.handed_in_at, limit, self.calendar, self.rules),
            handed_in_at=self.handed_in_at,
            until=last_moment(self.handed_in_at, limit, self.calendar, self.rules),
        )


def _chosen(version, position):
    cases = version.cases.all() if version and position else ()
    return next((case for case in cases if case.position == position), None)


def _times(version, chosen, around):
    """Of the chosen case; else the usual one and those of the cases that have their own."""
    if chosen:
        return [around.time(chosen if chosen.time_unit else version, chosen)]
    return [around.time(version), *(around.time(case, case) for case in version.cases.all() if case.time_unit)]


def _ends(lasts):
    """What became of procedures whose last version is known, or becomes of them, by procedure."""
    lasts = {procedure: last for procedure, last in lasts.items() if last}
    if not lasts:
        return {}
    ended = EndedVersion.objects.filter(version__in=lasts.values()).select_related("line__decision")
    decisions = {each.version_id: each.line.decision for each in ended}
    successors = _successors(lasts)
    return {
        procedure: End(last, decisions.get(last.pk), successors.get(procedure.pk, []))
        for procedure, last in lasts.items()
    }


def _last(procedure, version, day):
    """The one after which nothing came, or comes as far as is known; `version` is in force on `day`."""
    if version:
        return version if version.valid_to and not _coming(procedure, day) else None
    past = [version for version in procedure.versions.all() if version.valid_to and version.valid_to < day]
    return max(past, key=lambda version: version.valid_to, default=None)


def _successors(procedures):
    """By procedure (its key) the versions that applied decisions began in its place."""
    replaced = ReplacedProcedure.objects.filter(
        procedure__in=procedures, line__decision__state=DecisionState.APPLIED, line__version__isnull=False
    )
    found = {}
    for each in replaced.select_related("line__version__procedure"):
        found.setdefault(each.procedure_id, []).append(each.line.version)
    return found


def own_first(desks, user):
    """`desks`, those where `user` works before the others."""
    own = {duty.unit.pk for duty in user.duties} if user.is_authenticated else set()
    return sorted(desks, key=lambda desk: desk.unit_id not in own)


def receives(desk, procedure, exception):
    """Whether `desk` receives `procedure`: as its unit differs, or else as all units of the level do."""
    return shows(desk, procedure, exception) and (exception or procedure).handling == Handling.RECEIVED


def shows(desk, procedure, exception):
    """Whether `procedure` applies at `desk`, so that it hangs on the board there, received or not."""
    if UnitKind(desk.unit.kind).level != procedure.level:
        return False
    return (exception or procedure).handling != Handling.NOT_APPLIED


def next_reception(now, calendar):
    """The first moment from `now` on at which a desk is open for reception today, or on a later day."""
    today = timezone.localdate(now)
    if calendar.is_working(today):
        for opens, closes in calendar.sessions_on(today):
            if now <= closes:
                return max(now, opens)
    return datetime.combine(calendar.next_working_day(today), calendar.office_hours.opens, VIETNAM)


def last_moment(handed_in_at, limit, calendar, rules):
    """Until when on that day a dossier may come and be due as one `handed_in_at`; None where it counts by hours."""
    if limit.amount and limit.unit == TimeUnit.HOUR:
        return None
    day = timezone.localdate(handed_in_at)
    if limit.amount and limit.unit == TimeUnit.HALF_DAY:
        return next(closes for _, closes in calendar.sessions_on(day) if handed_in_at <= closes)
    cutoff = datetime.combine(day, rules.same_day_cutoff, VIETNAM)
    if limit.amount == 0 and handed_in_at <= cutoff:
        return min(cutoff, calendar.closing(day))
    return calendar.closing(day)
