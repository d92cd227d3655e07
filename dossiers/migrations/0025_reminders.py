"""Reminders: which dossier came to which rung of the ladder, for which due date."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0024_fees_agree_with_the_ledger"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rung', models.CharField(choices=[('half', 'Half of the working time is used'), ('day_before', 'Due the next working day'), ('due_day', 'Due today')], max_length=10, verbose_name='rung')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('made_at', models.DateTimeField(verbose_name='since')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='dossiers.dossier', verbose_name='dossier')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='settled by')),
            ],
            options={
                'verbose_name': 'reminder',
                'verbose_name_plural': 'reminders',
                'ordering': ['due_at', 'dossier', 'rung'],
                'indexes': [models.Index(condition=models.Q(('settled_at', None)), fields=['rung', 'dossier'], name='reminder_open')],
                'constraints': [models.UniqueConstraint(fields=('dossier', 'rung', 'due_at'), name='reminder_once'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_by', None)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='reminder_settled_by_somebody')],
            },
        ),
    ]
