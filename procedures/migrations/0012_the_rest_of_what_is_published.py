import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """How it goes, conditions, sets of papers, other words for it, forms to fill in."""

    dependencies = [
        ('procedures', '0011_cases'),
    ]

    operations = [
        migrations.AddField(
            model_name='procedureversion',
            name='sets',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='sets of papers'),
        ),
        migrations.AddField(
            model_name='procedureversion',
            name='steps',
            field=models.TextField(blank=True, help_text='The steps as they are published.', verbose_name='how it goes'),
        ),
        migrations.AddField(
            model_name='procedureversion',
            name='conditions',
            field=models.TextField(blank=True, verbose_name='conditions'),
        ),
        migrations.AddField(
            model_name='procedureversion',
            name='keywords',
            field=models.TextField(blank=True, help_text='By which people look for it: sổ đỏ, giấy khai sinh.', verbose_name='other words for it'),
        ),
        migrations.CreateModel(
            name='FormFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('path', models.CharField(max_length=100)),
                ('content_type', models.CharField(max_length=100, verbose_name='type')),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forms', to='procedures.procedureversion', verbose_name='version')),
            ],
            options={
                'verbose_name': 'form to fill in',
                'verbose_name_plural': 'forms to fill in',
                'ordering': ['version', 'position'],
                'constraints': [
                    models.UniqueConstraint(fields=('version', 'position'), name='form_file_position_once'),
                ],
            },
        ),
    ]
