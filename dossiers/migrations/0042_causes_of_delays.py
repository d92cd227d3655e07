import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Why dossiers are late, as their offices state it for form 06g."""

    dependencies = [
        ('dossiers', '0041_tries_are_counted_in_units'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DelayCause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('letter', models.CharField(max_length=4, unique=True, verbose_name='letter')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('is_of_regulation', models.BooleanField(default=False, help_text='Form 06g names the procedure, the difficulty and the legal document for it.', verbose_name='due to a regulation')),
                ('is_offered', models.BooleanField(default=True, help_text='Not offered: only shown where stated.', verbose_name='offered')),
                ('place', models.PositiveSmallIntegerField(default=0, verbose_name='place in the list')),
            ],
            options={
                'verbose_name': 'cause of delays',
                'verbose_name_plural': 'causes of delays',
                'ordering': ['place', 'letter'],
            },
        ),
        migrations.AlterField(
            model_name='dossierevent',
            name='kind',
            field=models.CharField(choices=[('received', 'Received'), ('started', 'Taken up'), ('assigned', 'Assigned'), ('forwarded', 'Forwarded'), ('taken_over', 'Papers taken over'), ('sent_back', 'Sent back'), ('submitted', 'Submitted for signature'), ('signed', 'Signed'), ('paused', 'Clock stopped'), ('resumed', 'Clock goes on'), ('recalculated', 'Due date reckoned anew'), ('extended', 'Time extended'), ('apologised', 'Apology and new date'), ('delay_explained', 'Cause of the delay stated'), ('resolved', 'Result ready'), ('denied', 'Denied'), ('handed_back', 'Result handed back'), ('withdrawn', 'Withdrawn'), ('stopped', 'Stopped for good'), ('succeeded', 'Handed to a successor'), ('corrected', 'Corrected'), ('signed_filed', 'Signed copy filed'), ('unmasked', 'Identity number shown'), ('fee_collected', 'Fee collected'), ('fee_exempted', 'Exempted from the fee'), ('fee_changed', 'Fee due changed'), ('fee_refunded', 'Fee refunded')], max_length=20, verbose_name='kind'),
        ),
        migrations.CreateModel(
            name='Delay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='round')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('regulation', models.CharField(blank=True, max_length=300, verbose_name='legal document')),
                ('stated_at', models.DateTimeField(verbose_name='stated')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delays', to='dossiers.dossier', verbose_name='dossier')),
                ('stated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('cause', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.delaycause', verbose_name='cause')),
            ],
            options={
                'verbose_name': 'delay',
                'verbose_name_plural': 'delays',
                'ordering': ['dossier', 'round'],
                'constraints': [models.UniqueConstraint(fields=('dossier', 'round'), name='delay_round_once'), models.CheckConstraint(condition=models.Q(('regulation', ''), models.Q(('note', ''), _negated=True), _connector='OR'), name='delay_names_the_difficulty_of_a_regulation')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delay',
            trigger=pgtrigger.compiler.Trigger(name='delay_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b297fd54fd1408ba8262cc44d8434cbe967cf1ba', operation='UPDATE OR DELETE', pgid='pgtrigger_delay_append_only_d18a2', table='dossiers_delay', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delay',
            trigger=pgtrigger.compiler.Trigger(name='delay_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='b2189b29bdddca40015a7523003e70758d63a875', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_delay_never_truncated_d7ed9', table='dossiers_delay', when='BEFORE')),
        ),
    ]
