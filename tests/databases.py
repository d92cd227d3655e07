"""Databases for tests whose rows must be committed: a real server or browser is to see them.

History is append-only, so no test can empty a database that it has filled. Such a test gets a copy of the migrated
test database and leaves it to be dropped. A folder's conftest imports `own_database` and `db`; then every fixture of
the cast builds its rows there.
"""

import os
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection, connections

from onestop.embedded_postgres import supervisor


@pytest.fixture
def own_database(django_db_setup, django_db_blocker):
    """Django's connections lead to a copy of the test database, dropped afterwards."""
    with django_db_blocker.unblock(), own_copy():
        yield


@pytest.fixture
def db(own_database):
    """In place of pytest-django's: the rows are there for other processes and threads too."""


@contextmanager
def own_copy():
    template = connection.settings_dict["NAME"]
    with new_database(f"{template}_own", template=template), connected_to(f"{template}_own"):
        yield


@contextmanager
def new_database(name, *, template="template0"):
    connections.close_all()  # a template must be at rest
    _execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield
    finally:
        _execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def connected_to(name):
    """All threads of this process work in the database `name`."""
    connections.close_all()
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = before


def url(name=None):
    """A DATABASE_URL that leads another process to the database `name`, or to the one this process works in."""
    name = name or connection.settings_dict["NAME"]
    if given := os.environ.get("DATABASE_URL"):
        return urlsplit(given)._replace(path=f"/{name}").geturl()
    return supervisor.url(settings.VAR, name)


def _execute(*statements):
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
