from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Find what left a desk on a day, or just now, without reading all that ever did."""

    dependencies = [
        ('dossiers', '0006_attempts'),
        ('procedures', '0005_postings'),
        ('units', '0009_office_hours_for_all_once_a_day'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(models.F('returning_desk'), models.F('returned_at'), condition=models.Q(('returned_at__isnull', False)), name='dossier_desk_returned'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(models.F('returning_desk'), models.F('finished_at'), condition=models.Q(('state', 'withdrawn')), name='dossier_desk_withdrawn'),
        ),
    ]
