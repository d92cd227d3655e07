"""What the public page of a procedure says: one sheet for each level that has its code."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from procedures.models import Fee, Handling, Posting, Procedure, ProcedureAtUnit, ProcedureVersion
from procedures.postings import Whereabouts, whereabouts
from units.calendars import work_calendar
from units.deadlines import Deadline, TimeUnit, deadline
from units.models import RuleSet, ServiceDesk, UnitKind
from units.text import Fold
from units.worktime import VIETNAM, OfficeHours


@dataclass(frozen=True)
class Sheet:
    procedure: Procedure
    version: ProcedureVersion | None  # the one in force today
    other_versions: list[ProcedureVersion]
    fees: list[Fee]
    shown_at: list[ServiceDesk]  # where it hangs, first the reader's own
    desks: list[ServiceDesk]  # those that receive it
    hours: OfficeHours  # which they keep, but for units with hours of their own
    exceptions: list[ProcedureAtUnit]  # what some units do differently
    received_by_reader: bool
    handed_in_at: datetime
    until: datetime | None  # the last moment of that day for the same result; None where each moment has its own
    ready: Deadline | None
    posted: Whereabouts | None


def sheets_of(procedures, *, user, now):
    """The sheets of `procedures` as they stand at `now` for `user`, who may be anonymous."""
    today = timezone.localdate(now)
    versions, exceptions = (
        ProcedureVersion.objects.select_related("sector", "decision"),
        ProcedureAtUnit.objects.in_force_on(today).select_related("unit"),
    )
    prefetch_related_objects(procedures, Prefetch("versions", versions), Prefetch("at_units", exceptions), "fees")
    desks = list(ServiceDesk.objects.open_on(today).select_related("unit").order_by(Fold("unit__name"), "unit"))
    calendar, rules = work_calendar(on=today), RuleSet.objects.in_force_on(today).as_rules()
    handed_in_at = next_reception(now, calendar)
    hanging = list(Posting.objects.up_on(today).filter(version__procedure__in=procedures).select_related("desk__unit"))
    sheets = []
    for procedure in procedures:
        version = next((version for version in procedure.versions.all() if version.is_in_force_on(today)), None)
        differs = {exception.unit_id: exception for exception in procedure.at_units.all()}
        showing = [desk for desk in desks if shows(desk, procedure, differs.get(desk.unit_id))]
        receiving = [desk for desk in desks if receives(desk, procedure, differs.get(desk.unit_id))]
        sheets.append(
            Sheet(
                procedure=procedure,
                version=version,
                other_versions=[other for other in procedure.versions.all() if other != version],
                fees=[fee for fee in procedure.fees.all() if fee.is_in_force_on(today)],
                shown_at=own_first(showing, user),
                desks=receiving,
                hours=calendar.office_hours,
                exceptions=list(differs.values()),
                received_by_reader=user.is_authenticated and any(desk in receiving for desk in user.desks),
                handed_in_at=handed_in_at,
                until=last_moment(handed_in_at, version.limit, calendar, rules) if version and version.limit else None,
                ready=deadline(handed_in_at, version.limit, calendar, rules) if version and version.limit else None,
                posted=whereabouts(version, showing, hanging, user) if version else None,
            )
        )
    prefetch_related_objects([sheet.version for sheet in sheets if sheet.version], "required_documents")
    return sheets


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
