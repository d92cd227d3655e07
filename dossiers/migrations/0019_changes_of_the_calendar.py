import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Changes of the calendar that somebody accepted, and the due dates that they moved."""

    dependencies = [
        ('dossiers', '0018_steps'),
        ('units', '0016_calendars_of_units'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=200, verbose_name='decision or notice')),
                ('reason', models.CharField(max_length=1000, verbose_name='reason')),
                ('worked_reason', models.CharField(blank=True, max_length=1000, verbose_name='why a day that was worked is taken away')),
                ('days', models.JSONField(verbose_name='days')),
                ('accepted_at', models.DateTimeField(verbose_name='accepted')),
            ],
            options={
                'verbose_name': 'change of the calendar',
                'verbose_name_plural': 'changes of the calendar',
                'ordering': ['-accepted_at', '-pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='duemove',
            name='due_move_extends_by_an_amount',
        ),
        migrations.AlterField(
            model_name='dossierevent',
            name='kind',
            field=models.CharField(choices=[('received', 'Received'), ('started', 'Taken up'), ('assigned', 'Assigned'), ('forwarded', 'Forwarded'), ('taken_over', 'Papers taken over'), ('sent_back', 'Sent back'), ('submitted', 'Submitted for signature'), ('signed', 'Signed'), ('paused', 'Clock stopped'), ('resumed', 'Clock goes on'), ('recalculated', 'Due date reckoned anew'), ('extended', 'Time extended'), ('apologised', 'Apology and new date'), ('resolved', 'Result ready'), ('denied', 'Denied'), ('handed_back', 'Result handed back'), ('withdrawn', 'Withdrawn'), ('stopped', 'Stopped for good'), ('unmasked', 'Identity number shown')], max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='duemove',
            name='cause',
            field=models.CharField(choices=[('extension', 'Extended'), ('calendar', 'Change of the calendar')], max_length=10, verbose_name='cause'),
        ),
        migrations.AddField(
            model_name='calendarchange',
            name='accepted_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='calendarchange',
            name='unit',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.administrativeunit', verbose_name='unit'),
        ),
        migrations.AddField(
            model_name='duemove',
            name='change',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='due_moves', to='dossiers.calendarchange'),
        ),
        migrations.AddConstraint(
            model_name='duemove',
            constraint=models.UniqueConstraint(fields=('dossier', 'change'), name='dossier_moved_once_by_a_change'),
        ),
        migrations.AddConstraint(
            model_name='duemove',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('cause', 'extension'), ('change', None)), models.Q(('amount', None), ('cause', 'calendar'), ('change__isnull', False)), _connector='OR'), name='due_move_says_what_for'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='calendarchange',
            trigger=pgtrigger.compiler.Trigger(name='calendar_change_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0c8623d4d5f02139688b6a0fccb9e4030f7d93eb', operation='UPDATE OR DELETE', pgid='pgtrigger_calendar_change_append_only_ee118', table='dossiers_calendarchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='calendarchange',
            trigger=pgtrigger.compiler.Trigger(name='calendar_change_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='5457add36587afe2ec54a28c3d0453d1de17adf4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_calendar_change_never_truncated_879e5', table='dossiers_calendarchange', when='BEFORE')),
        ),
    ]
