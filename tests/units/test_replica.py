"""When a replica may be read, by what it says of itself; on real servers in tests/server/test_replica.py."""

import pytest

from units.replica import Standing, judged, reading_connection

TOO_OLD, YOUNG = 31.0, 29.0


@pytest.mark.parametrize(
    ("primary", "is_replica", "replayed", "seconds", "standing"),
    [
        (100, True, 100, YOUNG, Standing(100)),
        (100, True, 120, TOO_OLD, Standing(120)),  # nothing has happened for long
        (100, True, 90, YOUNG, Standing(90)),  # a little behind is good enough
        (100, True, 90, TOO_OLD, Standing(90, "behind")),
        (100, True, 90, None, Standing(90, "behind")),  # it has followed nothing yet
        (100, True, None, None, Standing(0, "behind")),
        (100, False, None, None, Standing(0, "no_replica")),
    ],
)
def test_it_is_read_unless_it_is_too_far_behind(primary, is_replica, replayed, seconds, standing):
    assert judged(primary, is_replica, replayed, seconds) == standing


def test_without_one_everything_is_read_where_it_is_written():
    assert reading_connection().alias == "default"
