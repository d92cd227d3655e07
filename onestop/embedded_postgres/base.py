"""Django's PostgreSQL backend, on the server that the supervisor keeps in settings.VAR."""

from django.conf import settings
from django.db.backends.postgresql import base
from psycopg2 import OperationalError

from . import supervisor


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self):
        return super().get_connection_params() | {"user": supervisor.USER, "port": supervisor.PORT}

    def get_new_connection(self, conn_params):
        socket = (settings.VAR / "postgres" / "socket").resolve()
        try:
            return super().get_new_connection(conn_params | {"host": str(socket)})
        except OperationalError:
            pass  # no server, or no such database: with a server that surely runs, the second answer tells which
        return super().get_new_connection(conn_params | {"host": str(supervisor.ensure_running(settings.VAR))})
