"""Every desk of one commune presses at once while workers are killed: is each answer true, now and for ever?

    python -m tests.server.intake_under_fire --seconds 20 --clients 16

Each intake has its key and is sent until a code comes back. Afterwards what the clients were told is compared with the
database, key by key. With --control the run is spoilt on purpose and must fail: `sequence` takes the numbers from a
sequence and dawdles, `no-key` gives each try a key of its own.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import requests

DATABASE = "onestop_under_fire"
SECONDS_BETWEEN_KILLS = 0.3
PATIENCE = 60  # seconds, for each answer and for the last ones
EVERY_NTH_ASKS_AGAIN = 5  # the same form once more after its code came back
EVERY_NTH_HAS_A_SCAN = 4
SCAN = b"%PDF-1.4\n" + b"0123456789abcdef" * 256
CONTROLS = ("sequence", "no-key")


@dataclass
class Intent:
    """One dossier that somebody wants to hand in, and what the desk was told of it."""

    key: str
    name: str
    scans: int = 0
    told: list[str] = field(default_factory=list)  # each code that came back
    unanswered: int = 0  # tries without an answer
    refused: list[str] = field(default_factory=list)  # answers that are no code


@dataclass(frozen=True)
class Row:
    """One dossier as the database has it."""

    key: str
    code: str
    number: int
    name: str
    papers: int
    receptions: int
    scans: int = 0  # files that are there, whole


def faults_of(intents, rows, *, papers):
    """(kind, what is wrong) for each difference between what was told and what is there."""
    by_key = {row.key: row for row in rows}
    owners = {}
    for intent in intents:
        row = by_key.get(intent.key)
        if not intent.told:
            yield "without an answer", intent.name
        elif row is None:
            yield "lost", f"{intent.name} was told {intent.told[0]}"
        for code in sorted(set(intent.told)):
            if row and code != row.code:
                yield "changed codes", f"{intent.name} was told {code}, the database has {row.code}"
            if owners.setdefault(code, intent) is not intent:
                yield "repeated codes", f"{code} was told to {owners[code].name} and {intent.name}"
        for answer in intent.refused:
            yield "refused", f"{intent.name}: {answer}"
        if row and row.scans != intent.scans:
            yield "incomplete", f"{row.code} has {row.scans} of {intent.scans} scans"
    for code, number in Counter(row.code for row in rows).items():
        if number > 1:
            yield "repeated codes", f"{code} stands {number} times"
    for name, number in Counter(row.name for row in rows).items():
        if number > 1:
            yield "extra dossiers", f"{name} has {number}"
    wanted = {intent.name for intent in intents}
    for row in rows:
        if row.name not in wanted:
            yield "extra dossiers", f"{row.code} was wanted by nobody"
        if (row.papers, row.receptions) != (papers, 1):
            yield "incomplete", f"{row.code} has {row.papers} papers and {row.receptions} events of reception"
    numbers = {row.number for row in rows}
    for gap in sorted(set(range(1, max(numbers, default=0) + 1)) - numbers):
        yield "gaps", f"number {gap} was given to nobody"


KINDS = (
    "lost",
    "repeated codes",
    "gaps",
    "changed codes",
    "extra dossiers",
    "incomplete",
    "without an answer",
    "refused",
    "stray scans",
)


@dataclass
class Report:
    seconds: float
    kills: int
    intents: list[Intent]
    rows: list[Row]
    left_over: int
    faults: list[tuple[str, str]]

    def __str__(self):
        kinds = Counter(kind for kind, _ in self.faults)
        acknowledged = sum(bool(intent.told) for intent in self.intents)
        lines = {
            "acknowledged": acknowledged,
            "a second": f"{acknowledged / self.seconds:.1f}",
            "sent again, no answer having come": sum(intent.unanswered for intent in self.intents),
            "asked again, having been answered": sum(max(len(intent.told) - 1, 0) for intent in self.intents),
            "workers killed": self.kills,
            "dossiers in the database": len(self.rows),
            "scans of killed tries left over": self.left_over,
        } | {f"FAULT: {kind}" if kinds[kind] else kind: kinds[kind] for kind in KINDS}
        return "\n".join(f"{what:36}{number:>8}" for what, number in lines.items())


def under_fire(*, seconds, clients, control=None):
    """Run it in the database that this process works in; a Report."""
    from django.db import connections

    from tests.server.serving import served

    procedure, clerk = build_commune()
    application = "onestop.wsgi"
    if control == "sequence":
        application = "tests.server.numbered_by_sequence"
    connections.close_all()
    with tempfile.TemporaryDirectory(prefix="onestop-under-fire-") as var:
        with served(Path(var), application=application) as site:
            form = form_of(procedure)
            desks = [Desk(site.address, clerk, form, has_key=control != "no-key") for _ in range(clients)]
            kills, took = fire(site, desks, seconds)
        intents = [intent for desk in desks for intent in desk.intents]
        uploads = Path(var, "uploads")
        rows, left_over = read_back(uploads)
        faults = list(faults_of(intents, rows, papers=len(form["ticks"])))
    # A killed worker cannot take away the scan it had just stored: one for each try without an answer at most.
    if left_over > sum(intent.unanswered for intent in intents if intent.scans):
        faults.append(("stray scans", f"{left_over} files belong to no dossier"))
    return Report(took, kills, intents, rows, left_over, faults)


def fire(site, desks, seconds):
    """All desks at once for `seconds`; workers are killed until then, then every open intake is brought to its end.

    On a busy machine a new worker may need longer than the pause between two kills for its first answer: a kill waits
    until something was answered since the last one, or nothing but starting workers would be tested.
    """
    over = threading.Event()
    threads = [threading.Thread(target=desk.work, args=(over,)) for desk in desks]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    kills, answered = 0, -1
    while not over.wait(SECONDS_BETWEEN_KILLS):
        workers, answers = site.workers(), sum(desk.answers for desk in desks)
        if workers and answers > answered:
            with suppress(ProcessLookupError):
                os.kill(random.choice(workers), signal.SIGKILL)
                kills, answered = kills + 1, answers
        if time.monotonic() > began + seconds:
            over.set()
    for thread in threads:
        thread.join()
    return kills, time.monotonic() - began


class Desk:
    """One browser at the commune's desk."""

    def __init__(self, address, clerk, form, *, has_key=True):
        self.address, self.form, self.has_key = address, form, has_key
        self.intents, self.answers = [], 0
        self.session = requests.Session()
        login = f"{address}/accounts/login/"
        self.session.get(login, timeout=PATIENCE)
        answer = self.session.post(login, self._signed(clerk), timeout=PATIENCE, allow_redirects=False)
        assert answer.status_code == 302, answer.text

    def work(self, over):
        while not over.is_set():
            number = len(self.intents)
            intent = Intent(
                key=uuid.uuid4().hex,
                name=f"Người dân {uuid.uuid4().hex[:12]}",
                scans=number % EVERY_NTH_HAS_A_SCAN == 0,
            )
            self.intents.append(intent)
            self.send_until_answered(intent)
            if number % EVERY_NTH_ASKS_AGAIN == 0:
                self.send_until_answered(intent)

    def send_until_answered(self, intent):
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            try:
                answer = self._send(intent)
            except (requests.ConnectionError, requests.Timeout):
                intent.unanswered += 1
                continue
            self.answers += 1
            if answer.status_code == 302 and "/dossiers/" in answer.headers["Location"]:
                intent.told.append(urlsplit(answer.headers["Location"]).path.split("/")[2])
            else:
                intent.refused.append(f"{answer.status_code} {answer.headers.get('Location', '')}")
            return

    def _send(self, intent):
        if not self.has_key:
            intent.key = uuid.uuid4().hex
        data = self._signed(
            self.form["fields"] | self.form["ticks"] | {"applicant_name": intent.name, "key": intent.key}
        )
        files = {self.form["scan"]: ("scan.pdf", SCAN, "application/pdf")} if intent.scans else None
        address = f"{self.address}/desk/receive/"
        return self.session.post(address, data, files=files, timeout=PATIENCE, allow_redirects=False)

    def _signed(self, data):
        return data | {"csrfmiddlewaretoken": self.session.cookies["csrftoken"]}


