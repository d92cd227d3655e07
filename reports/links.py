"""The list behind each number: the same condition, so the same dossiers."""

from urllib.parse import urlencode

from django.urls import reverse

from dossiers.figures import Figure
from units.periods import Period


def dossiers(**query) -> str:
    return f"{reverse('dossiers:list')}?{urlencode(query)}"


def figure(figure: Figure | str, period: Period, **query) -> str:
    """The dossiers that `figure` counts in `period`."""
    query = {"figure": str(figure), "from": period.first, "to": period.last} | query
    return dossiers(**query, **({"order": "due"} if "overdue" in query["figure"] else {}))


def own_figure(name: Figure | str, period: Period, *, below="", **query) -> str:
    """As `figure`, but nothing for what units below sent: their lists say what there is by now."""
    return "" if below else figure(name, period, **query)


def submission(made) -> str:
    return reverse("reports:submission", args=[made.pk])


def frozen(made, figure: str, _period: Period, *, below="", level="", sector="", **_unit) -> str:
    """The dossiers behind a number of a submitted report, as they were counted; behind what was typed are none."""
    if made.is_typed or sector == 0:
        return ""
    where = {"below": below, "level": level, "sector": sector}
    query = {"figure": str(figure)} | {name: value for name, value in where.items() if value}
    return f"{reverse('reports:frozen_dossiers', args=[made.pk])}?{urlencode(query)}"


def submissions() -> str:
    return reverse("reports:submissions")


def period_of_unit(unit, period: Period) -> str:
    """What the pages of a report are asked for, after the question mark."""
    return urlencode({"unit": unit.code, "from": period.first, "to": period.last})
