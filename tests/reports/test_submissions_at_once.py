"""Several who submit or judge the same report at the same moment, and desks that go on receiving meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from reports import actions
from reports.freezing import report_of, stamp
from reports.models import Submission, SubmissionCell
from reports.preview import own_entries
from tests import databases
from tests.reports.submitting import MARCH, NOW, consolidate, shown, submit
from tests.reports.test_results import add

own_database, db = databases.own_database, databases.db
TIMES = 4
pytestmark = pytest.mark.usefixtures("march")


def at_once(*deeds):
    """What each is told of those who begin at the same moment."""
    barrier = Barrier(len(deeds))

    def do(deed):
        barrier.wait(timeout=10)
        try:
            return deed()
        except ValidationError:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def test_a_report_is_submitted_once(commune, clerk):
    seen = shown(commune)
    told = at_once(*[lambda: submit(commune, clerk, seen=seen)] * TIMES)
    assert told.count("refused") == TIMES - 1
    assert Submission.objects.count() == 1


def test_a_report_is_either_accepted_or_returned_first(commune, clerk, control):
    made = submit(commune, clerk)
    given = {"submission": made, "by": control, "now": NOW}
    told = at_once(lambda: actions.accept(**given), lambda: actions.return_with_reason(**given, reason="Nhầm"))
    made.refresh_from_db()
    assert made.state == "returned"
    assert ("refused" in told) == (made.accepted_at is None)


def test_what_is_returned_while_the_district_consolidates_is_not_in_it(district, commune, clerk, control):
    made = actions.accept(submission=submit(commune, clerk), by=control, now=NOW)
    at_once(
        lambda: consolidate(district, control),
        lambda: actions.return_with_reason(submission=made, reason="Nhầm", by=control, now=NOW),
    )
    made.refresh_from_db()
    whole = Submission.objects.filter(is_consolidated=True).first()
    assert made.is_live == bool(whole and whole.parts.exists())


def test_what_comes_in_meanwhile_is_in_it_wholly_or_not_at_all(commune, clerk):
    """Many dossiers by one import while it is frozen: the cells are what one moment saw."""

    def import_some():
        add(*[("2017-03-20 08:00", "2017-03-21 17:00", "2017-03-22 09:00")] * 200)

    at_once(import_some, lambda: submit(commune, clerk, seen=stamp(own_entries(commune, MARCH))))
    for made in Submission.objects.all():
        n = sum(len(cell.dossiers) for cell in SubmissionCell.objects.filter(submission=made))
        assert n == report_of(made).total.received_total
        assert n in (5, 205)
