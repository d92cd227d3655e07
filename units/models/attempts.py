from django.db import connection, models


class Attempt(models.Model):
    """How often in one hour somebody tried what is counted; `key` is an HMAC of what is tried, or of who tries."""

    pk = models.CompositePrimaryKey("hour", "key")
    hour = models.DateTimeField()  # its beginning, by the clock of the database
    key = models.CharField(max_length=64)
    tries = models.PositiveIntegerField()

    def __str__(self):
        return f"{self.hour}: {self.tries}"


def count_try(*keys):
    """One more try this hour for each of `keys`: the hour's beginning, and {key: tries, this one included}.

    The rows stay locked until the transaction ends (sorted, so that two who try at once never wait in a circle): tries
    that share a key follow one another, and a rollback takes them back.
    """
    keys = sorted(keys)
    values = ", ".join(["(date_trunc('hour', now()), %s, 1)"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Attempt._meta.db_table} AS known (hour, key, tries) VALUES {values} "
            "ON CONFLICT (hour, key) DO UPDATE SET tries = known.tries + 1 RETURNING hour, key, tries",
            keys,
        )
        rows = cursor.fetchall()
    return rows[0][0], {key: tries for _, key, tries in rows}
