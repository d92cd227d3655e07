"""What differs between two contents of a procedure, word by word and line by line."""

import pytest

from procedures.content import Content
from procedures.wording import Span, changes, joined, words_of


def change_of(name, before, after):
    was, is_now = (Content(name="Đăng ký khai sinh", sector="Hộ tịch", **{name: value}) for value in (before, after))
    (change,) = changes(was, is_now)
    return change


@pytest.mark.parametrize(
    "text",
    ["Giấy chứng sinh (bản chính), bản sao; v.v.", "a) một; b) hai", "Lệ phí: 5.000 đồng.", "1.001193 – mẫu số 01 …"],
)
def test_words_and_stops_make_the_same_text_again(text):
    assert joined(words_of(text)) == text


def test_a_word_is_the_same_before_a_stop():
    change = change_of("conditions", "Có nơi cư trú.", "Có nơi cư trú, có giấy tờ.")
    assert change.before == [[Span("Có nơi cư trú.")]]
    assert change.after == [[Span("Có nơi cư trú"), Span(", có giấy tờ", "come"), Span(".")]]


def test_a_text_keeps_its_lines():
    change = change_of("steps", "Bước 1: nộp hồ sơ.\nBước 2: nhận kết quả.", "Bước 1: nộp hồ sơ.\nBước 2: chờ.")
    assert [[span.text for span in line] for line in change.after] == [["Bước 1: nộp hồ sơ."], ["Bước 2:", "chờ", "."]]
    assert change.before[1] == [Span("Bước 2:"), Span("nhận kết quả", "gone"), Span(".")]


def test_of_a_text_that_is_new_all_lines_have_come():
    change = change_of("steps", "", "Nộp hồ sơ.\nNhận kết quả.")
    assert change.before == []
    assert change.after == [[Span("Nộp hồ sơ.", "come")], [Span("Nhận kết quả.", "come")]]
