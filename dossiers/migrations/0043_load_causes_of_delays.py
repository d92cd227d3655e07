from django.db import migrations

# The form has the bodies code their causes themselves; these are a beginning, to be changed by whoever keeps the lists.
CAUSES = [
    ("a", "Thiếu cán bộ, công chức hoặc kiêm nhiệm", False),
    ("b", "Chậm phối hợp giữa các cơ quan", False),
    ("c", "Cơ sở vật chất, hạ tầng công nghệ thông tin", False),
    ("d", "Hồ sơ phức tạp, phải xác minh", False),
    ("đ", "Quy định hành chính vướng mắc", True),
    ("e", "Nguyên nhân khác", False),
]


def load(apps, schema_editor):
    for place, (letter, name, is_of_regulation) in enumerate(CAUSES, start=1):
        apps.get_model("dossiers", "DelayCause").objects.create(
            letter=letter, name=name, is_of_regulation=is_of_regulation, place=place
        )


class Migration(migrations.Migration):
    """A list of causes to begin with."""

    dependencies = [("dossiers", "0042_causes_of_delays")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
