from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

# Schema-qualified throughout, or a restore (with its empty search path) could not rebuild what is generated from it.
FOLD_TEXT = """
CREATE FUNCTION public.fold_text(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN lower(public.unaccent('public.unaccent', normalize($1, NFC)));
"""


class Migration(migrations.Migration):
    """Search without diacritics (fold_text), by parts of words (pg_trgm), and validity held apart (btree_gist)."""

    dependencies = [("units", "0001_user")]

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(FOLD_TEXT, "DROP FUNCTION public.fold_text(text)"),
    ]
