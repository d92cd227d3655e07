"""Many rows at once by PostgreSQL's COPY: constraints and triggers hold as for any insert, `save()` is not called."""

import json
from collections.abc import Iterable, Sequence
from itertools import islice

from django.db import connection, models

LINES_AT_ONCE = 100
# What COPY's text format gives a meaning to.
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def reserve_ids(model: type[models.Model], n: int) -> list[int]:
    """`n` primary keys that nobody else will get."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, n],
        )
        return [key for (key,) in cursor]


def copy_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Insert `rows`, each the values of the fields `names` in order (`agency_id` for a foreign key).

    Fields not named get the default of the model; a primary key not named gets the database's; generated columns none.
    """
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    given = [by_name[name] for name in names]
    others = [
        field for field in by_name.values() if field not in given and not field.generated and not field.primary_key
    ]
    tail = "".join(f"\t{_text(field.get_default())}" for field in others) + "\n"
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in [*given, *others])
    with connection.cursor() as cursor, connection.wrap_database_errors:
        lines = ("\t".join(map(_text, row)) + tail for row in rows)
        cursor.copy_expert(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN", _File(lines))


class _File:
    """`lines` to be read some at a time: PostgreSQL takes them in while the next ones are written."""

    def __init__(self, lines):
        self.lines = lines

    def read(self, size):
        return "".join(islice(self.lines, LINES_AT_ONCE))


def check_constraints_now() -> None:
    """Do the checks put off until the commit, so that the list of them does not grow with every batch."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _text(value) -> str:
    """`value` as COPY's text format writes it."""
    if isinstance(value, str):
        return value.translate(ESCAPES)
    if value is None:
        return "\\N"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False).translate(ESCAPES)
    return str(value)
