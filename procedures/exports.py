import csv
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from procedures.catalogue import BETWEEN, COLUMNS, papers_as_text, tidy
from procedures.models import ProcedureVersion
from procedures.stored import WHOLE, content_of
from units.models import Level

BATCH = 200  # versions in memory at a time


def catalogue_rows(on: date, level: Level | None = None) -> Iterator[dict[str, str]]:
    """Yield each procedure in force `on` that day, by the columns of the catalogue; imported again, nothing changes."""
    return (_row(version, on) for version in whole_versions(on, level))


def catalogue_csv(rows: Iterable[dict[str, str]]) -> Iterator[str]:
    """The lines of what `units.tables.write_csv` writes of `rows`, one by one."""
    writer = csv.DictWriter(_Echo(), COLUMNS, lineterminator="\r\n")
    yield "\ufeff" + writer.writeheader()
    for row in rows:
        yield writer.writerow(row)


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text):
        return text


def whole_versions(on: date, level: Level | None = None) -> Iterator[ProcedureVersion]:
    """Yield the versions in force `on` that day with all that they ask for, a few at a time: memory stays flat."""
    versions = ProcedureVersion.objects.in_force_on(on).select_related("procedure")
    versions = versions.prefetch_related(*WHOLE, "procedure__fees").order_by("procedure__level", "procedure__code")
    if level:
        versions = versions.filter(procedure__level=level)
    return versions.iterator(chunk_size=BATCH)


def _row(version, on):
    content = content_of(version)
    fees = [fee for fee in version.procedure.fees.all() if not fee.channel]
    effective_from = _since(version, fees, on)
    return {
        "code": version.procedure.code,
        "name": content.name,
        "level": version.procedure.level,
        "sector": content.sector,
        "time_limit": _text(content.time_limit),
        "time_unit": content.time_unit,
        "fee_vnd": _text(version.procedure.fee_on(on)),
        "channels": ";".join(content.channels),
        "documents": papers_as_text(content.papers),
        "result": BETWEEN.join(content.results),
        "legal_basis": content.legal_basis,
        "decision_number": content.decision_number,
        "decision_date": _text(content.decision_date),
        "effective_from": _text(effective_from),
        "change": content.change,
        "provenance": tidy(version.provenance),
    }


def _text(value):
    return "" if value is None else str(value)


def _since(version, fees, on):
    """The day from which content and fees have been as they are `on` that day; None: since ever."""
    starts = [version.valid_from]
    for fee in fees:
        if fee.is_in_force_on(on):
            starts.append(fee.valid_from)
        elif fee.valid_to and fee.valid_to < on:
            starts.append(fee.valid_to + timedelta(days=1))
    return max((day for day in starts if day), default=None)
