"""Small tables in files, for the tests of what is imported."""

import csv
from pathlib import Path

import openpyxl

from procedures.catalogue import COLUMNS

ROOT = Path(__file__).resolve().parent.parent
PROCEDURES_2017 = ROOT / "procedures" / "data" / "kimson_2017_procedures.csv"


def write_text(folder, text, name="table.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def write_rows(folder, columns, *rows, name="table.csv"):
    """A .csv with a header and `rows` (mappings); cells that are not given are empty."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_workbook(folder, *rows, name="table.xlsx", change=None):
    """An .xlsx as openpyxl saves it, from rows of values; `change(sheet)` may do to it what people do in Excel."""
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    if change:
        change(workbook.active)
    workbook.save(folder / name)
    return folder / name


def procedure_row(**cells):
    """A row of the catalogue as short as it may be, with `cells`."""
    least = {"name": "Đăng ký khai sinh", "level": "commune", "sector": "Hộ tịch", "channels": "in_person"}
    return {**least, **cells}


def write_procedures(folder, *rows):
    return write_rows(folder, COLUMNS, *(procedure_row(**row) for row in rows))
