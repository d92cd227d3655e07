import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Units with their lineage, agencies with their codes, desks."""

    dependencies = [
        ('units', '0002_text_functions'),
    ]

    operations = [
        migrations.CreateModel(
            name='AdministrativeUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('kind', models.CharField(choices=[('province', 'Province'), ('district', 'District'), ('commune', 'Commune'), ('township', 'Township'), ('ward', 'Ward'), ('special_zone', 'Special zone')], max_length=16, verbose_name='kind')),
                ('code', models.CharField(max_length=10, verbose_name='code')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='units.administrativeunit', verbose_name='belongs to')),
            ],
            options={
                'verbose_name': 'administrative unit',
                'verbose_name_plural': 'administrative units',
                'ordering': ['code', 'valid_from'],
            },
        ),
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('committee', "People's Committee"), ('office', 'Office of the committee'), ('beside', 'Agency of another system in the area')], max_length=10, verbose_name='kind')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agencies', to='units.administrativeunit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'agency',
                'verbose_name_plural': 'agencies',
                'ordering': ['unit', 'kind', 'name'],
            },
        ),
        migrations.CreateModel(
            name='AgencyCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('code', models.CharField(max_length=35, verbose_name='code')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='codes', to='units.agency', verbose_name='agency')),
            ],
            options={
                'verbose_name': 'agency code',
                'verbose_name_plural': 'agency codes',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='ServiceDesk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('desk', 'One-stop desk'), ('center', 'One-stop centre')], default='desk', max_length=10, verbose_name='kind')),
                ('name', models.CharField(default='Bộ phận Tiếp nhận và Trả kết quả', max_length=150, verbose_name='name')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('prints_two_on_one', models.BooleanField(default=False, help_text='Two A5 side by side.', verbose_name='print both copies of the receipt on one A4 sheet')),
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='desk', to='units.administrativeunit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'service desk',
                'verbose_name_plural': 'service desks',
                'ordering': ['unit'],
            },
        ),
        migrations.CreateModel(
            name='UnitEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField(verbose_name='effective on')),
                ('kind', models.CharField(choices=[('merge', 'Merged'), ('split', 'Split'), ('abolish_district', 'District level abolished'), ('merge_province', 'Provinces merged')], max_length=20, verbose_name='kind')),
                ('description', models.CharField(max_length=300, verbose_name='description')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('from_units', models.ManyToManyField(related_name='ended_by', to='units.administrativeunit', verbose_name='from')),
                ('to_units', models.ManyToManyField(blank=True, related_name='begun_by', to='units.administrativeunit', verbose_name='to')),
            ],
            options={
                'verbose_name': 'change of units',
                'verbose_name_plural': 'changes of units',
                'ordering': ['effective_on', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='administrativeunit',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='unit_ends_after_it_starts', violation_error_message='The last day lies before the first.'),
        ),
        migrations.AddConstraint(
            model_name='administrativeunit',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('code', '='), (models.Func('valid_from', 'valid_to', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='unit_code_once_a_day', violation_error_message='Another unit has this code at the same time.'),
        ),
        migrations.AddConstraint(
            model_name='agency',
            constraint=models.UniqueConstraint(fields=('unit', 'name'), name='agency_name_once_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='agency',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'committee')), fields=('unit',), name='one_committee_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='agencycode',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='agency_code_ends_after_it_starts', violation_error_message='The last day lies before the first.'),
        ),
        migrations.AddConstraint(
            model_name='agencycode',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('agency', '='), (models.Func('valid_from', 'valid_to', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='one_code_an_agency_a_day', violation_error_message='This agency has a code in those days already.'),
        ),
        migrations.AddConstraint(
            model_name='agencycode',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('code', '='), (models.Func('valid_from', 'valid_to', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='agency_code_once_a_day', violation_error_message='Another agency has this code at the same time.'),
        ),
        migrations.AddConstraint(
            model_name='unitevent',
            constraint=models.UniqueConstraint(fields=('effective_on', 'kind', 'description'), name='unit_event_known_once'),
        ),
    ]
