import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """The admin shows outbox and timetable: their columns have words."""

    dependencies = [
        ('jobs', '0002_rounds'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='mail',
            options={'ordering': ['pk'], 'verbose_name': 'mail', 'verbose_name_plural': 'outbox of mail'},
        ),
        migrations.AlterModelOptions(
            name='round',
            options={'verbose_name': 'job of the timetable', 'verbose_name_plural': 'timetable of jobs'},
        ),
        migrations.AlterField(
            model_name='mail',
            name='key',
            field=models.CharField(max_length=200, unique=True, verbose_name='key'),
        ),
        migrations.AlterField(
            model_name='mail',
            name='sent_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='sent'),
        ),
        migrations.AlterField(
            model_name='mail',
            name='subject',
            field=models.CharField(max_length=200, verbose_name='subject'),
        ),
        migrations.AlterField(
            model_name='mail',
            name='text',
            field=models.TextField(verbose_name='text'),
        ),
        migrations.AlterField(
            model_name='mail',
            name='to',
            field=models.EmailField(max_length=254, verbose_name='to'),
        ),
        migrations.AlterField(
            model_name='mail',
            name='written_at',
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name='written'),
        ),
        migrations.AlterField(
            model_name='round',
            name='due_at',
            field=models.DateTimeField(verbose_name='comes round again'),
        ),
        migrations.AlterField(
            model_name='round',
            name='path',
            field=models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name='job'),
        ),
    ]
