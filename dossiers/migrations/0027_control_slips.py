from django.db import migrations, models


class Migration(migrations.Migration):
    """The slip that travels with a dossier, and the list of results brought to a desk."""

    dependencies = [
        ('dossiers', '0026_from_the_paper_book'),
    ]

    operations = [
        migrations.AlterField(
            model_name='slip',
            name='kind',
            field=models.CharField(choices=[('receipt', 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả'), ('supplement', 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ'), ('refusal', 'Phiếu từ chối tiếp nhận giải quyết hồ sơ'), ('apology', 'Phiếu xin lỗi và hẹn lại ngày trả kết quả'), ('collection', 'Phiếu thu nội bộ'), ('refund', 'Phiếu chi nội bộ'), ('control', 'Phiếu kiểm soát quá trình giải quyết hồ sơ'), ('handover', 'Phiếu bàn giao kết quả')], max_length=12, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='slipcounter',
            name='kind',
            field=models.CharField(choices=[('receipt', 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả'), ('supplement', 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ'), ('refusal', 'Phiếu từ chối tiếp nhận giải quyết hồ sơ'), ('apology', 'Phiếu xin lỗi và hẹn lại ngày trả kết quả'), ('collection', 'Phiếu thu nội bộ'), ('refund', 'Phiếu chi nội bộ'), ('control', 'Phiếu kiểm soát quá trình giải quyết hồ sơ'), ('handover', 'Phiếu bàn giao kết quả')], max_length=12),
        ),
    ]
