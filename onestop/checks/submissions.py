"""What must hold of submitted reports, for `verify`: nothing frozen was touched, and what is frozen adds up."""

from collections.abc import Iterator

from reports.freezing import digest, entries_kept, entries_of_cells, stamp, summed
from reports.models import Submission


def touched_reports() -> Iterator[str]:
    """The digest covers head, lines, dossiers and parts; the lines are what the dossiers and the parts come to."""
    submissions = Submission.objects.select_related("unit", "report_set").prefetch_related("parts")
    for submission in submissions.order_by("pk").iterator(chunk_size=100):
        cells, parts = list(submission.cells.all()), list(submission.parts.all())
        if digest(submission, cells, parts) != submission.sha256:
            yield f"{_named(submission)}: what was frozen is not what its digest says"
        if not submission.is_typed and stamp(_entries(submission, cells, parts)) != stamp(entries_kept(submission)):
            yield f"{_named(submission)}: its figures are not the number of its dossiers"


def _entries(submission, cells, parts):
    return summed([entries_of_cells(submission.unit, cells), *map(entries_kept, parts)])


def _named(submission):
    return f"{submission.unit.name} ({submission.unit.code}), report of {submission.period}, round {submission.number}"
