"""Triggers over the tables of which the catalogue is made."""

import pgtrigger

NOTE_CHANGE = """
    INSERT INTO procedures_cataloguechange (transaction, at)
    VALUES (pg_current_xact_id()::text::bigint, now()) ON CONFLICT DO NOTHING;
    RETURN NULL;
"""


def tells_of_changes():
    """Each transaction that writes to the table leaves a `CatalogueChange`, however it writes."""
    return [
        pgtrigger.Trigger(
            name="catalogue_changed",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            func=NOTE_CHANGE,
        )
    ]
