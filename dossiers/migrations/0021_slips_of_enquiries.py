import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A slip is of a dossier or of an enquiry; slip 03 refuses at the counter."""

    dependencies = [
        ('dossiers', '0020_enquiries'),
        ('units', '0015_suffixes_of_slip_numbers'),
    ]

    operations = [
        migrations.AddField(
            model_name='slip',
            name='enquiry',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='dossiers.enquiry', verbose_name='enquiry'),
        ),
        migrations.AlterField(
            model_name='slip',
            name='dossier',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='dossiers.dossier', verbose_name='dossier'),
        ),
        migrations.AlterField(
            model_name='slip',
            name='kind',
            field=models.CharField(choices=[('receipt', 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả'), ('supplement', 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ'), ('refusal', 'Phiếu từ chối tiếp nhận giải quyết hồ sơ'), ('apology', 'Phiếu xin lỗi và hẹn lại ngày trả kết quả')], max_length=12, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='slipcounter',
            name='kind',
            field=models.CharField(choices=[('receipt', 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả'), ('supplement', 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ'), ('refusal', 'Phiếu từ chối tiếp nhận giải quyết hồ sơ'), ('apology', 'Phiếu xin lỗi và hẹn lại ngày trả kết quả')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='slip',
            constraint=models.UniqueConstraint(fields=('enquiry', 'kind', 'version'), name='slip_version_once_of_an_enquiry'),
        ),
        migrations.AddConstraint(
            model_name='slip',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('dossier__isnull', False), ('enquiry', None)), models.Q(('dossier', None), ('enquiry__isnull', False)), _connector='OR'), name='slip_of_a_dossier_or_an_enquiry'),
        ),
    ]
