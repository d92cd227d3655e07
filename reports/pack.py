"""The pack of a term, ready to be signed and sent: the report in words, forms 06 and 06g, the figures for form 05."""

from datetime import date, datetime

from django.db.models import Count

from prints.together import together
from procedures.feedback import FeedbackCounts, counts_by_unit, feedback_counts, received_in
from procedures.models import Change
from procedures.postings import Share, decided_between, posted_where_due
from reports.actions import units_under
from reports.causes import causes_of
from reports.composing import Rows, compose, units_of
from reports.freezing import report_of
from reports.models import Submission
from reports.narrative import Facts
from reports.places import Places
from reports.prints import causes as causes_print
from reports.prints import feedback as feedback_print
from reports.prints import narrative as narrative_print
from reports.prints import report as report_print
from reports.tallies import Figures, figures
from satisfaction.results import Satisfaction, by_desk
from satisfaction.results import together as all_of
from units.models import AdministrativeUnit, ReportSet, User
from units.periods import Period


def pack_of(
    *,
    unit: AdministrativeUnit,
    period: Period,
    is_consolidated: bool,
    report_set: ReportSet,
    remarks: str,
    by: User,
    now: datetime,
    today: date,
) -> bytes:
    """One PDF. What was submitted of these days stands in it as it was frozen; who has not submitted is named."""
    given = {"unit": unit, "period": period, "is_consolidated": is_consolidated, "report_set": report_set}
    facts = facts_of(**given, remarks=remarks, user=by, today=today)
    prepared = {"by": by, "now": now}
    prints = [
        narrative_print.printed(facts, **prepared),
        report_print.printed(facts.report, **prepared),
        causes_print.printed(facts.causes, report_set=report_set, **prepared),
    ]
    if is_consolidated:
        prints.insert(2, report_print.printed(compose(**given, rows=Rows.UNIT), **prepared))
        prints.append(_feedback(unit, period, report_set, today, prepared))
    return together(prints)


def facts_of(
    *,
    unit: AdministrativeUnit,
    period: Period,
    is_consolidated: bool,
    report_set: ReportSet,
    remarks: str,
    user: User,
    today: date,
) -> Facts:
    units = units_of(unit, period, is_consolidated)
    decided = dict(decided_between(period.first, period.last).order_by().values_list("change").annotate(n=Count("pk")))
    frozen = Submission.objects.of(unit, period, is_consolidated=is_consolidated).live().first()
    return Facts(
        report=report_of(frozen)
        if frozen
        else compose(
            unit=unit, period=period, is_consolidated=is_consolidated, rows=Rows.SECTOR, report_set=report_set
        ),
        is_frozen=frozen is not None,
        missing=_missing(unit, period) if is_consolidated else (),
        before=_before(units, period),
        causes=causes_of(unit=unit, units=units, period=period),
        decided_new=decided.get(Change.NEW, 0),
        decided_amended=decided.get(Change.AMENDED, 0),
        posted=sum(posted_where_due([each for each in units if hasattr(each, "desk")], period.last).values(), Share()),
        feedback=feedback_counts(unit, period, today=today, below=is_consolidated),
        satisfaction=_satisfaction(user, units, period),
        remarks=remarks,
    )


def _feedback(unit, period, report_set, today, prepared):
    counts = counts_by_unit(received_in(period), today=today)
    by_unit = {each: counts.get(each.pk, FeedbackCounts()) for each in units_of(unit, period, is_consolidated=True)}
    return feedback_print.printed(by_unit, unit=unit, period=period, report_set=report_set, **prepared)


def _missing(unit, period):
    """The names of those right under the unit whose reports of these days have not come, or went back."""
    sent = Submission.objects.live().filter(first=period.first, last=period.last)
    there = set(sent.values_list("unit", flat=True).order_by())
    return tuple(each.name for each in units_under(unit, period) if each.pk not in there)


def _before(units, period):
    places = Places.each(unit.pk for unit in units)
    return figures(places=places, period=period.before).get((), Figures())


def _satisfaction(user, units, period) -> Satisfaction:
    desks = {unit.desk.pk for unit in units if hasattr(unit, "desk")}
    of_desks = by_desk(user=user, first=period.first, last=period.last)
    return all_of(cell for desk, cell in of_desks.items() if desk in desks)
