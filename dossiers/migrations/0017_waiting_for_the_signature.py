from django.db import migrations, models


class Migration(migrations.Migration):
    """A state for what lies before a leader, and the events of handing on and signing."""

    dependencies = [
        ('dossiers', '0016_where_dossiers_lie'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='dossier',
            name='dossier_finished_with_its_outcome',
        ),
        migrations.RemoveConstraint(
            model_name='dossier',
            name='dossier_paused_since_a_moment',
        ),
        migrations.RemoveIndex(
            model_name='dossier',
            name='dossier_open_due',
        ),
        migrations.AlterField(
            model_name='dossier',
            name='state',
            field=models.CharField(choices=[('received', 'Received'), ('processing', 'In progress'), ('signing', 'Waiting for the signature'), ('supplement', 'Waiting for papers'), ('payment', 'Waiting for payment'), ('suspended', 'Time not counted'), ('resolved', 'Waiting for collection'), ('handed_back', 'Handed back'), ('withdrawn', 'Withdrawn'), ('stopped', 'Stopped')], max_length=12, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='dossierevent',
            name='kind',
            field=models.CharField(choices=[('received', 'Received'), ('started', 'Taken up'), ('assigned', 'Assigned'), ('forwarded', 'Forwarded'), ('taken_over', 'Papers taken over'), ('sent_back', 'Sent back'), ('submitted', 'Submitted for signature'), ('signed', 'Signed'), ('paused', 'Clock stopped'), ('resumed', 'Clock goes on'), ('extended', 'Time extended'), ('apologised', 'Apology and new date'), ('resolved', 'Result ready'), ('denied', 'Denied'), ('handed_back', 'Result handed back'), ('withdrawn', 'Withdrawn'), ('stopped', 'Stopped for good'), ('unmasked', 'Identity number shown')], max_length=20, verbose_name='kind'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(models.F('due_at'), models.F('id'), condition=models.Q(('state__in', ['payment', 'processing', 'received', 'signing', 'supplement', 'suspended'])), name='dossier_open_due'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('outcome', ''), ('state__in', ['payment', 'processing', 'received', 'signing', 'supplement', 'suspended'])), models.Q(('finished_at__isnull', False), ('outcome', 'withdrawn'), ('state', 'withdrawn')), models.Q(('finished_at__isnull', False), ('outcome', 'stopped'), ('state', 'stopped')), models.Q(('finished_at__isnull', False), ('outcome__in', ['resolved', 'denied']), ('state__in', ['resolved', 'handed_back'])), _connector='OR'), name='dossier_finished_with_its_outcome'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paused_at__isnull', False), ('state__in', ['payment', 'supplement', 'suspended'])), models.Q(('paused_at', None), ('state__in', ['processing', 'received', 'signing'])), ('state__in', ['handed_back', 'resolved', 'stopped', 'withdrawn']), _connector='OR'), name='dossier_paused_since_a_moment'),
        ),
    ]
