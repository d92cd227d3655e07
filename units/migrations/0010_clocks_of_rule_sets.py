from datetime import time

from django.db import migrations, models

CLOCKS = {
    # key: after a supplement, handed over on the same day until, days before due for an apology, source
    "QD-09-2015": (
        "goes_on",
        None,
        0,
        "Quyết định 09/2015/QĐ-TTg. Thời gian trước khi bổ sung được tính tiếp; cần đối chiếu: không quy định gửi phiếu "
        "xin lỗi trước hạn.",
    ),
    "ND-61-2018": (
        "begins_anew",
        time(15),
        1,
        "Nghị định 61/2018/NĐ-CP, điều 17-20. Cần đối chiếu: tính lại thời hạn từ khi nhận đủ hồ sơ bổ sung.",
    ),
    "ND-118-2025": (
        "begins_anew",
        time(15),
        1,
        "Nghị định 118/2025/NĐ-CP. Cần đối chiếu toàn bộ; tạm lấy theo Nghị định 61/2018/NĐ-CP.",
    ),
}


def load(apps, schema_editor):
    RuleSet = apps.get_model("units", "RuleSet")
    for key, (after_supplement, transfer_cutoff, apology_lead_days, source) in CLOCKS.items():
        RuleSet.objects.filter(key=key).update(
            after_supplement=after_supplement,
            transfer_cutoff=transfer_cutoff,
            apology_lead_days=apology_lead_days,
            source=source,
        )


class Migration(migrations.Migration):
    """What the regulations say of supplements, hand-overs, apologies and new dates."""

    dependencies = [("units", "0009_office_hours_for_all_once_a_day")]

    operations = [
        migrations.AddField(
            model_name='ruleset',
            name='after_supplement',
            field=models.CharField(choices=[('goes_on', 'the time used before counts on'), ('begins_anew', 'the limit begins anew')], default='goes_on', max_length=12, verbose_name='after a supplement'),
        ),
        migrations.AddField(
            model_name='ruleset',
            name='apology_lead_days',
            field=models.PositiveSmallIntegerField(default=0, help_text='0: on the due date at the latest.', verbose_name='apology, working days before the due date'),
        ),
        migrations.AddField(
            model_name='ruleset',
            name='reappointments_foreseen',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='new dates foreseen'),
        ),
        migrations.AddField(
            model_name='ruleset',
            name='source',
            field=models.CharField(blank=True, help_text='Clauses, and what of it is still to be checked.', max_length=400, verbose_name='source'),
        ),
        migrations.AddField(
            model_name='ruleset',
            name='supplements_foreseen',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='supplements foreseen'),
        ),
        migrations.AddField(
            model_name='ruleset',
            name='transfer_cutoff',
            field=models.TimeField(blank=True, help_text='What is received later reaches the office the next working day. Empty: no such rule.', null=True, verbose_name='handed over on the same day until'),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
