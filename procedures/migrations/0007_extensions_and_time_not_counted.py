import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """By how much the law lets the office extend a time, and what time it leaves out besides days off."""

    dependencies = [
        ('procedures', '0006_half_days'),
    ]

    operations = [
        migrations.AddField(
            model_name='procedureversion',
            name='excluded_times',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('commune_reception', 'Reception at the commune'), ('violation', 'Handling of a violation of the law'), ('appraisal', 'Appraisal by experts')], max_length=20), blank=True, default=list, help_text='For these, an officer may stop the clock.', size=None, verbose_name='time not counted'),
        ),
        migrations.AddField(
            model_name='procedureversion',
            name='extension_limit',
            field=models.PositiveSmallIntegerField(blank=True, help_text='In the same unit, at most; empty: the law knows no extension.', null=True, verbose_name='may be extended once by'),
        ),
        migrations.AddConstraint(
            model_name='procedureversion',
            constraint=models.CheckConstraint(condition=models.Q(('extension_limit', None), models.Q(('extension_limit__gt', 0), ('time_limit__isnull', False)), _connector='OR'), name='extension_of_a_limit', violation_error_message='Only a time that is published can be extended, and by 1 at least.'),
        ),
    ]
