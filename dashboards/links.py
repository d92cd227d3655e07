"""The list behind each number: the same condition, so the same dossiers."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from procedures import publicity
from reports.batch_closings import Sitting
from reports.links import dossiers, figure
from units.maps import Part
from units.models import AdministrativeUnit
from units.periods import Period

__all__ = ["catalogue", "dashboard", "decided", "dossiers", "feedback", "figure", "of_part", "postings", "satisfaction"]


def of_part(part: Part) -> dict:
    """The filter of a list for what `part` is about."""
    words = {"below": part.below, "map": part.map}
    return {"unit": part.unit.pk} | {name: word for name, word in words.items() if word}


def sitting(unit: AdministrativeUnit, sitting: Sitting) -> str:
    """The dossiers that somebody finished in one go."""
    first, last = (timezone.localtime(moment).isoformat() for moment in (sitting.first_at, sitting.last_at))
    return dossiers(unit=unit.pk, closed_by=sitting.by, closed_from=first, closed_to=last)


def satisfaction(period: Period, part: Part) -> str:
    """What people said: of the desk of a unit that stands alone, or of all that one oversees, desk by desk."""
    desk = {"desk": part.desk.pk} if part.desk else {}
    query = {"from": period.first, "to": period.last} | desk
    return f"{reverse('satisfaction:results')}?{urlencode(query)}"


def postings(day: date, part: Part, state: str = "") -> str:
    """What is posted on `day`: by a unit that stands alone, where it has to, or by all, unit by unit."""
    return publicity.list_of(part.unit, day, state) if part.desk else publicity.overview(day)


def feedback(figure: str, part: Part) -> str:
    """What waits of the feedback on procedures."""
    query = {"figure": figure, "unit": part.unit.pk} | ({"below": part.below} if part.below else {})
    return f"{reverse('procedures:feedback_list')}?{urlencode(query)}"


def decided(period: Period) -> str:
    """The procedures that were new or amended by decisions issued in the period."""
    query = {"decided_from": period.first, "decided_to": period.last}
    return f"{reverse('procedures:list')}?{urlencode(query)}"


def catalogue(level: str) -> str:
    return f"{reverse('procedures:list')}?{urlencode({'level': level})}"


def dashboard(period: Period, code: str, **query) -> str:
    return _page("dashboard", period, code, query)


def times(period: Period, code: str, **query) -> str:
    return _page("times", period, code, query)


def trend(period: Period, code: str, **query) -> str:
    return _page("trend", period, code, query)


def digest(code: str) -> str:
    return f"{reverse('dashboards:digest')}?{urlencode({'unit': code})}"


def _page(name, period, code, query):
    query = {"from": period.first, "to": period.last, "unit": code} | query
    return f"{reverse(f'dashboards:{name}')}?{urlencode(query)}"
