"""Gapless numbers: one counter row for each agency and day, taken by one statement as the last work before commit.

The row stays locked until the transaction ends, so a number that is rolled back is given to the next dossier.
"""

from django.db import IntegrityError, connection

from dossiers.models import BookCounter, DossierCounter, SlipCounter

LAST_NUMBER = 9999  # four digits; a longer number would be cut short by padding


class NumbersExhausted(Exception):
    """The agency has given 9,999 numbers on this day."""


def code_of(agency_code, day, number):
    """`000.06.28.H42`, 15 January 2018, 1 -> `000.06.28.H42-180115-0001` (TT 01/2018/TT-VPCP)."""
    if not 1 <= number <= LAST_NUMBER:
        raise ValueError(f"{number} does not fit into four digits")
    return f"{agency_code}-{day:%y%m%d}-{number:04d}"


def next_numbers(agency, day, desk, book, slip=None):
    """(number on `day`, number in the book, number of the slip of that kind or None), taken by one statement.

    NumbersExhausted after the last number of the day.
    """
    counters = [(BookCounter, {"desk_id": desk.pk, "book": book})]
    if slip:
        counters.append((SlipCounter, {"agency_id": agency.pk, "kind": slip, "year": day.year}))
    counters.append((DossierCounter, {"agency_id": agency.pk, "day": day}))
    try:
        in_book, *on_slip, number = _next(*counters)
    except IntegrityError as error:
        raise NumbersExhausted from error
    return number, in_book, on_slip[0] if on_slip else None


def next_on_slips(agency, kind, day):
    """The next number of `agency` for its slips of that kind, in the year of `day`."""
    return _next((SlipCounter, {"agency_id": agency.pk, "kind": kind, "year": day.year}))[0]


def _next(*counters):
    """Counts each on, in this order always: who takes several waits for nobody who waits for him."""
    parts = [_counted(place, counter, key) for place, (counter, key) in enumerate(counters)]
    names = [f"taken_{place}" for place in range(len(counters))]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {', '.join(parts)} SELECT {', '.join(f'{name}.last' for name in names)} FROM {', '.join(names)}",
            [value for _, key in counters for value in key.values()],
        )
        return cursor.fetchone()


def _counted(place, counter, key):
    columns, after = ", ".join(key), f" FROM taken_{place - 1}" if place else ""
    return (
        f"taken_{place} AS (INSERT INTO {counter._meta.db_table} AS counter ({columns}, last) "
        f"SELECT {', '.join(['%s'] * len(key))}, 1{after} "
        f"ON CONFLICT ({columns}) DO UPDATE SET last = counter.last + 1 RETURNING last)"
    )
