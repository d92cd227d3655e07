"""The list behind each number: the same condition, so the same dossiers."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from dashboards.scope import Part, Scope
from dossiers.figures import Figure
from units.periods import Period


def dossiers(**query) -> str:
    return f"{reverse('dossiers:list')}?{urlencode(query)}"


def of_scope(scope: Scope) -> dict:
    """The filter of a list for all that `scope` is about."""
    return {"unit": scope.unit.pk} | ({} if scope.is_alone else {"below": "on"})


def of_part(part: Part) -> dict:
    return {"unit": part.unit.pk} | ({"below": "on"} if part.with_below else {})


def figure(figure: Figure | str, period: Period, **query) -> str:
    """The dossiers that `figure` counts in `period`."""
    query = {"figure": str(figure), "from": period.first, "to": period.last} | query
    return dossiers(**query, **({"order": "due"} if "overdue" in query["figure"] else {}))


def satisfaction(period: Period, part: Part | None = None) -> str:
    """What people said: of the desk of a unit that stands alone, or of all that one oversees, desk by desk."""
    desk = {"desk": part.unit.desk.pk} if part and len(part.units) == 1 else {}
    query = {"from": period.first, "to": period.last} | desk
    return f"{reverse('satisfaction:results')}?{urlencode(query)}"


def postings(day: date, part: Part | None = None) -> str:
    """What is posted on `day`: by a unit that stands alone, or by all, unit by unit."""
    is_one = part is not None and len(part.units) == 1
    path = reverse("procedures:unit_postings", args=[part.unit.code]) if is_one else reverse("procedures:postings")
    return f"{path}?on={day}"


def decided(period: Period) -> str:
    """The procedures that were new or amended by decisions issued in the period."""
    query = {"decided_from": period.first, "decided_to": period.last}
    return f"{reverse('procedures:list')}?{urlencode(query)}"


def catalogue(level: str) -> str:
    return f"{reverse('procedures:list')}?{urlencode({'level': level})}"


def dashboard(period: Period, code: str) -> str:
    query = {"from": period.first, "to": period.last, "unit": code}
    return f"{reverse('dashboards:dashboard')}?{urlencode(query)}"
