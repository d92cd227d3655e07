"""The report counted once more from the dossiers themselves, on demand: what the tallies are held to."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.composing import Report, Rows
from reports.results import Result, count


@dataclass(frozen=True)
class Difference:
    """A cell of the report for which the dossiers give another number."""

    line: str
    heading: str
    value: int
    recounted: int


def differences(report: Report) -> Iterator[Difference]:
    """The cells that a recount does not confirm. Reads every dossier of the period."""
    for section in report.sections:
        given = {"units": section.units, "first": report.period.first, "last": report.period.last}
        recounted = count(by=report.rows, **given)
        lines = {line.name if report.rows == Rows.SECTOR else line.key: line for line in section.lines}
        for group in lines.keys() | recounted.keys():
            yield from _of_line(report, lines.get(group), Result("", **recounted.get(group, {})))


def _of_line(report, line, result):
    for column in report.layout.columns:
        value = getattr(line.figures, column.figure) if line else 0
        recounted = getattr(result, column.figure, None)
        if recounted is None:  # early and on time in one
            recounted = result.resolved_early + result.resolved_on_time
        if value != recounted:
            yield Difference(line.name if line else "", column.heading, value, recounted)
