"""The statutory report as a workbook in its official layout: heads over several columns, numbers as numbers."""

import io
from datetime import datetime

import xlsxwriter

from reports.composing import Report
from reports.heading import heading_of_report
from reports.tables import table_of
from units.models import User
from units.sheets import TextSheet

LANDSCAPE_A4 = 9
WIDTHS = (6, 44)  # of the number and the name, characters; every figure has as many as FIGURE_WIDTH
FIGURE_WIDTH = 11


def write_report(report: Report, *, by: User, now: datetime) -> bytes:
    """The workbook of `report`, prepared by `by`. Some hundred lines: made in memory."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        _Page(workbook, report, heading_of_report(report, by=by, now=now)).write()
    return file.getvalue()


class _Page:
    def __init__(self, workbook, report, heading):
        self.report, self.heading, self.table = report, heading, table_of(report)
        self.last = len(self.table.numbers) - 1
        self.page = workbook.add_worksheet("Biểu 06", TextSheet)
        font = {"font_name": "Times New Roman", "font_size": 11}
        cell = font | {"border": 1, "valign": "vcenter"}
        self.formats = {
            "text": workbook.add_format(font),
            "strong": workbook.add_format(font | {"bold": True}),
            "title": workbook.add_format(font | {"bold": True, "font_size": 13, "align": "center", "text_wrap": True}),
            "center": workbook.add_format(font | {"align": "center"}),
            "italic": workbook.add_format(font | {"italic": True, "align": "right"}),
            "head": workbook.add_format(cell | {"bold": True, "align": "center", "text_wrap": True}),
            "small": workbook.add_format(cell | {"align": "center", "font_size": 9}),
            "name": workbook.add_format(cell | {"text_wrap": True}),
            "number": workbook.add_format(cell | {"num_format": "#,##0"}),
            "sum_name": workbook.add_format(cell | {"text_wrap": True, "bold": True}),
            "sum": workbook.add_format(cell | {"num_format": "#,##0", "bold": True}),
        }

    def write(self):
        self._set_up()
        row = self._write_heading()
        row = self._write_heads(row)
        for line in (*self.table.rows, self.table.total):
            self._write_line(row, line, is_strong=line.is_section or line is self.table.total)
            row += 1
        self._write_end(row + 1)

    def _set_up(self):
        self.page.set_landscape()
        self.page.set_paper(LANDSCAPE_A4)
        self.page.fit_to_pages(1, 0)
        self.page.set_footer(f"&L&8{self.report.seal}&R&P/&N")
        for place, width in enumerate(WIDTHS):
            self.page.set_column(place, place, width)
        self.page.set_column(len(WIDTHS), self.last, FIGURE_WIDTH)

    def _write_heading(self):
        heading, write = self.heading, self._across
        self.page.write_string(0, 0, heading.form, self.formats["strong"])
        write(1, heading.title.upper(), "title")
        self.page.set_row(1, 34)
        write(2, heading.period, "center")
        receiver = f" – Đơn vị nhận báo cáo: {heading.receiver}" if heading.receiver else ""
        write(3, f"Đơn vị báo cáo: {heading.reporter}{receiver}", "center")
        write(4, heading.unit_of_count, "italic")
        return 5

    def _write_heads(self, first):
        for n, row in enumerate(self.table.heads):
            for head in row:
                self._span(first + n, head.place, head.rows, head.columns, head.text)
        numbers = first + len(self.table.heads)
        for place, number in enumerate(self.table.numbers):
            self.page.write_string(numbers, place, number, self.formats["small"])
        self.page.repeat_rows(first, numbers)
        self.page.freeze_panes(numbers + 1, len(WIDTHS))
        return numbers + 1

    def _write_line(self, row, line, is_strong):
        name = f"{line.name} ({line.note})" if line.note else line.name
        text = self.formats["sum_name" if is_strong else "name"]
        self.page.write_string(row, 0, line.number, text)
        self.page.write_string(row, 1, name, text)
        for place, cell in enumerate(line.cells, start=len(WIDTHS)):
            self.page.write_number(row, place, cell.value, self.formats["sum" if is_strong else "number"])

    def _write_end(self, row):
        for note in (*self.heading.notes, self.report.seal, self.heading.demo_note):
            if note:
                self.page.write_string(row, 1, note, self.formats["text"])
                row += 1
        middle = self.last // 2
        self.page.write_string(row + 1, middle + 2, self.heading.dateline, self.formats["text"])
        self.page.write_string(row + 2, 1, "NGƯỜI LẬP BIỂU", self.formats["strong"])
        self.page.write_string(row + 2, middle + 2, "THỦ TRƯỞNG ĐƠN VỊ", self.formats["strong"])
        self.page.write_string(row + 6, 1, self.heading.preparer, self.formats["strong"])

    def _across(self, row, text, form):
        self.page.merge_range(row, 0, row, self.last, "")
        self.page.write_string(row, 0, text, self.formats[form])

    def _span(self, row, place, rows, columns, text):
        if rows * columns > 1:
            self.page.merge_range(row, place, row + rows - 1, place + columns - 1, "", self.formats["head"])
        self.page.write_string(row, place, text, self.formats["head"])
