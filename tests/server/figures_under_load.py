"""All desks and officers of a district at work at once while tallies are folded: is every figure exact at any moment?

Two clients of each of 28 units press buttons over HTTP. Meanwhile the tallies are compared with a recount of the
dossiers, again and again, each time as of one moment: all of them as `verify` does, and the figures that pages read.
"""

import threading
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection, connections, transaction

from dossiers.models import Dossier, DossierEvent
from onestop.checks import lines_of
from onestop.checks.tallies import TALLIES_ASTRAY
from reports.folding import fold
from reports.models import TallyDelta
from reports.places import Places
from reports.results import Result, count
from reports.tallies import Figures, figures
from tests.server.district import build_district
from tests.server.pressing import clients_of
from tests.server.serving import served
from units.periods import Period

PAUSE = 0.1  # seconds between two foldings
PERIOD = Period(date(2017, 12, 20), date(2018, 1, 20))


@dataclass(frozen=True)
class Sample:
    """What was there at one moment."""

    dossiers: int
    unfolded: int
    faults: list[str]


def sample(units, period):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return Sample(Dossier.objects.count(), TallyDelta.objects.count(), list(faults_of(units, period)))


def faults_of(units, period):
    """All tallies against the dossiers, and what pages read of the period."""
    yield from lines_of(TALLIES_ASTRAY)()
    places = Places.each([unit.pk for unit in units])
    for by, column in (("unit", "unit"), ("sector", "sector_name")):
        read = {group[0]: line for group, line in figures(places=places, period=period, by=[column]).items()}
        recounted = count(units=units, first=period.first, last=period.last, by=by)
        for group in read.keys() | recounted.keys():
            one, other = read.get(group, Figures()), Result("", **recounted.get(group, {}))
            if differing := [name for name in Result.names() if getattr(one, name) != getattr(other, name)]:
                yield f"{by} {group}: {', '.join(differing)}"


class Beside(threading.Thread):
    """Something done over and over until it is over; what it gave each time."""

    def __init__(self, do, over, pause=0.0):
        super().__init__()
        self.do, self.over, self.pause, self.results, self.error = do, over, pause, [], None

    def run(self):
        try:
            while not self.over.is_set():
                self.results.append(self.do())
                self.over.wait(self.pause)
        except Exception as error:  # told by the report
            self.error = error
        finally:
            connection.close()


@dataclass
class Report:
    seconds: float
    answers: Counter
    events: Counter
    samples: list[Sample]
    folded: int
    deadlocks: int
    faults: list[str]

    @property
    def figures_moved(self):
        """Samples that saw other dossiers than the one before."""
        return sum(one.dossiers != other.dossiers for one, other in zip(self.samples, self.samples[1:], strict=False))

    def __str__(self):
        lines = {
            "answers": self.answers.total(),
            "a second": f"{self.answers.total() / self.seconds:.1f}",
            "moments sampled": len(self.samples),
            "of these with other dossiers than before": self.figures_moved,
            "of these with changes not folded yet": sum(bool(sample.unfolded) for sample in self.samples),
            "changes folded": self.folded,
            "deadlocks": self.deadlocks,
            "faults": len(self.faults),
        } | {f"  {kind}": number for kind, number in self.events.most_common()}
        return "\n".join(f"{what:44}{number:>8}" for what, number in lines.items())


def under_load(var: Path, *, seconds: float) -> Report:
    """Run it in the database that this process works in; `var` keeps what the site keeps."""
    places, units = build_district()
    before = deadlocks()
    connections.close_all()
    over = threading.Event()
    sampling, folding = Beside(lambda: sample(places, PERIOD), over), Beside(fold, over, PAUSE)
    with served(var) as site:
        clients = clients_of(site.address, units)
        began = time.monotonic()
        press_all(clients, [sampling, folding], over, seconds)
        took, log = time.monotonic() - began, site.log
    at_the_end = sample(places, PERIOD)
    folded = sum(folding.results) + fold()
    samples = [*sampling.results, at_the_end, sample(places, PERIOD)]
    faults = [fault for client in clients for fault in client.faults]
    faults += [fault for each in samples for fault in each.faults]
    faults += [repr(beside.error) for beside in (sampling, folding) if beside.error]
    faults += [line for line in log.splitlines() if "Error" in line or "deadlock" in line]
    answers = sum((client.answers for client in clients), Counter())
    return Report(took, answers, events(), samples, folded, deadlocks() - before, faults)


def press_all(clients, besides, over, seconds):
    threads = [threading.Thread(target=client.work, args=(over,)) for client in clients] + besides
    for thread in threads:
        thread.start()
    over.wait(seconds)
    over.set()
    for thread in threads:
        thread.join()


def events():
    return Counter(DossierEvent.objects.exclude(data={"imported": True}).values_list("kind", flat=True))


def deadlocks():
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]
