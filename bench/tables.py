"""Tables as docs/performance.md has them, and the budgets of which they say whether they hold."""

from collections.abc import Iterable
from dataclasses import dataclass


def show(heads: Iterable[str], rows: Iterable[Iterable]) -> None:
    heads = list(heads)
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for row in rows:
        print(f"| {' | '.join(map(str, row))} |")
    print(flush=True)


@dataclass(frozen=True)
class Budget:
    what: str
    measured: float
    most: float
    unit: str = ""
    is_least: bool = False  # `most` is what it must reach

    @property
    def holds(self) -> bool:
        return self.measured >= self.most if self.is_least else self.measured <= self.most

    @property
    def row(self):
        bound = f"{'≥' if self.is_least else '≤'} {self.most:g} {self.unit}".rstrip()
        return self.what, f"{in_words(self.measured)} {self.unit}".rstrip(), bound, "" if self.holds else "**over**"


def in_words(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.1f}"
