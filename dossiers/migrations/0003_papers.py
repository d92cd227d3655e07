import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What was handed in, and its scans."""

    dependencies = [
        ('dossiers', '0002_counters'),
    ]

    operations = [
        migrations.CreateModel(
            name='DossierDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('name', models.TextField(verbose_name='paper')),
                ('originals', models.PositiveSmallIntegerField(default=0, verbose_name='originals')),
                ('certified_copies', models.PositiveSmallIntegerField(default=0, verbose_name='certified copies')),
                ('photocopies', models.PositiveSmallIntegerField(default=0, verbose_name='photocopies')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='dossiers.dossier', verbose_name='dossier')),
                ('required', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='procedures.requireddocument', verbose_name='asked for as')),
            ],
            options={
                'verbose_name': 'paper handed in',
                'verbose_name_plural': 'papers handed in',
                'ordering': ['dossier', 'position'],
            },
        ),
        migrations.CreateModel(
            name='DossierFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=100, unique=True)),
                ('original_name', models.CharField(max_length=255, verbose_name='file name')),
                ('content_type', models.CharField(max_length=50, verbose_name='type')),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64)),
                ('added_at', models.DateTimeField(verbose_name='added')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='dossiers.dossierdocument', verbose_name='paper')),
            ],
            options={
                'verbose_name': 'scan',
                'verbose_name_plural': 'scans',
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='dossierdocument',
            constraint=models.UniqueConstraint(fields=('dossier', 'position'), name='dossier_document_position_once'),
        ),
        migrations.AddConstraint(
            model_name='dossierdocument',
            constraint=models.CheckConstraint(condition=models.Q(('originals__gt', 0), ('certified_copies__gt', 0), ('photocopies__gt', 0), _connector='OR'), name='dossier_document_counted'),
        ),
    ]
