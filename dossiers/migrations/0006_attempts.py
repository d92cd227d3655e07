from django.db import migrations, models


class Migration(migrations.Migration):
    """Wrong tries at following a dossier, counted by the hour."""

    dependencies = [
        ('dossiers', '0005_slips'),
    ]

    operations = [
        migrations.CreateModel(
            name='WrongTry',
            fields=[
                ('pk', models.CompositePrimaryKey('hour', 'key', blank=True, editable=False, primary_key=True, serialize=False)),
                ('hour', models.DateTimeField()),
                ('key', models.CharField(max_length=64)),
                ('tries', models.PositiveIntegerField()),
            ],
        ),
    ]
