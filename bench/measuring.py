"""What one request costs: processor time of application and database first, then the time by the clock."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import requests

from bench.serving import Site
from bench.statements import HEADER

WARMING = 4  # requests: each of the workers has been asked


@dataclass(frozen=True)
class Cost:
    """In milliseconds; of the processor a mean over all requests, by the clock their median."""

    application: float
    database: float
    wall: float
    statements: int | None = None

    @property
    def processor(self) -> float:
        return self.application + self.database


def cost_of(site: Site, ask: Callable[[], requests.Response], times: int) -> Cost:
    """`ask` sends one request and returns what is answered."""
    for _ in range(WARMING):
        sound(ask())
    application, database = site.processors()
    application.start()
    database.start()
    walls = [timed(lambda: sound(ask())) for _ in range(times)]
    spent = (application.spent() / times, database.spent() / times)
    statements = int(sound(ask()).headers.get(HEADER, 0))
    return Cost(*spent, statistics.median(walls), statements or None)


def timed(do: Callable) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000


def sound(answer: requests.Response) -> requests.Response:
    answer.raise_for_status()
    return answer
