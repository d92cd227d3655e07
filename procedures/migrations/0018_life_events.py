import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What happened to somebody leads to the procedures that he needs."""

    dependencies = [
        ('procedures', '0017_words_to_look_for'),
    ]

    operations = [
        migrations.CreateModel(
            name='LifeEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='in addresses')),
                ('audience', models.CharField(choices=[('citizen', 'For citizens'), ('business', 'For businesses')], default='citizen', max_length=8, verbose_name='for whom')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'life event',
                'verbose_name_plural': 'life events',
                'ordering': ['-audience', 'position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='LifeEventPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(blank=True, choices=[('commune', 'Commune level'), ('district', 'District level'), ('province', 'Province level'), ('ministry', 'Ministry level'), ('other', 'Other bodies')], help_text='Of the sector; empty: at every level.', max_length=10, verbose_name='level')),
            ],
            options={
                'verbose_name': 'part of a life event',
                'verbose_name_plural': 'parts of a life event',
            },
        ),
        migrations.AddField(
            model_name='lifeeventpart',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='procedures.lifeevent', verbose_name='life event'),
        ),
        migrations.AddField(
            model_name='lifeeventpart',
            name='procedure',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='procedures.procedure', verbose_name='procedure'),
        ),
        migrations.AddField(
            model_name='lifeeventpart',
            name='sector',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='procedures.sector', verbose_name='sector'),
        ),
        migrations.AddConstraint(
            model_name='lifeeventpart',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('procedure', None), ('sector__isnull', False)), models.Q(('level', ''), ('procedure__isnull', False), ('sector', None)), _connector='OR'), name='life_event_part_is_one_thing', violation_error_message='Name either a sector (with or without a level) or a procedure.'),
        ),
        migrations.AddConstraint(
            model_name='lifeeventpart',
            constraint=models.UniqueConstraint(fields=('event', 'sector', 'level', 'procedure'), name='life_event_part_once', nulls_distinct=False, violation_error_message='This belongs to the life event already.'),
        ),
    ]
