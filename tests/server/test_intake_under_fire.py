"""F1, F2 and F7 over HTTP: sixteen desks, killed workers; and whether the checker would see it if it went wrong."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from dossiers.models import Dossier, DossierCounter
from tests.server.intake_under_fire import Desk, Intent, Row, build_commune, faults_of, form_of, under_fire

AT_ONCE = 20


@pytest.mark.server
def test_nothing_acknowledged_is_lost_repeated_or_left_out(db):
    report = under_fire(seconds=20, clients=16)
    print(report)
    assert report.faults == []
    assert len(report.rows) == len(report.intents)
    assert report.kills >= 10  # one every 0.3 s, and fewer where the machine has much else to do


@pytest.mark.server
def test_one_key_sent_by_twenty_at_once_is_one_dossier(db, served_site):
    procedure, clerk = build_commune()
    desks = [Desk(served_site.address, clerk, form_of(procedure)) for _ in range(AT_ONCE)]
    intent = Intent(key="the-same", name="Nguyễn Văn Đức", scans=1)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda desk: desk.send_until_answered(intent), desks))
    dossier = Dossier.objects.get()
    assert intent.told == [dossier.code] * AT_ONCE
    assert (intent.refused, intent.unanswered) == ([], 0)
    assert dossier.events.count() == 1
    assert DossierCounter.objects.get().last == 1
    assert len([path for path in served_site.var.joinpath("uploads").rglob("*") if path.is_file()]) == 1


class TestTheChecker:
    """It compares key with code; each fault that has been planted is told, and nothing else."""

    def test_sees_nothing_where_there_is_nothing(self):
        assert seen(*told(3)) == []

    def test_sees_a_lost_dossier(self):
        intents, rows = told(3)
        assert seen(intents, rows[:-1]) == ["lost"]

    def test_sees_a_lost_dossier_whose_code_was_given_to_somebody_else(self):
        """As with synchronous_commit=off: the sets of codes agree."""
        intents, rows = told(3)
        intents.append(Intent("k4", "person 4", told=["c-0003"]))
        rows[2] = row(3, key="k4", name="person 4")
        assert seen(intents, rows) == ["lost", "repeated codes"]

    def test_sees_a_code_that_stands_twice(self):
        intents, rows = told(2)
        rows[1] = row(2, code="c-0001")
        assert seen(intents, rows) == ["changed codes", "repeated codes"]

    def test_sees_a_gap(self):
        intents, rows = told(3)
        assert seen([intents[0], intents[2]], [rows[0], rows[2]]) == ["gaps"]

    def test_sees_that_the_first_number_is_missing(self):
        intents, rows = told(2)
        assert seen(intents[1:], rows[1:]) == ["gaps"]

    def test_sees_a_code_that_changed_between_answer_and_retry(self):
        intents, rows = told(2)
        intents[0].told.append("c-0009")
        assert seen(intents, rows) == ["changed codes"]

    def test_sees_a_second_dossier_of_one_intake(self):
        intents, rows = told(2)
        assert seen(intents, [*rows, row(3, key="another", name="person 2")]) == ["extra dossiers"]

    def test_sees_a_dossier_that_nobody_wanted(self):
        intents, rows = told(2)
        assert seen(intents, [*rows, row(3)]) == ["extra dossiers"]

    @pytest.mark.parametrize("half", [{"papers": 1}, {"receptions": 0}, {"receptions": 2}, {"scans": 1}])
    def test_sees_half_a_dossier(self, half):
        intents, rows = told(2)
        assert seen(intents, [rows[0], row(2, **half)]) == ["incomplete"]

    def test_sees_an_intake_that_was_never_answered(self):
        intents, rows = told(2)
        assert seen([*intents, Intent("k3", "person 3")], rows) == ["without an answer"]

    def test_sees_an_answer_that_is_an_error(self):
        intents, rows = told(2)
        intents[0].refused.append("500")
        assert seen(intents, rows) == ["refused"]


def told(number):
    """Intakes 1..number with their answers, and the dossiers they became."""
    intents = [Intent(f"k{n}", f"person {n}", told=[f"c-{n:04}"]) for n in range(1, number + 1)]
    return intents, [row(n) for n in range(1, number + 1)]


def row(number, **overrides):
    given = {"key": f"k{number}", "code": f"c-{number:04}", "number": number, "name": f"person {number}"}
    return Row(**{**given, "papers": 3, "receptions": 1, **overrides})


def seen(intents, rows):
    return sorted({kind for kind, _ in faults_of(intents, rows, papers=3)})
