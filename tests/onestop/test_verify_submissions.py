"""`verify` finds a submitted report of which anything was touched."""

from datetime import date

import pgtrigger
import pytest

from reports import actions
from reports.freezing import WHOLE_UNIT
from reports.models import Submission, SubmissionCell, SubmissionPart
from reports.tallies import Figures
from tests import builders
from tests.onestop.planting import plant
from tests.reports.submitting import MARCH, NOW, consolidate, submit
from tests.reports.test_results import add

pytestmark = pytest.mark.django_db
TOUCHED = "submitted reports: Xã Kim Định (14635), report of 01/03/2017 – 31/03/2017, round 1"
DIGEST, FIGURES = "what was frozen is not what its digest says", "its figures are not the number of its dossiers"


@pytest.fixture
def made(commune, district, birth, clerk, control):
    """A commune's, and the district's with it and one that was typed."""
    add(("2017-03-02 08:00", "2017-03-08 17:00", "2017-03-03 09:00"), ("2017-03-30 08:00", "2017-04-04 17:00"))
    made = actions.accept(submission=submit(commune, clerk), by=control, now=NOW)
    other = builders.make_unit("14641", "Xã Hùng Tiến", parent=district, agency_code="000.08.28.H42")
    lines = {WHOLE_UNIT: Figures(received_direct=5, resolved_on_time=5)}
    typed = actions.submit_typed(unit=other, period=MARCH, lines=lines, by=control, now=NOW)
    actions.accept(submission=typed, by=control, now=NOW)
    consolidate(district, control)
    return made


def test_sound_ones_pass(verify, made):
    status, said, _ = verify()
    assert status == 0
    assert "submitted reports: 3 reports, 0 faults" in said


def test_what_changed_of_the_dossiers_since_is_no_fault(verify, made):
    add(("2017-03-20 08:00", "2017-03-21 17:00", "2017-03-22 09:00"))
    assert verify()[0] == 0


@pytest.mark.parametrize(
    "values", [{"submitted_at": builders.at("2018-01-14 08:00")}, {"first": date(2017, 3, 1), "number": 2}]
)
def test_a_head_that_was_touched(verify, made, values):
    plant(Submission, made.pk, **values)
    assert any(DIGEST in fault for fault in verify()[2])


def test_a_figure_that_was_touched(verify, made):
    made.content["sections"][0]["lines"][0]["figures"]["resolved_early"] = 7
    plant(Submission, made.pk, content=made.content)
    assert f"{TOUCHED}: {DIGEST}" in verify()[2]
    assert f"{TOUCHED}: {FIGURES}" in verify()[2]


def test_a_dossier_that_was_exchanged(verify, made):
    cell = made.cells.first()
    plant(SubmissionCell, cell.pk, dossiers=[cell.dossiers[0] + 1])
    assert verify()[2] == [f"{TOUCHED}: {DIGEST}"]


def test_a_cell_that_was_removed(verify, made):
    with pgtrigger.ignore():
        made.cells.all()[:1].get().delete()
    assert verify()[2] == [f"{TOUCHED}: {DIGEST}", f"{TOUCHED}: {FIGURES}"]


def test_a_part_that_was_removed(verify, made):
    with pgtrigger.ignore():
        SubmissionPart.objects.filter(part=made).delete()
    status, _, faults = verify()
    assert (status, len(faults)) == (1, 2)
