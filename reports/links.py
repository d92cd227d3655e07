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
