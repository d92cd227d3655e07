import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Several dossiers taken in hand at once."""

    dependencies = [
        ('dossiers', '0029_hand_over_lists'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('errand', models.CharField(max_length=30)),
                ('answers', models.JSONField(default=dict)),
                ('is_all_or_none', models.BooleanField(default=False)),
                ('language', models.CharField(max_length=10)),
                ('made_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='BatchItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('answers', models.JSONField(default=dict)),
                ('outcome', models.CharField(choices=[('waiting', 'Still to do'), ('done', 'Done'), ('refused', 'Refused'), ('left', 'Left as it was')], default='waiting', max_length=10)),
                ('why', models.TextField(blank=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='dossiers.batch')),
                ('dossier', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.dossier')),
            ],
            options={
                'ordering': ['batch', 'position'],
            },
        ),
        migrations.AddIndex(
            model_name='batch',
            index=models.Index(fields=['made_at'], name='batch_made_at'),
        ),
        migrations.AddConstraint(
            model_name='batchitem',
            constraint=models.UniqueConstraint(fields=('batch', 'position'), name='batch_position_once'),
        ),
        migrations.AddConstraint(
            model_name='batchitem',
            constraint=models.UniqueConstraint(fields=('batch', 'dossier'), name='batch_dossier_once'),
        ),
        migrations.AddConstraint(
            model_name='batchitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('outcome', 'waiting')), models.Q(models.Q(('outcome', 'waiting'), _negated=True), ('done_at__isnull', False)), _connector='OR'), name='batch_item_waits_or_is_over'),
        ),
        migrations.AddConstraint(
            model_name='batchitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'refused'), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='batch_item_refused_with_a_reason'),
        ),
    ]
