"""The week on a sheet of A4, for a meeting on Monday."""

from dataclasses import asdict

from dashboards.digest import Digest
from dashboards.digest_words import (
    TITLE,
    as_at,
    need_lines,
    now_lines,
    opinions_line,
    overdue_line,
    posted_line,
    week_lines,
)
from prints import codes, dates
from prints.render import render
from prints.trial import demo_note


def render_digest(digest: Digest) -> bytes:
    unit, moment = digest.scope.unit, dates.in_vietnam(digest.made_at)
    data = {
        "title": TITLE,
        "issuer": unit.committee.name.upper(),
        "unit": unit.name,
        "week": f"{digest.week.first:%d/%m/%Y} – {digest.week.last:%d/%m/%Y}",
        "weeks": [f"{week.first:%d/%m} – {week.last:%d/%m/%Y}" for week in digest.weeks],
        "dateline": f"{unit.place_name}, {dates.day_in_words(moment)}",
        "lines": [asdict(line) for line in week_lines(digest)],
        "now": now_lines(digest),
        "as_at": as_at(digest),
        "needs": need_lines(digest),
        "overdue": overdue_line(digest),
        "opinions": opinions_line(digest),
        "posted": posted_line(digest),
        "address": digest.address,
        "reader": str(digest.scope.user),
        "demo_note": demo_note(),
        "issued_at": digest.made_at,
    }
    return render("dashboards/prints/digest.typ", data, {"qr": codes.qr(digest.address)})
