import django.db.models.functions.text
import units.text
from django.db import migrations, models

LINE_BREAK = models.Value('\n', output_field=models.TextField())


class Migration(migrations.Migration):
    """All texts of a version are kept folded, so that looking through them folds nothing."""

    dependencies = [
        ('procedures', '0020_rounds_and_spot_checks'),
    ]

    operations = [
        migrations.AddField(
            model_name='formfile',
            name='searched',
            field=models.GeneratedField(db_persist=True, expression=units.text.Fold(models.F('name')), output_field=models.TextField()),
        ),
        migrations.AddField(
            model_name='procedurecase',
            name='searched',
            field=models.GeneratedField(db_persist=True, expression=units.text.Fold(models.F('name')), output_field=models.TextField()),
        ),
        migrations.AddField(
            model_name='procedureversion',
            name='searched_texts',
            field=models.GeneratedField(db_persist=True, expression=units.text.Fold(django.db.models.functions.text.Concat('steps', LINE_BREAK, 'conditions', LINE_BREAK, 'legal_basis')), output_field=models.TextField()),
        ),
    ]
