"""The report in words, as a letter of the committee; its number is the office's own, written in by hand."""

from dataclasses import asdict
from datetime import datetime

from prints.render import render
from reports.heading import heading_of
from reports.narrative import TITLE, Facts, sections_of
from units.models import User


def printed(facts: Facts, *, by: User, now: datetime) -> bytes:
    report = facts.report
    heading = heading_of(
        unit=report.unit,
        period=report.period,
        report_set=report.report_set,
        form="Báo cáo",
        title=TITLE,
        by=by,
        now=now,
    )
    sections = [asdict(section) for section in sections_of(facts)]
    return render("reports/prints/narrative.typ", asdict(heading) | {"sections": sections, "issued_at": now}, {})
