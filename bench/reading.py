"""The pages that are opened all day, at each size: what they cost, and whether more dossiers make them slower."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

import requests

from bench.databases import Filled
from bench.measuring import Cost, cost_of
from bench.pages import log_in
from bench.serving import served
from bench.tables import Budget, show
from dossiers.listing import PAGE
from dossiers.models import Dossier
from dossiers.orders import Order

TIMES = 20
DEEP = 1000  # pages
CLERK, OFFICER, LEADER = "clerk.14635", "officer.14635", "leader.376"
YEAR = "from=2017-01-01&to=2017-12-31"
NAMES = ("nguyen thi hong hanh", "pham van duc", "Trần Thị Thúy", "vu ngoc", "mai xuan truong", "nguyen thi lan")
LIST, DEEP_LIST, SEARCH, REPORT = "list", f"list, page {DEEP:,}", "search by name", "report"
MOST_STATEMENTS = 12  # of a page of 25


@dataclass(frozen=True)
class Page:
    name: str
    who: str
    path: str


def pages() -> list[Page]:
    """Of the database in which this process works."""
    return [
        Page("open a dossier", OFFICER, f"/dossiers/{open_at('14635').code}/"),
        Page("the clerk's desk", CLERK, "/desk/"),
        Page("inbox", OFFICER, "/desk/"),
        Page("list of a commune", CLERK, "/dossiers/"),
        Page(LIST, LEADER, "/dossiers/"),
        Page(DEEP_LIST, LEADER, f"/dossiers/?after={key_of_page(DEEP)}"),
        Page("list of a figure", LEADER, f"/dossiers/?figure=resolved_late&{YEAR}"),
        Page("dashboard, this year", LEADER, "/dashboard/"),
        Page("dashboard, a year", LEADER, f"/dashboard/?{YEAR}"),
        Page("dashboard, eight years", LEADER, "/dashboard/?from=2010-01-01&to=2017-12-31"),
        Page(REPORT, LEADER, f"/reports/?{YEAR}"),
        Page("report, an odd period", LEADER, "/reports/?from=2016-03-07&to=2017-02-19"),
    ]


def open_at(code: str) -> Dossier:
    return Dossier.objects.open().filter(competent_agency__unit__code=code).earliest("due_at", "pk")


def key_of_page(number: int) -> str:
    order = Order.named("", [])
    last = order.sort(Dossier.objects.all())[(number - 1) * PAGE - 1]
    return requests.utils.quote(order.key(last))


def costs(database: Filled) -> dict[str, Cost]:
    """By what is opened."""
    with served(database.name) as site:
        ask = asking(site.address)
        found = {page.name: cost_of(site, lambda: ask(page.who, page.path), TIMES) for page in pages()}  # noqa: B023
        searches = [cost_of(site, lambda: ask(LEADER, "/desk/find/", q=name), TIMES // 2) for name in NAMES]  # noqa: B023
    return found | {SEARCH: mean(searches)}


def mean(costs: list[Cost]) -> Cost:
    """Of several searches; by the clock the slowest of them."""
    n = len(costs)
    parts = (sum(cost.application for cost in costs) / n, sum(cost.database for cost in costs) / n)
    return Cost(*parts, max(cost.wall for cost in costs), max(cost.statements for cost in costs))


def asking(address: str) -> Callable[..., requests.Response]:
    """Asks as whoever it is; what is sent goes by POST."""
    sessions = {}

    def ask(who, path, **sent):
        if who not in sessions:
            sessions[who] = requests.Session()
            log_in(sessions[who], address, who, os.environ["DEMO_PASSWORD"])
        session = sessions[who]
        if sent:
            return session.post(urljoin(address, path), sent | {"csrfmiddlewaretoken": session.cookies["csrftoken"]})
        return session.get(urljoin(address, path))

    return ask


def show_costs(by_size: dict[int, dict[str, Cost]]) -> None:
    print(f"Processor time and, in brackets, the median of {TIMES} by the clock, in milliseconds:\n")
    first = next(iter(by_size.values()))
    show(
        ("Page", "Statements", *(f"{size:,}" for size in by_size), "Times"),
        (
            (
                name,
                max(costs[name].statements for costs in by_size.values()),
                *(f"{costs[name].processor:.0f} ({costs[name].wall:.0f})" for costs in by_size.values()),
                f"{slower(name, by_size):.2f}",
            )
            for name in first
        ),
    )


def slower(name: str, by_size: dict[int, dict[str, Cost]]) -> float:
    times = [costs[name].processor for costs in by_size.values()]
    return max(times) / min(times)


def budgets(by_size: dict[int, dict[str, Cost]]) -> list[Budget]:
    largest = max(by_size)
    costs = by_size[largest]
    names = [name for name in costs if name != SEARCH]
    lists = [name for name in names if "list" in name]
    return [
        *(Budget(f"{name}: times the cheapest size", slower(name, by_size), 1.5) for name in names),
        *(Budget(f"{name}, SQL statements", costs[name].statements, MOST_STATEMENTS) for name in lists),
        *(Budget(f"{name}, ms", costs[name].processor, 100) for name in names if REPORT in name),
        Budget("page 1,000: times page 1", costs[DEEP_LIST].processor / costs[LIST].processor, 1.5),
        Budget(f"search by name at {largest:,}, ms", costs[SEARCH].processor, 50 if largest <= 1_000_000 else 300),
    ]
