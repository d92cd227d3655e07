"""How heavy the pages of a served demo are, and how long they take: `make bench` prints the table.

Weight is what goes over the wire, compressed as a browser asks for it, without headers. A first visit loads the page
and all that it names; a later one the page and what no page before it named.
"""

import os
import statistics
import sys
import time
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

import requests

ROUNDS = 5
KB = 1024
# Who opens what; the first page of each is his first visit.
VISITS = [
    (
        None,
        "public",
        [
            "/",
            "/procedures/",
            "/procedures/?q=khai+sinh",
            "/procedures/1.001193/",
            "/procedures/browse/",
            "/procedures/?event=co-con-nho",
            "/procedures/?unit=14635",
            "/procedures/open-data/",
            "/track/",
            "/rate/",
        ],
    ),
    (
        "clerk.14635",
        "desk",
        ["/desk/", "/desk/receive/", "/desk/receive/?procedure=1.001193", "/dossiers/", "/register/", "/desk/day/"],
    ),
    ("officer.14635", "desk", ["/desk/", "/dossiers/?scope=inbox"]),
    ("leader.14635", "desk", ["/dashboard/", "/dashboard/?from=2017-01-01&to=2017-12-31"]),
    (
        "leader.376",
        "desk",
        [
            "/dashboard/",
            "/dashboard/?from=2017-01-01&to=2017-12-31",
            "/dashboard/times/?from=2017-01-01&to=2017-12-31",
            "/dashboard/trend/?from=2017-01-01&to=2017-12-31",
            "/dashboard/digest/",
            "/dossiers/?figure=resolved_late&from=2017-01-01&to=2017-12-31",
            "/reports/?from=2017-01-01&to=2017-12-31",
            "/satisfaction/?from=2017-01-01&to=2017-12-31",
            "/procedures/postings/",
            "/procedures/postings/14635/",
        ],
    ),
]
BUDGETS = {"public": (60, 15), "desk": (90, 15)}  # KB: first visit, later pages


@dataclass(frozen=True)
class Line:
    who: str
    path: str
    weight: int
    budget: int
    seconds: float

    @property
    def is_kept(self):
        return self.weight <= self.budget * KB

    def __str__(self):
        mark = "" if self.is_kept else " **over**"
        return (
            f"| {self.who} | `{self.path}` | {self.weight / KB:.1f}{mark} | {self.budget} | {self.seconds * 1000:.0f} |"
        )


class Assets(HTMLParser):
    """The addresses that a browser loads with a page."""

    def __init__(self, page):
        super().__init__()
        self.found = set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "link" and attributes.get("rel") in ("stylesheet", "icon"):
            self.found.add(attributes["href"])
        elif tag in ("script", "img") and "src" in attributes:
            self.found.add(attributes["src"])


def log_in(session, site, username, password):
    page = urljoin(site, "/accounts/login/")
    session.get(page)
    form = {"username": username, "password": password, "csrfmiddlewaretoken": session.cookies["csrftoken"]}
    session.post(page, form, headers={"Referer": page}).raise_for_status()
    if "sessionid" not in session.cookies:
        sys.exit(f"{username} cannot log in; is DEMO_PASSWORD that of the demo?")


def fetch(session, address):
    """The bytes over the wire."""
    answer = session.get(address, headers={"Accept-Encoding": "br, gzip"}, stream=True)
    answer.raise_for_status()
    return len(answer.raw.read(decode_content=False))


def timed(session, address):
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        session.get(address).raise_for_status()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def visit(site, password, who, kind, paths):
    session = requests.Session()
    if who:
        log_in(session, site, who, password)
    first, later = BUDGETS[kind]
    loaded = set()
    for number, path in enumerate(paths):
        address = urljoin(site, path)
        weight = fetch(session, address)
        named = {urljoin(address, asset) for asset in Assets(session.get(address).text).found}
        weight += sum(fetch(session, asset) for asset in named - loaded)
        loaded |= named
        yield Line(who or "anybody", path, weight, later if number else first, timed(session, address))


def main(site):
    lines = [line for who, kind, paths in VISITS for line in visit(site, os.environ["DEMO_PASSWORD"], who, kind, paths)]
    print(f"| Who | Page | KB | Budget | Median of {ROUNDS}, ms |\n|---|---|---|---|---|")
    print(*lines, sep="\n")
    sys.exit(not all(line.is_kept for line in lines))


if __name__ == "__main__":
    main(sys.argv[1])
