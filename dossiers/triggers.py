"""Triggers that bind everyone: the application, its administrators, bulk work and plain SQL."""

import pgtrigger


def never_deleted(name):
    return [pgtrigger.Protect(name=f"{name}_never_deleted", operation=pgtrigger.Delete), never_truncated(name)]


def append_only(name):
    """Rows are added, never changed or removed."""
    return [
        pgtrigger.Protect(name=f"{name}_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        never_truncated(name),
    ]


def never_truncated(name):
    return pgtrigger.Trigger(
        name=f"{name}_never_truncated",
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;",
    )
