"""The geometry of charts, in units of an SVG's viewBox. Pure: numbers in, places out; templates draw them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

MOST_TICKS = 5
CHARACTER, WIDEST = 6.6, 7.7  # how wide a digit is at FONT, in most fonts and in wide ones
FONT = 12
GAP = 8  # between two labels


@dataclass(frozen=True)
class Tick:
    value: int
    at: float


@dataclass(frozen=True)
class Label:
    text: str
    at: float


@dataclass(frozen=True)
class Column:
    """A column of the first (0) or the second (1) kind, standing on the base line."""

    kind: int
    x: float
    y: float
    width: float
    height: float
    value: int
    text: str  # what it is of


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    value: float
    text: str


@dataclass(frozen=True)
class FlowChart:
    """Two columns side by side for each part, and a line over them, all on one axis that begins at nought."""

    name: str
    width: float
    height: float
    left: float
    right: float
    base: float
    ticks: list[Tick]
    labels: list[Label]
    columns: list[Column]
    dots: list[Dot]

    @property
    def points(self) -> str:
        return " ".join(f"{dot.x:g},{dot.y:g}" for dot in self.dots)


@dataclass(frozen=True)
class Curve:
    """A line over the parts, broken where there is no value."""

    kind: int
    stretches: list[str]  # each the points of a polyline
    dots: list[Dot]


@dataclass(frozen=True)
class LineChart:
    """Lines over the same parts on one axis that begins at nought."""

    name: str
    width: float
    height: float
    left: float
    right: float
    base: float
    ticks: list[Tick]
    labels: list[Label]
    curves: list[Curve]


@dataclass(frozen=True)
class Segment:
    x: float
    width: float
    value: int


def steps(highest: int, most: int = MOST_TICKS) -> list[int]:
    """Round values from 0 to `highest` or just above it: steps of 1, 2 or 5 times a power of ten, at most `most`."""
    highest, step = max(highest, 1), 1
    while ceil(highest / step) > most:
        step = _next_round(step)
    return [step * n for n in range(ceil(highest / step) + 1)]


def flow_chart(
    name: str, parts: Sequence[tuple[str, int, int, int]], *, shown: Sequence[str], width: float, height: float
) -> FlowChart:
    """The chart of `parts`, each its text, its two columns' values and the line's.

    `shown` are the texts under the columns, of which so many are left out that they do not touch.
    """
    values = steps(max((max(part[1:]) for part in parts), default=0))
    left = len(f"{values[-1]:,}") * WIDEST + GAP
    top, base, right = FONT, height - FONT * 1.8, width - 4
    scale = (base - top) / values[-1]
    space = (right - left) / max(len(parts), 1)
    thick = min(space * 0.38, 26)
    columns, dots, middles = [], [], []
    for place, (text, first, second, line) in enumerate(parts):
        middle = left + space * (place + 0.5)
        middles.append(middle)
        for kind, value in enumerate((first, second)):
            tall = _rounded(value * scale)
            x = _rounded(middle - thick if kind == 0 else middle)
            columns.append(Column(kind, x, _rounded(base - tall), _rounded(thick), tall, value, text))
        dots.append(Dot(_rounded(middle), _rounded(base - line * scale), line, text))
    return FlowChart(
        name=name,
        width=width,
        height=height,
        left=_rounded(left),
        right=right,
        base=_rounded(base),
        ticks=[Tick(value, _rounded(base - value * scale)) for value in values],
        labels=_that_do_not_touch(shown, middles, space),
        columns=columns,
        dots=dots,
    )


def line_chart(
    name: str,
    texts: Sequence[str],
    rows: Sequence[Sequence[float | None]],
    *,
    shown: Sequence[str],
    width: float,
    height: float,
) -> LineChart:
    """A line for each of `rows`, which have a value for each of `texts`, or None where nothing is known."""
    values = steps(ceil(max((value for row in rows for value in row if value is not None), default=0)))
    left = len(f"{values[-1]:,}") * WIDEST + GAP
    top, base, right = FONT, height - FONT * 1.8, width - 4
    scale, space = (base - top) / values[-1], (right - left) / max(len(texts), 1)
    middles = [left + space * (place + 0.5) for place in range(len(texts))]
    return LineChart(
        name=name,
        width=width,
        height=height,
        left=_rounded(left),
        right=right,
        base=_rounded(base),
        ticks=[Tick(value, _rounded(base - value * scale)) for value in values],
        labels=_that_do_not_touch(shown, middles, space),
        curves=[_curve(kind, row, texts, middles, base, scale) for kind, row in enumerate(rows)],
    )


def stacked(values: Sequence[int], *, width: float = 100) -> list[Segment]:
    """The `values` one after the other over the whole width; what is there is seen, however little it is of much."""
    total, x, found = sum(values), 0.0, []
    least = width / 100
    shown = [max(width * value / total, least) if value else 0 for value in values] if total else [0] * len(values)
    excess = width / sum(shown) if total else 1
    for value, wide in zip(values, shown, strict=True):
        found.append(Segment(_rounded(x), _rounded(wide * excess), value))
        x += wide * excess
    return found


def _curve(kind, row, texts, middles, base, scale):
    places = zip(row, texts, middles, strict=True)
    dots = [
        None if value is None else Dot(_rounded(middle), _rounded(base - value * scale), value, text)
        for value, text, middle in places
    ]
    stretches = [list(run) for is_known, run in groupby(dots, key=lambda dot: dot is not None) if is_known]
    points = [" ".join(f"{dot.x:g},{dot.y:g}" for dot in run) for run in stretches]
    return Curve(kind, points, [dot for dot in dots if dot])


def _next_round(step):
    leading = int(str(step)[0])
    return step * 5 // 2 if leading == 2 else step * 2


def _that_do_not_touch(texts, middles, space):
    longest = max((len(text) for text in texts), default=0) * CHARACTER + GAP
    every = max(ceil(longest / space), 1)
    return [Label(text, _rounded(at)) for text, at in list(zip(texts, middles, strict=True))[::every]]


def _rounded(number):
    return round(number, 1)
