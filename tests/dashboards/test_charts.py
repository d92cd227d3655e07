"""Where the marks of a chart stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.charts import flow_chart, stacked, steps

numbers = st.integers(0, 10**12)


def chart(*parts, width=720, height=300):
    parts = [(f"part {place}", *part) for place, part in enumerate(parts, 1)]
    return flow_chart("wide", parts, shown=[part[0] for part in parts], width=width, height=height)


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (7, [0, 2, 4, 6, 8]),
        (12, [0, 5, 10, 15]),
        (100, [0, 20, 40, 60, 80, 100]),
        (8_038, [0, 2000, 4000, 6000, 8000, 10_000]),
        (1_000_001, [0, 500_000, 1_000_000, 1_500_000]),
    ],
)
def test_an_axis_has_round_numbers(highest, ticks):
    assert steps(highest) == ticks


@given(numbers)
def test_an_axis_reaches_over_the_highest_and_not_far(highest):
    values = steps(highest)
    assert values[-1] >= highest
    assert highest == 0 or values[-2] < highest
    assert 2 <= len(values) <= 6
    assert str(values[1]).rstrip("0") in ("1", "2", "5")


def test_all_nought_is_a_chart_on_the_ground():
    drawn = chart((0, 0, 0), (0, 0, 0))
    assert {column.height for column in drawn.columns} == {0}
    assert {dot.y for dot in drawn.dots} == {drawn.base}
    assert [tick.value for tick in drawn.ticks] == [0, 1]


def test_nothing_at_all_is_an_empty_axis():
    drawn = chart()
    assert (drawn.columns, drawn.dots, drawn.labels, drawn.points) == ([], [], [], "")


def test_one_part_stands_in_the_middle():
    drawn = chart((4, 2, 1))
    received, resolved = drawn.columns
    assert received.x + received.width == pytest.approx(resolved.x) == pytest.approx(drawn.dots[0].x, abs=0.1)
    assert received.height == pytest.approx(2 * resolved.height, abs=0.2)
    assert received.y + received.height == pytest.approx(drawn.base, abs=0.2)


def test_the_line_is_on_the_same_axis_as_the_columns():
    drawn = chart((10, 5, 10), (0, 0, 5))
    assert drawn.dots[0].y == pytest.approx(drawn.columns[0].y, abs=0.2)
    assert drawn.dots[1].y == pytest.approx(drawn.columns[1].y, abs=0.2)


@given(st.lists(st.tuples(numbers, numbers, numbers), max_size=40), st.sampled_from([(720, 330), (330, 210)]))
def test_everything_stays_inside(parts, size):
    width, height = size
    drawn = chart(*parts, width=width, height=height)
    for column in drawn.columns:
        assert drawn.left - 0.2 <= column.x <= column.x + column.width <= width
        assert 0 <= column.y <= column.y + column.height <= drawn.base + 0.2
    assert all(0 <= dot.y <= drawn.base + 0.2 for dot in drawn.dots)
    places = [label.at for label in drawn.labels]
    assert all(right - left >= 6.6 * len("part 1") for left, right in zip(places, places[1:], strict=False))


def test_bars_fill_their_width():
    early, on_time, late = stacked([50, 25, 25])
    assert (early.x, early.width, on_time.x, late.x) == (0, 50, 50, 75)


def test_one_among_thousands_is_seen():
    *_, late = stacked([9_999, 0, 1])
    assert 0.9 < late.width < 1.1


def test_a_bar_of_nothing_is_empty():
    assert {segment.width for segment in stacked([0, 0, 0])} == {0}
