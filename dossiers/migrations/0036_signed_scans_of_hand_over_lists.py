import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A hand-over list has a place for its signed scan, as each slip has."""

    dependencies = [
        ('dossiers', '0035_people_in_one_place'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='signedscan',
            options={'ordering': ['slip', 'handover', 'round', 'page'], 'verbose_name': 'signed scan', 'verbose_name_plural': 'signed scans'},
        ),
        migrations.AddField(
            model_name='signedscan',
            name='handover',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signed_scans', to='dossiers.handoverlist', verbose_name='hand-over list'),
        ),
        migrations.AlterField(
            model_name='signedscan',
            name='slip',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signed_scans', to='dossiers.slip', verbose_name='slip'),
        ),
        migrations.AddConstraint(
            model_name='signedscan',
            constraint=models.UniqueConstraint(fields=('handover', 'round', 'page'), name='signed_scan_page_once_of_a_list'),
        ),
        migrations.AddConstraint(
            model_name='signedscan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('handover', None), ('slip__isnull', False)), models.Q(('handover__isnull', False), ('slip', None)), _connector='OR'), name='signed_scan_of_a_slip_or_a_list'),
        ),
    ]
