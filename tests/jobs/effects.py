"""Jobs for tests that leave a trace: a row in a table without any constraint, so that what was done twice shows."""

import os
import signal
import time

from django.db import connection
from django_tasks import task

from jobs.outbox import post

TABLE = "CREATE TABLE IF NOT EXISTS effect (key text)"


@task
def leave_a_row(key, takes=0.0):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO effect VALUES (%s)", [key])
    time.sleep(takes)


@task
def leave_a_row_and_post(key, takes=0.0):
    leave_a_row.call(key, takes)
    post(key=key, to="officer@kimson.example", subject=key, text=key)


@task
def leave_a_row_and_fail(key):
    leave_a_row.call(key)
    raise ZeroDivisionError(f"of {key}")


@task
def leave_a_row_and_break_the_transaction(key):
    leave_a_row.call(key)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")


@task
def bring_the_worker_down(key):
    leave_a_row.call(key)
    os.kill(os.getpid(), signal.SIGKILL)


def make_table():
    with connection.cursor() as cursor:
        cursor.execute(TABLE)


def left():
    """The keys that stand in the table, sorted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM effect ORDER BY key")
        return [key for (key,) in cursor]
