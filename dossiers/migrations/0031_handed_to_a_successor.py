from django.db import migrations, models


class Migration(migrations.Migration):
    """An event of its own says who goes on with a dossier in whose place."""

    dependencies = [
        ('dossiers', '0030_batches'),
    ]

    operations = [
        migrations.AlterField(
            model_name='dossierevent',
            name='kind',
            field=models.CharField(choices=[('received', 'Received'), ('started', 'Taken up'), ('assigned', 'Assigned'), ('forwarded', 'Forwarded'), ('taken_over', 'Papers taken over'), ('sent_back', 'Sent back'), ('submitted', 'Submitted for signature'), ('signed', 'Signed'), ('paused', 'Clock stopped'), ('resumed', 'Clock goes on'), ('recalculated', 'Due date reckoned anew'), ('extended', 'Time extended'), ('apologised', 'Apology and new date'), ('resolved', 'Result ready'), ('denied', 'Denied'), ('handed_back', 'Result handed back'), ('withdrawn', 'Withdrawn'), ('stopped', 'Stopped for good'), ('succeeded', 'Handed to a successor'), ('unmasked', 'Identity number shown'), ('fee_collected', 'Fee collected'), ('fee_exempted', 'Exempted from the fee'), ('fee_changed', 'Fee due changed'), ('fee_refunded', 'Fee refunded')], max_length=20, verbose_name='kind'),
        ),
    ]