def build_commune():
    """A commune in its district, one clerk, one procedure; Monday morning. The procedure, and how the clerk logs in."""
    from django.utils import timezone

    from tests import builders
    from units.models import DemoClock, Role, UnitKind

    DemoClock.objects.create(pk=1, starts_at=builders.at("2018-01-15 08:00"), set_at=timezone.now())
    province = builders.make_unit("37", "Tỉnh Ninh Bình", UnitKind.PROVINCE, agency_code="000.00.00.H42")
    district = builders.make_unit(
        "376", "Huyện Kim Sơn", UnitKind.DISTRICT, parent=province, agency_code="000.00.28.H42"
    )
    commune = builders.make_unit("14635", "Xã Kim Định", parent=district, agency_code="000.06.28.H42")
    builders.make_user("clerk.14635", Role.CLERK, commune)
    procedure = builders.make_procedure("1.001193", "Đăng ký khai sinh", papers=("Tờ khai", "Giấy chứng sinh", "CMND"))
    return procedure, {"username": "clerk.14635", "password": builders.PASSWORD}


def form_of(procedure):
    papers = procedure.versions.get().required_documents.values_list("pk", flat=True)
    return {
        "fields": {"procedure": procedure.code, "applicant_id": "164000111", "channel": "in_person"},
        "ticks": {f"document_{paper}": "1" for paper in papers},
        "scan": f"scan_{papers[0]}",
    }


def read_back(uploads):
    """The dossiers as the database has them, and how many stored files belong to none."""
    from dossiers.models import Dossier, DossierFile

    whole = {str(path.relative_to(uploads)) for path in uploads.rglob("*.pdf") if path.read_bytes() == SCAN}
    stored = {str(path.relative_to(uploads)) for path in uploads.rglob("*") if path.is_file()}
    rows = [
        Row(
            key=dossier.key,
            code=dossier.code,
            number=dossier.number,
            name=dossier.applicant_name,
            papers=len(dossier.documents.all()),
            receptions=sum(event.kind == "received" for event in dossier.events.all()),
            scans=sum(file.path in whole for paper in dossier.documents.all() for file in paper.files.all()),
        )
        for dossier in Dossier.objects.prefetch_related("documents__files", "events")
    ]
    return rows, len(stored - set(DossierFile.objects.values_list("path", flat=True)))


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--control", choices=CONTROLS)
    given = parser.parse_args(arguments)

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from tests import databases

    with databases.new_database(DATABASE), databases.connected_to(DATABASE):
        call_command("migrate", verbosity=0)
        report = under_fire(**vars(given))
    print(report)
    for kind, what in report.faults[:50]:
        print(f"{kind}: {what}", file=sys.stderr)
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
