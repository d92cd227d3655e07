"""What the log keeps of a database's refusal: which table and constraint, never the citizen in the row."""

import logging
import re

import psycopg2
from django.db import DataError, Error

ERRORS = (Error, psycopg2.Error)
VALUE_ERRORS = (DataError, psycopg2.DataError)  # their very first line may quote what was typed


class WithoutPersonalData(logging.Formatter):
    """PostgreSQL tells the failing row, and with it name, identity number and phone: only its first line is kept."""

    def format(self, record):
        text = super().format(record)
        for error in errors_in(record):
            text = text.replace(str(error).rstrip("\n"), what_failed(error))
        return text


def what_failed(error):
    first_line = str(error).partition("\n")[0]
    return re.sub(r'".*', '"…"', first_line) if isinstance(error, VALUE_ERRORS) else first_line


def errors_in(record):
    """The database errors that a record tells of: among its arguments, and what they or its exception came from."""
    arguments = record.args if isinstance(record.args, tuple) else ()
    waiting, met = [record.msg, *arguments, record.exc_info and record.exc_info[1]], set()
    while waiting:
        error = waiting.pop()
        if isinstance(error, BaseException) and id(error) not in met:
            met.add(id(error))
            waiting += [error.__cause__, error.__context__]
            if isinstance(error, ERRORS) and str(error).strip():
                yield error
