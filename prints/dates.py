"""Dates as the statutory forms word them: a leading zero for days 1-9 and months 1-2 only."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def day_in_words(day: date) -> str:
    """ngày 05 tháng 02 năm 2018"""
    month = f"{day.month:02}" if day.month <= 2 else f"{day.month}"
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def moment_in_words(moment: datetime) -> str:
    """08 giờ 12 phút, ngày 15 tháng 01 năm 2018"""
    local = in_vietnam(moment)
    return f"{local.hour:02} giờ {local.minute:02} phút, {day_in_words(local)}"


def in_vietnam(moment: datetime) -> datetime:
    """The wall clock of the desk, whatever zone the server keeps."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} does not say its time zone.")
    return moment.astimezone(VIETNAM)
