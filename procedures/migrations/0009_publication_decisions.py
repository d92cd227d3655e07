import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Publication decisions as rows of their own, with what they say and what was done with them."""

    dependencies = [
        ('procedures', '0008_processes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PublicationDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, help_text='As printed: 55/QĐ-UBND.', max_length=100, verbose_name='number')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='issued on')),
                ('issuer', models.CharField(blank=True, max_length=200, verbose_name='issued by')),
                ('title', models.CharField(blank=True, max_length=500, verbose_name='about')),
                ('effective_from', models.DateField(blank=True, help_text='Lines that hold from another day say so.', null=True, verbose_name='in force from')),
                ('state', models.CharField(choices=[('recorded', 'Known from the list'), ('draft', 'Draft'), ('applied', 'Applied')], default='draft', max_length=10, verbose_name='state')),
                ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='applied at')),
                ('applied_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='applied by')),
            ],
            options={
                'verbose_name': 'publication decision',
                'verbose_name_plural': 'publication decisions',
                'ordering': ['-issued_on', '-pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('number', 'issued_on'), name='decision_known_by_number_and_day', nulls_distinct=False, violation_error_message='There is a decision with this number of this day already.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), ('issued_on__isnull', False), _connector='OR'), name='decision_has_a_number_or_a_day'),
                    models.CheckConstraint(condition=models.Q(models.Q(('applied_at__isnull', False), ('effective_from__isnull', False), ('state', 'applied')), models.Q(models.Q(('state', 'applied'), _negated=True), ('applied_at', None), ('applied_by', None)), _connector='OR'), name='decision_applied_at_some_time'),
                ],
            },
        ),
        migrations.CreateModel(
            name='DecisionLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('kind', models.CharField(choices=[('add', 'New procedure'), ('amend', 'Amended procedure'), ('replace', 'New procedure in place of others'), ('abolish', 'Abolished procedure')], max_length=8, verbose_name='kind')),
                ('level', models.CharField(choices=[('commune', 'Commune level'), ('district', 'District level'), ('province', 'Province level'), ('ministry', 'Ministry level'), ('other', 'Other bodies')], max_length=10, verbose_name='level')),
                ('code', models.CharField(blank=True, help_text='Empty: a local one is given.', max_length=40, verbose_name='code')),
                ('handling', models.CharField(choices=[('received', 'Received at the desk'), ('posted_only', 'Posted only'), ('not_applied', 'Not applied')], default='received', help_text='Of a new one.', max_length=12, verbose_name='at the desks')),
                ('effective_from', models.DateField(blank=True, help_text='Empty: as the decision says.', null=True, verbose_name='in force from')),
                ('draft', models.JSONField(blank=True, editable=False, null=True)),
                ('fees', models.JSONField(blank=True, editable=False, null=True)),
                ('procedure', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decision_lines', to='procedures.procedure', verbose_name='procedure')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='procedures.publicationdecision', verbose_name='publication decision')),
            ],
            options={
                'verbose_name': 'line of a decision',
                'verbose_name_plural': 'lines of a decision',
                'ordering': ['decision', 'position'],
                'constraints': [
                    models.UniqueConstraint(fields=('decision', 'procedure'), name='decision_says_one_thing_of_a_procedure', violation_error_message='The decision says something of this procedure already.'),
                    models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('decision', 'level', 'code'), name='decision_line_code_once', violation_error_message='The decision has a line for this code at this level already.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('draft', None), ('kind', 'abolish')), models.Q(models.Q(('kind', 'abolish'), _negated=True), ('draft__isnull', False)), _connector='OR'), name='decision_line_says_what_is_asked_for'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ('add', 'replace')), ('procedure__isnull', False), _connector='OR'), name='decision_line_names_its_procedure'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ReplacedProcedure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replaced', to='procedures.decisionline', verbose_name='line')),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='procedures.procedure', verbose_name='procedure in whose place it comes')),
            ],
            options={
                'verbose_name': 'replaced procedure',
                'verbose_name_plural': 'replaced procedures',
                'constraints': [
                    models.UniqueConstraint(fields=('line', 'procedure'), name='replaced_once_by_a_line'),
                ],
            },
        ),
        migrations.CreateModel(
            name='DecisionEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deed', models.CharField(choices=[('drafted', 'Drafted'), ('head_changed', 'Head changed'), ('applied', 'Applied'), ('taken_back', 'Taken back'), ('dated', 'Day of effect corrected')], max_length=12, verbose_name='deed')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                ('data', models.JSONField(default=dict)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='procedures.publicationdecision', verbose_name='publication decision')),
            ],
            options={
                'verbose_name': 'event of a decision',
                'verbose_name_plural': 'events of decisions',
                'ordering': ['decision', 'at', 'pk'],
            },
        ),
    ]
