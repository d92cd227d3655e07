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


def next_number(agency, day):
    """The next number of `agency` on `day`; NumbersExhausted after the last one."""
    try:
        return _next(DossierCounter, agency_id=agency.pk, day=day)
    except IntegrityError as error:
        raise NumbersExhausted from error


def next_in_book(desk, book):
    return _next(BookCounter, desk_id=desk.pk, book=book)


def next_on_slips(agency, kind, day):
    """The next number of `agency` for its slips of that kind, in the year of `day`."""
    return _next(SlipCounter, agency_id=agency.pk, kind=kind, year=day.year)


def _next(counter, **key):
    table, columns = counter._meta.db_table, ", ".join(key)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} AS counter ({columns}, last) VALUES ({', '.join(['%s'] * len(key))}, 1) "
            f"ON CONFLICT ({columns}) DO UPDATE SET last = counter.last + 1 RETURNING last",
            list(key.values()),
        )
        return cursor.fetchone()[0]
