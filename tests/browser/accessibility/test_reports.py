"""The statutory report and what belongs to it, at both widths."""

from datetime import timedelta

import pytest

from tests.browser.accessibility.axe import faults_at
from tests.builders import at, receive
from units.models import DemoClock

JANUARY = "from=2018-01-01&to=2018-01-31"


@pytest.fixture
def overdue(clerk, stranger, support, birth, now):
    """At two communes, overdue at the end of January, which is over."""
    clock = DemoClock.objects.get()
    clock.starts_at += timedelta(days=20)
    clock.save()
    return [receive(by=by, procedure=support, now=at("2018-01-15 09:00")) for by in (clerk, stranger)]


def test_the_report(visit, leader, district_leader, overdue):
    """Of one unit and of all, by each kind of line, counted once more; with nothing in the period; refused."""
    assert faults_at(visit(leader), f"/reports/?{JANUARY}", "/reports/?from=2016-01-01&to=2016-12-31") == {}
    pages = [f"/reports/?{JANUARY}&rows={rows}&form=II.06a&recount=1" for rows in ("sector", "unit", "procedure")]
    assert faults_at(visit(district_leader, {400}), *pages, "/reports/?from=2018-03-01") == {}


def test_causes_and_the_whole_report(visit, leader, officer, overdue):
    page = visit(officer, {400})
    assert faults_at(page, f"/reports/causes/?{JANUARY}", f"/reports/pack/?{JANUARY}") == {}
    page.goto(f"/reports/causes/?{JANUARY}")
    page.locator("main form[method=post] button").click()
    page.locator(".alert-danger, .is-invalid").first.wait_for()
    assert (
        faults_at(visit(leader), f"/reports/causes/?{JANUARY}", "/reports/causes/?from=2016-01-01&to=2016-01-31") == {}
    )
