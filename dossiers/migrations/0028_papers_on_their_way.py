from django.db import migrations, models


class Migration(migrations.Migration):
    """What is on its way, and what came to a desk on a day, by an index."""

    dependencies = [
        ('dossiers', '0027_control_slips'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='step',
            index=models.Index(models.F('begun_at'), condition=models.Q(('ended_at', None), ('taken_at', None)), name='step_on_its_way'),
        ),
        migrations.AddIndex(
            model_name='step',
            index=models.Index(models.F('begun_at'), condition=models.Q(('desk__isnull', False)), name='step_at_a_desk_begun'),
        ),
    ]
