from datetime import date

from django.db import migrations

RECEIPT = ("receipt", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
REFUSAL = ("refusal", "Phiếu từ chối tiếp nhận giải quyết hồ sơ")
CONTROL = ("control", "Phiếu kiểm soát quá trình giải quyết hồ sơ")
REGISTER = ("register", "Sổ theo dõi hồ sơ")
APOLOGY = ("apology", "Phiếu xin lỗi và hẹn lại ngày trả kết quả")
SUPPLEMENT = ("supplement", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ")

FORM_SETS = [
    {
        "key": "QC-2015",
        "title": "Mẫu phiếu trước Thông tư 01/2018/TT-VPCP",
        "valid_to": date(2018, 11, 22),
        "source": "Quy chế của tỉnh theo Quyết định 09/2015/QĐ-TTg. Dùng bố cục của Thông tư 01/2018/TT-VPCP, không viện "
        "dẫn; cần đối chiếu mẫu của tỉnh.",
        "forms": [RECEIPT, ("supplement", "Phiếu hướng dẫn hoàn thiện hồ sơ"), REFUSAL, APOLOGY, CONTROL, REGISTER],
    },
    {
        "key": "TT-01-2018",
        "title": "Thông tư số 01/2018/TT-VPCP",
        "basis": "Thông tư số 01/2018/TT-VPCP",
        "valid_from": date(2018, 11, 23),
        "valid_to": date(2025, 9, 14),
        "source": "Thông tư 01/2018/TT-VPCP ngày 23/11/2018, mẫu 01 đến 06. Cần đối chiếu ngày có hiệu lực; tạm lấy ngày "
        "ban hành.",
        "forms": [RECEIPT, SUPPLEMENT, REFUSAL, APOLOGY, CONTROL, REGISTER],
    },
    {
        "key": "TT-03-2025",
        "title": "Thông tư số 03/2025/TT-VPCP",
        "basis": "Thông tư số 03/2025/TT-VPCP",
        "valid_from": date(2025, 9, 15),
        "source": "Thông tư 03/2025/TT-VPCP ngày 15/9/2025, mẫu 01 đến 07. Cần đối chiếu ngày có hiệu lực; tạm lấy ngày "
        "ban hành.",
        "forms": [
            RECEIPT,
            SUPPLEMENT,
            REFUSAL,
            ("apology", "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết"),
            ("stop", "Thông báo dừng giải quyết hồ sơ"),
            CONTROL,
            REGISTER,
        ],
    },
]


def load(apps, schema_editor):
    FormSet, Form = apps.get_model("units", "FormSet"), apps.get_model("units", "Form")
    for row in FORM_SETS:
        form_set = FormSet.objects.create(**{name: value for name, value in row.items() if name != "forms"})
        Form.objects.bulk_create(
            Form(form_set=form_set, kind=kind, number=f"{number:02d}" if form_set.basis else "", title=title)
            for number, (kind, title) in enumerate(row["forms"], 1)
        )


def unload(apps, schema_editor):
    apps.get_model("units", "FormSet").objects.filter(key__in=[row["key"] for row in FORM_SETS]).delete()


class Migration(migrations.Migration):
    """The form sets of 2015, 2018 and 2025; data that administrators edit."""

    dependencies = [("units", "0011_form_sets")]

    operations = [migrations.RunPython(load, unload)]
