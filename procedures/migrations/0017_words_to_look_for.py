import django.contrib.postgres.indexes
import units.text
from django.db import migrations, models

# array_to_string is stable only because of types whose text depends on settings; texts are not among them.
FOLD_TEXTS = """
CREATE FUNCTION public.fold_texts(text[]) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN public.fold_text(pg_catalog.array_to_string($1, ' '));
"""


class Migration(migrations.Migration):
    """Procedures are found by what people call them, and by the papers that they ask for and give."""

    dependencies = [
        ('procedures', '0016_exceptions_last_from_day_to_day'),
    ]

    operations = [
        migrations.RunSQL(FOLD_TEXTS, 'DROP FUNCTION public.fold_texts(text[])'),
        migrations.AddField(
            model_name='procedureversion',
            name='searched_keywords',
            field=models.GeneratedField(db_persist=True, expression=units.text.Fold(models.F('keywords')), output_field=models.TextField()),
        ),
        migrations.AddField(
            model_name='procedureversion',
            name='searched_results',
            field=models.GeneratedField(db_persist=True, expression=units.text.FoldAll(models.F('results')), output_field=models.TextField()),
        ),
        migrations.AddField(
            model_name='requireddocument',
            name='searched',
            field=models.GeneratedField(db_persist=True, expression=units.text.Fold(models.F('name')), output_field=models.TextField()),
        ),
        migrations.AddIndex(
            model_name='requireddocument',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('searched', name='gin_trgm_ops'), name='paper_searched'),
        ),
    ]
