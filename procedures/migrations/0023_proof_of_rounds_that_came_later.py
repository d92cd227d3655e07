import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who gave the link of a round, and when, where it came later than the confirmation."""

    dependencies = [
        ('procedures', '0022_sizes_of_posting_sheets'),
        ('units', '0016_calendars_of_units'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='postinground',
            name='link_added_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='link added at'),
        ),
        migrations.AddField(
            model_name='postinground',
            name='link_added_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='link added by'),
        ),
        migrations.AddConstraint(
            model_name='postinground',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('link_added_at', None), ('link_added_by', None)), models.Q(('link_added_at__isnull', False), ('link_added_by__isnull', False), models.Q(('link', ''), _negated=True)), _connector='OR'), name='round_link_added_by_somebody'),
        ),
    ]
