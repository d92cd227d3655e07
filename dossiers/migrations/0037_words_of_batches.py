import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The admin shows batches: their columns have words."""

    dependencies = [
        ('dossiers', '0036_signed_scans_of_hand_over_lists'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='batch',
            options={'ordering': ['-pk'], 'verbose_name': 'work for many dossiers', 'verbose_name_plural': 'work for many dossiers'},
        ),
        migrations.AlterModelOptions(
            name='batchitem',
            options={'ordering': ['batch', 'position'], 'verbose_name': 'dossier of it', 'verbose_name_plural': 'dossiers of it'},
        ),
        migrations.AlterField(
            model_name='batch',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AlterField(
            model_name='batch',
            name='errand',
            field=models.CharField(max_length=30, verbose_name='errand'),
        ),
        migrations.AlterField(
            model_name='batch',
            name='is_all_or_none',
            field=models.BooleanField(default=False, verbose_name='all or none'),
        ),
        migrations.AlterField(
            model_name='batch',
            name='made_at',
            field=models.DateTimeField(verbose_name='made'),
        ),
        migrations.AlterField(
            model_name='batchitem',
            name='done_at',
            field=models.DateTimeField(null=True, verbose_name='done'),
        ),
        migrations.AlterField(
            model_name='batchitem',
            name='dossier',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.dossier', verbose_name='dossier'),
        ),
        migrations.AlterField(
            model_name='batchitem',
            name='outcome',
            field=models.CharField(choices=[('waiting', 'Still to do'), ('done', 'Done'), ('refused', 'Refused'), ('left', 'Left as it was')], default='waiting', max_length=10, verbose_name='outcome'),
        ),
        migrations.AlterField(
            model_name='batchitem',
            name='position',
            field=models.PositiveSmallIntegerField(verbose_name='position'),
        ),
        migrations.AlterField(
            model_name='batchitem',
            name='why',
            field=models.TextField(blank=True, verbose_name='reason'),
        ),
    ]
