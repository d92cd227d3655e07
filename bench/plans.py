"""How PostgreSQL goes about the statements of the pages opened all day: what it reads for them, by which index."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.databases import filled
from bench.reading import LEADER, NAMES, pages
from bench.tables import show
from units.models import User

KB = 8  # of a block


@dataclass(frozen=True)
class Plan:
    """Of one statement: milliseconds, blocks of 8 KB looked at, and what is read how."""

    time: float
    blocks: int
    reads: list[str]


def run(count: int) -> None:
    with filled(count):
        print(f"{count:,} dossiers. Of each page its statements, and of the statement that reads most how it does:\n")
        show_plans()


def show_plans() -> None:
    """Of the database in which this process works."""
    asked = [(page.name, page.who, page.path, None) for page in pages()]
    asked += [(f"search “{name}”", LEADER, "/desk/find/", {"q": name}) for name in NAMES[:2]]
    heads = ("Page", "Statements", "ms", "MB looked at", "The one that reads most")
    show(heads, (row(*each) for each in asked))


def row(name, who, path, sent):
    plans = [explained(statement) for statement in statements_of(who, path, sent)]
    most = max(plans, key=lambda plan: plan.blocks)
    time, megabytes = sum(plan.time for plan in plans), sum(plan.blocks for plan in plans) * KB / 1024
    said = f"{most.time:.1f} ms, {most.blocks * KB / 1024:.1f} MB: {'; '.join(most.reads)}"
    return name, len(plans), f"{time:.0f}", f"{megabytes:.1f}", said


def statements_of(who: str, path: str, sent: dict | None) -> list[str]:
    """What the page asks of the database, its second time."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username=who), "django.contrib.auth.backends.ModelBackend")
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(path, sent) if sent else client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
    return [query["sql"] for query in captured if query["sql"].startswith(("SELECT", "\n"))]


def explained(statement: str) -> Plan:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}")
        found = cursor.fetchone()[0]
    explained = (json.loads(found) if isinstance(found, str) else found)[0]
    top = explained["Plan"]
    return Plan(explained["Execution Time"], blocks_of(top), list(dict.fromkeys(reads_of(top, blocks_of(top) / 10))))


def blocks_of(node: dict) -> int:
    return node["Shared Hit Blocks"] + node["Shared Read Blocks"]


def reads_of(node: dict, least: float) -> Iterator[str]:
    """Its scans that look at that many blocks or more."""
    if node["Node Type"].endswith("Scan") and blocks_of(node) >= least:
        name = node.get("Index Name") or node.get("Relation Name", "")
        rows = round(node["Actual Rows"] * node["Actual Loops"])
        left_out = node.get("Rows Removed by Filter", 0) * node["Actual Loops"]
        yield f"{node['Node Type']} {name}: {rows:,} rows" + (f", {left_out:,.0f} left out" if left_out else "")
    for below in node.get("Plans", ()):
        yield from reads_of(below, least)
