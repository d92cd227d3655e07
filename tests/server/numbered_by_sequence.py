"""The site as it must not be: numbers from a sequence, which takes none back, and slow work after them.

For `intake_under_fire --control sequence`.
"""

import time  # noqa: I001 - wsgi before the apps: it sets Django up

from onestop.wsgi import application  # noqa: F401
from django.db import connection

from dossiers import numbering
from dossiers.actions import reception
from dossiers.models import BookCounter

SECONDS_OF_SLOW_WORK = 0.02


def next_numbers(agency, day, desk, book, slip=None):
    (in_book,) = numbering._next((BookCounter, {"desk_id": desk.pk, "book": book}))
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('spoilt_numbers')")
        number = cursor.fetchone()[0]
    time.sleep(SECONDS_OF_SLOW_WORK)
    return number, in_book, None


with connection.cursor() as cursor:
    cursor.execute("CREATE SEQUENCE spoilt_numbers")
connection.close()  # the workers, forked later, open their own
assert hasattr(reception, "next_numbers"), "dossiers.actions.reception takes its numbers elsewhere by now"
reception.next_numbers = next_numbers
