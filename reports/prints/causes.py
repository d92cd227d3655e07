"""Form 06g as it is signed and sent."""

from dataclasses import asdict
from datetime import datetime

from prints.render import render
from reports.causes import PART_ONE, PART_TWO, TITLE, Causes
from reports.heading import heading_of
from units.models import ReportSet, User


def printed(causes: Causes, *, report_set: ReportSet, by: User, now: datetime) -> bytes:
    heading = heading_of(
        unit=causes.unit,
        period=causes.period,
        report_set=report_set,
        form=report_set.causes_form,
        title=TITLE,
        by=by,
        now=now,
    )
    data = asdict(heading) | {
        "part_one": PART_ONE,
        "part_two": PART_TWO,
        "lines": [[str(n), line.sector, str(line.count), line.causes, ""] for n, line in enumerate(causes.lines, 1)],
        "total": str(causes.total),
        "regulations": [
            [str(n), line.procedure, f"{line.difficulty} ({line.count} hồ sơ)", line.regulation]
            for n, line in enumerate(causes.regulations, 1)
        ],
        "letters": [f"{cause.letter}) {cause.name}" for cause in causes.causes],
        "unstated": causes.unstated,
        "issued_at": now,
    }
    return render("reports/prints/causes.typ", data, {})
