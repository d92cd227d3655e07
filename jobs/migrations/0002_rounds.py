"""When each job of the timetable comes round again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_outbox")]

    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                ("path", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("due_at", models.DateTimeField()),
            ],
        ),
    ]
