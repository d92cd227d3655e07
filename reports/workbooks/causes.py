"""Form 06g as a workbook: both parts, each on a sheet of its own."""

import io
from datetime import datetime

from reports.causes import TITLE, Causes
from reports.heading import in_words
from units.models import ReportSet, User
from units.sheets import Column, Sheet, notes_sheet, write_workbook


def write_causes(causes: Causes, *, report_set: ReportSet, by: User, now: datetime) -> bytes:
    file = io.BytesIO()
    facts = [
        (report_set.causes_form, TITLE),
        ("Đơn vị báo cáo", causes.unit.committee.name),
        ("Kỳ báo cáo", in_words(causes.period, report_set)),
        ("Chưa nêu nguyên nhân", causes.unstated),
        ("Người lập biểu", by.full_name),
        ("Lập lúc", now),
        *((cause.letter, cause.name) for cause in causes.causes),
    ]
    write_workbook(
        file,
        Sheet(
            "I. Nguyên nhân",
            [
                Column("STT", 6),
                Column("Lĩnh vực, công việc giải quyết", 44),
                Column("Số lượng hồ sơ"),
                Column("Nguyên nhân quá hạn", 40),
                Column("Ghi chú", 30),
            ],
            [(n, line.sector, line.count, line.causes, "") for n, line in enumerate(causes.lines, 1)],
            is_landscape=True,
        ),
        Sheet(
            "II. Do quy định",
            [
                Column("STT", 6),
                Column("Tên thủ tục hành chính", 60),
                Column("Nội dung vướng mắc", 50),
                Column("Văn bản quy phạm pháp luật", 40),
                Column("Số hồ sơ"),
            ],
            [
                (n, line.procedure, line.difficulty, line.regulation, line.count)
                for n, line in enumerate(causes.regulations, 1)
            ],
            is_landscape=True,
        ),
        notes_sheet("Thông tin", facts),
    )
    return file.getvalue()
