"""28 units at work over HTTP: at no moment is a figure other than the dossiers say; `make test-figures`: a minute."""

import os

import pytest

from reports.folding import fold
from reports.models import Tally, TallyDelta
from tests.builders import receive
from tests.server.figures_under_load import sample, under_load
from units.models import AdministrativeUnit
from units.periods import Period

NEEDED = {"received", "resolved", "denied", "withdrawn", "paused", "resumed", "handed_back", "corrected"}
SECONDS = float(os.environ.get("LOAD_SECONDS") or 15)


@pytest.mark.server
def test_tallies_are_exact_at_every_moment_sampled(db, var):
    report = under_load(var, seconds=SECONDS)
    print(f"\n{report}")
    assert report.faults == []
    assert report.deadlocks == 0
    assert report.events.keys() >= NEEDED
    assert report.figures_moved >= 5  # seen while it was at work, not before and after
    assert any(sample.unfolded for sample in report.samples[:-1])
    assert report.samples[-1].unfolded == 0
    assert report.folded > 100


class TestTheSample:
    """What it must not overlook."""

    @pytest.fixture
    def faults(self, db, clerk, district, commune, support, now):
        receive(by=clerk, procedure=support, now=now)
        fold()
        receive(by=clerk, procedure=support, now=now)
        units, period = list(AdministrativeUnit.objects.all()), Period(now.date(), now.date())
        return lambda: sample(units, period).faults

    def test_sees_nothing_where_there_is_nothing(self, faults):
        assert faults() == []

    def test_sees_a_change_that_was_lost(self, faults):
        TallyDelta.objects.order_by("day").first().delete()
        assert faults()

    def test_sees_a_tally_that_is_not_the_sum(self, faults):
        Tally.objects.filter(span="month", is_below=True).update(received_direct=7)
        assert faults()
