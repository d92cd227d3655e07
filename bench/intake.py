"""What an intake costs through HTTP, beside a bare Django view and pgbench inserting as many rows."""

import os
import re
import subprocess
import sys
import uuid
from urllib.parse import urljoin

import requests
from django.conf import settings

from bench import pgbench
from bench.databases import Filled, copy_of_demo, environment
from bench.measuring import Cost, cost_of
from bench.pages import log_in
from bench.serving import served
from bench.tables import Budget, show

TIMES = 200
CLERK = "clerk.14635"
PROCEDURE = "2.000794"  # which no list that `CATALOGUE=` may bring has: its papers and its time stay as they are
PERSON = {
    "applicant_name": "Nguyễn Thị Hồng Hạnh",
    "applicant_id": "164000111",
    "applicant_phone": "0912345678",
    "applicant_address": "Xóm 5, xã Kim Định",
    "channel": "in_person",
}


def measured(database: Filled) -> list[Budget]:
    """The table of intake, on `database`; its budgets."""
    with served(database.name) as site:
        session, form = form_at(site.address)
        ours = cost_of(site, lambda: sent(session, urljoin(site.address, "/desk/receive/"), form), TIMES)
        memory = site.workers_memory
    papers = sum(name.startswith("document") for name in form)
    with copy_of_demo("bench_bare") as name:
        make_tables(name)
        bare = of_bare_view(name, papers)
        plain = pgbench.cost(name, papers)
        numbered, unnumbered = pgbench.throughputs(name, papers)
    show_costs(papers, ours, bare, plain)
    return [
        Budget("intake, processor time: times a bare view", ours.processor / bare.processor, 3),
        Budget("intake, SQL statements", ours.statements, 20),
        Budget("throughput kept with counters, %", 100 * numbered / unnumbered, 70, is_least=True),
        Budget("a worker's memory, MB", memory, 200),
    ]


def show_costs(papers: int, ours: Cost, bare: Cost, plain: Cost) -> None:
    rows = {"intake": ours, "a bare Django view": bare, "pgbench": plain}
    print(f"One dossier with {papers} papers and an event, {TIMES} times one after the other, in milliseconds:\n")
    show(
        ("", "Application", "Database", "Together", "Times the bare view", "By the clock", "Statements"),
        (
            (
                name,
                f"{cost.application:.1f}",
                f"{cost.database:.1f}",
                f"{cost.processor:.1f}",
                f"{cost.processor / bare.processor:.1f}",
                f"{cost.wall:.1f}",
                cost.statements or "",
            )
            for name, cost in rows.items()
        ),
    )


def form_at(address: str) -> tuple[requests.Session, dict[str, str]]:
    """The clerk's session and what he sends, all papers ticked."""
    session = requests.Session()
    log_in(session, address, CLERK, os.environ["DEMO_PASSWORD"])
    page = session.get(urljoin(address, f"/desk/receive/?procedure={PROCEDURE}")).text
    ticks = dict.fromkeys(re.findall(r'name="(document_\d+)"', page), "1")
    return session, {"procedure": PROCEDURE, "csrfmiddlewaretoken": session.cookies["csrftoken"]} | PERSON | ticks


def sent(session: requests.Session, address: str, form: dict) -> requests.Response:
    answer = session.post(address, form | {"key": uuid.uuid4().hex}, allow_redirects=False)
    if answer.status_code not in (200, 302):
        sys.exit(f"An intake was answered by {answer.status_code}.")
    return answer


def of_bare_view(database: str, papers: int) -> Cost:
    form = PERSON | {"paper": [f"Giấy tờ {number}" for number in range(papers)]}
    with served(database, application="bench.bare.site", settings_module="bench.bare.settings", ready="/") as site:
        session = requests.Session()
        return cost_of(site, lambda: sent(session, site.address, form), TIMES)


def make_tables(database: str) -> None:
    given = environment(database) | {"DJANGO_SETTINGS_MODULE": "bench.bare.settings"}
    command = [sys.executable, "-m", "django", "migrate", "--run-syncdb", "--verbosity=0"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=given, check=True)
