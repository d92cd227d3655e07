"""How the statutory report on results is laid out: 06a and 06b of TT 02/2017/TT-VPCP, II.06a of TT 01/2020/TT-VPCP.

Legal wording stays Vietnamese whatever the page speaks. What the columns count stands in `dossiers.figures`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, groupby


@dataclass(frozen=True)
class Column:
    heading: str
    figure: str  # of `Figures`
    over: str = ""  # a heading that it shares with its neighbours, below that of the group


@dataclass(frozen=True)
class Group:
    heading: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Layout:
    """The first two columns are the number of the line and what it is of; the first of each group is its sum."""

    groups: tuple[Group, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for group in self.groups for column in group.columns)

    @property
    def numbers(self) -> dict[str, int]:
        """Of the column in which each figure stands: (3), (4), …"""
        return dict(zip((column.figure for column in self.columns), count(FIRST_COLUMN)))

    @property
    def depth(self) -> int:
        """Rows of the head, without that of the columns' numbers."""
        return 3 if any(column.over for column in self.columns) else 2

    def heads(self, of: str) -> list[list["Head"]]:
        """The rows of the head; `of` is the heading of the names of the lines."""
        upper, middle, lower = [Head("STT", 0, rows=self.depth), Head(of, 1, rows=self.depth)], [], []
        place = FIRST_COLUMN - 1
        for group in self.groups:
            upper.append(Head(group.heading, place, len(group.columns)))
            for over, columns in groupby(group.columns, key=lambda column: column.over or column.heading):
                columns = list(columns)
                if columns[0].over:
                    middle.append(Head(over, place, len(columns)))
                    lower += [Head(column.heading, place + n) for n, column in enumerate(columns)]
                else:
                    middle.append(Head(over, place, rows=self.depth - 1))
                place += len(columns)
        return [upper, middle, lower][: self.depth]

    @property
    def number_row(self) -> list[str]:
        """(1), (2), (3) = (4) + (5) + (6), …: what stands under the head."""
        sums = {total: f" = {' + '.join(f'({self.numbers[part]})' for part in parts)}" for total, parts in self._sums}
        return ["(1)", "(2)", *(f"({number}){sums.get(figure, '')}" for figure, number in self.numbers.items())]

    @property
    def _sums(self):
        """Of each group its first column and the others."""
        for group in self.groups:
            total, *parts = (column.figure for column in group.columns)
            yield total, tuple(parts)

    @property
    def identities(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """A figure, and the figures that it is the sum of: within each group, then from group to group."""
        yield from self._sums
        first, *others = (group.columns[0].figure for group in self.groups)
        yield first, tuple(others)


@dataclass(frozen=True)
class Head:
    """A heading over some columns and some rows of the head, from the column `place` on, counted from 0."""

    text: str
    place: int
    columns: int = 1
    rows: int = 1

    @property
    def last(self) -> int:
        return self.place + self.columns - 1


FIRST_COLUMN = 3  # that holds a figure
TITLE = "Tình hình, kết quả giải quyết thủ tục hành chính"
OF_ONE_UNIT = " tại cơ quan, đơn vị trực tiếp giải quyết thủ tục hành chính"
UNIT_OF_COUNT = "Số hồ sơ thủ tục hành chính"
IN_PERIOD = "Trong kỳ"

LAYOUTS = {
    "06a-2017": Layout(
        (
            Group(
                "Số hồ sơ tiếp nhận",
                (
                    Column("Tổng số", "received_total"),
                    Column("Số mới tiếp nhận trực tuyến", "received_online"),
                    Column("Số kỳ trước chuyển qua", "carried_over"),
                    Column("Số mới tiếp nhận (trực tiếp hoặc dịch vụ bưu chính)", "received_direct"),
                ),
            ),
            Group(
                "Số hồ sơ đã giải quyết",
                (
                    Column("Tổng số", "resolved_total"),
                    Column("Trả đúng thời hạn", "resolved_in_time"),
                    Column("Trả quá hạn", "resolved_late"),
                ),
            ),
            Group(
                "Số hồ sơ đang giải quyết",
                (
                    Column("Tổng số", "pending_total"),
                    Column("Chưa đến hạn", "pending_in_time"),
                    Column("Quá hạn", "pending_overdue"),
                ),
            ),
        ),
    ),
    "II.06a": Layout(
        (
            Group(
                "Số lượng hồ sơ tiếp nhận",
                (
                    Column("Tổng số", "received_total"),
                    Column("Trực tuyến", "received_online", over=IN_PERIOD),
                    Column("Trực tiếp, dịch vụ bưu chính", "received_direct", over=IN_PERIOD),
                    Column("Từ kỳ trước", "carried_over"),
                ),
            ),
            Group(
                "Số lượng hồ sơ đã giải quyết",
                (
                    Column("Tổng số", "resolved_total"),
                    Column("Trước hạn", "resolved_early"),
                    Column("Đúng hạn", "resolved_on_time"),
                    Column("Quá hạn", "resolved_late"),
                ),
            ),
            Group(
                "Số lượng hồ sơ đang giải quyết",
                (
                    Column("Tổng số", "pending_total"),
                    Column("Trong hạn", "pending_in_time"),
                    Column("Quá hạn", "pending_overdue"),
                ),
            ),
        ),
    ),
}
NEWEST = "II.06a"


def layout_of(key: str) -> Layout:
    """Of the report set with that key; a set without a layout of its own has the newest."""
    return LAYOUTS.get(key, LAYOUTS[NEWEST])
