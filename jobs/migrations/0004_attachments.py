from django.db import migrations, models


class Migration(migrations.Migration):
    """A mail may bear a PDF, which is kept until it is sent."""

    dependencies = [
        ('jobs', '0003_words_of_the_outbox'),
    ]

    operations = [
        migrations.AddField(
            model_name='mail',
            name='attachment',
            field=models.BinaryField(blank=True, null=True, verbose_name='attached PDF'),
        ),
        migrations.AddField(
            model_name='mail',
            name='attachment_name',
            field=models.CharField(blank=True, max_length=100, verbose_name='its name'),
        ),
    ]
