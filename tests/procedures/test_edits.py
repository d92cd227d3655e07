"""What an edit that many procedures get alike makes of what one asks for."""

from dataclasses import replace

import pytest

from procedures.content import Content, Paper
from procedures.edits import (
    MoreWords,
    OtherSector,
    OtherTime,
    OwnTime,
    PaperAdded,
    PapersRenamed,
    PapersTakenOut,
)

FORM, CARD, BOOK = Paper("Tờ khai"), Paper("Giấy chứng minh nhân dân", copies=1), Paper("Bản sao sổ hộ khẩu")
KNOWN = Content(
    name="Đăng ký",
    sector="Hộ tịch",
    time_limit=10,
    time_unit="working_day",
    promised_limit=7,
    extension_limit=5,
    papers=(FORM, CARD, BOOK),
    keywords="Sổ đỏ; giấy hồng",
)


def test_words_come_once():
    assert MoreWords(("so do", "khai sinh"))(KNOWN).keywords == "Sổ đỏ, giấy hồng, khai sinh"
    assert MoreWords(("SỔ ĐỎ",))(KNOWN) == KNOWN


def test_a_sector():
    assert OtherSector("Chứng thực")(KNOWN) == replace(KNOWN, sector="Chứng thực")


@pytest.mark.parametrize(
    ("edit", "promise", "extension"),
    [
        (OtherTime(8, "working_day"), 7, 5),
        (OtherTime(5, "working_day"), None, 5),
        (OtherTime(30, "calendar_day"), None, None),
    ],
)
def test_another_time_takes_along_what_makes_sense(edit, promise, extension):
    given = {"time_limit": edit.time_limit, "time_unit": edit.time_unit}
    assert edit(KNOWN) == replace(KNOWN, **given, promised_limit=promise, extension_limit=extension)


def test_the_offices_own_time():
    assert OwnTime(3)(KNOWN) == replace(KNOWN, promised_limit=3)
    assert OwnTime(10).fault(KNOWN) == ""
    assert OwnTime(11).fault(KNOWN) != ""
    assert OwnTime(1).fault(replace(KNOWN, time_limit=None)) != ""


def test_a_paper_more_but_not_twice():
    photo = Paper("Ảnh 4x6", copies=2)
    assert PaperAdded(photo)(KNOWN).papers == (FORM, CARD, BOOK, photo)
    assert PaperAdded(Paper("tờ KHAI", originals=3))(KNOWN) == KNOWN


def test_papers_are_taken_out_by_words_of_their_names():
    assert PapersTakenOut("so ho khau")(KNOWN).papers == (FORM, CARD)
    assert PapersTakenOut("hộ chiếu")(KNOWN) == KNOWN


class TestRenaming:
    def test_a_capital_stays_one(self):
        renamed = PapersRenamed("giấy chứng minh nhân dân", "thẻ căn cước công dân")
        inside = replace(KNOWN, papers=(CARD, Paper("Bản sao giấy chứng minh nhân dân")))
        names = [paper.name for paper in renamed(inside).papers]
        assert names == ["Thẻ căn cước công dân", "Bản sao thẻ căn cước công dân"]
        assert renamed(KNOWN).papers[1].copies == 1

    def test_only_whole_words(self):
        assert PapersRenamed("kha", "x")(KNOWN) == KNOWN

    def test_signs_are_only_signs(self):
        assert PapersRenamed("(.*)", r"\1")(KNOWN) == KNOWN

    def test_words_that_go_leave_no_gap(self):
        assert PapersRenamed("sao", "")(KNOWN).papers[2].name == "Bản sổ hộ khẩu"

    def test_a_paper_keeps_a_name(self):
        assert PapersRenamed("tờ khai", "").fault(KNOWN) != ""
        assert PapersRenamed("sao", "").fault(KNOWN) == ""

    def test_two_do_not_become_one(self):
        assert PapersRenamed("bản sao sổ hộ khẩu", "tờ khai").fault(KNOWN) != ""
        assert PapersRenamed("x", "y").fault(replace(KNOWN, papers=(FORM, FORM))) == ""
