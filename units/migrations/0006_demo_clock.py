from django.db import migrations, models


class Migration(migrations.Migration):
    """The demo's clock, kept in its own database."""

    dependencies = [
        ('units', '0005_calendar_and_rules'),
    ]

    operations = [
        migrations.CreateModel(
            name='DemoClock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('set_at', models.DateTimeField()),
                ('is_loading', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_demo_clock')],
            },
        ),
    ]
