import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.db import migrations, models


class Migration(migrations.Migration):
    """What is handed in online may cost less."""

    dependencies = [
        ('procedures', '0013_what_a_line_began_and_ended'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='fee',
            name='one_fee_a_kind_a_day',
        ),
        migrations.AddField(
            model_name='fee',
            name='channel',
            field=models.CharField(blank=True, choices=[('in_person', 'In person'), ('online', 'Online'), ('post', 'Public post')], help_text='Empty: in whichever way.', max_length=10, verbose_name='if handed in'),
        ),
        migrations.AddConstraint(
            model_name='fee',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('procedure', '='), ('kind', '='), ('channel', '='), (models.Func('valid_from', 'valid_to', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='one_fee_a_kind_a_day', violation_error_message='A fee of this kind holds in those days.'),
        ),
        migrations.AlterModelOptions(
            name='fee',
            options={'ordering': ['procedure', 'kind', 'channel', 'valid_from'], 'verbose_name': 'fee', 'verbose_name_plural': 'fees'},
        ),
    ]
