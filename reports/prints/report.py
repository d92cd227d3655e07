"""The statutory report as it is signed and sent: A4 across, its head repeated on every page."""

from dataclasses import asdict
from datetime import datetime

from prints.amounts import in_figures
from prints.render import render
from reports.composing import Report
from reports.heading import heading_of_report
from reports.tables import Row, table_of
from units.models import User


def printed(report: Report, *, by: User, now: datetime) -> bytes:
    """The PDF of `report`, prepared by `by`."""
    table = table_of(report)
    data = asdict(heading_of_report(report, by=by, now=now)) | {
        "heads": [[asdict(head) for head in row] for row in table.heads],
        "numbers": table.numbers,
        "rows": [_cells(row) for row in table.rows],
        "total": _cells(table.total),
        "seal": report.seal,
        "issued_at": now,
    }
    return render("reports/prints/report.typ", data, {})


def _cells(row: Row):
    name = f"{row.name} ({row.note})" if row.note else row.name
    cells = [row.number, name, *(in_figures(cell.value) for cell in row.cells)]
    return {"cells": cells, "is_section": row.is_section}
