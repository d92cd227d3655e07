"""Which dossiers a number of a submitted report counted, from its cells."""

from dossiers.figures import Figure
from reports.models import CAME, WENT, Submission, SubmissionCell

RESOLVED = [figure for figure in WENT if figure.startswith("resolved")]
PENDING = [figure for figure in WENT if figure.startswith("pending")]
SUMS = {
    Figure.RECEIVED_TOTAL: ("came", list(CAME)),
    Figure.RESOLVED_TOTAL: ("went", RESOLVED),
    Figure.PENDING_TOTAL: ("went", PENDING),
    "resolved_in_time": ("went", [Figure.RESOLVED_EARLY, Figure.RESOLVED_ON_TIME]),
}


def keys_behind(
    submission: Submission, figure: str, *, sector: str = "", below: str = "", level: str = ""
) -> list[int]:
    """In order. `below`: "on" with those of its parts, "only" these, of units of `level`; no figure counts nothing."""
    cells = SubmissionCell.objects.filter(submission__in=_counted(submission, below, level))
    if sector.isdigit():
        cells = cells.filter(sector=int(sector))
    where, figures = SUMS.get(figure) or ("came" if figure in CAME else "went", [figure])
    lists = cells.filter(**{f"{where}__in": figures}).values_list("dossiers", flat=True)
    return sorted(key for keys in lists for key in keys)


def _counted(submission, below, level):
    own = [] if below == "only" else [submission]
    parts = Submission.objects.parts_of(submission).select_related("unit") if below else []
    return [each for each in [*own, *parts] if level in ("", each.unit.level)]
