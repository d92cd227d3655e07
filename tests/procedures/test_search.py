"""Finding a procedure by what people call it, the likeliest first."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from procedures.models import Likeness, ProcedureVersion, RequiredDocument
from tests import builders


def found(client, words, **query):
    page = client.get(reverse("procedures:list"), {"q": words, **query}).context["page"]
    return [version.name for version in page]


def call(procedure, words):
    procedure.versions.update(keywords=words)


@pytest.fixture
def names(db):
    for number, name in enumerate(
        ["Thay đổi việc đăng ký khai sinh", "Khai sinh", "Đăng ký lại khai sinh", "Khai sinh lưu động"]
    ):
        builders.make_procedure(f"1.00000{number}", name, papers=(), time_limit=0)
    ProcedureVersion.objects.update(results=[])


def test_the_likeliest_comes_first(client, clock, names):
    assert found(client, "khai sinh") == [
        "Khai sinh",
        "Khai sinh lưu động",
        "Đăng ký lại khai sinh",
        "Thay đổi việc đăng ký khai sinh",
    ]


def test_a_word_that_is_only_begun_comes_after_whole_ones(client, clock):
    builders.make_procedure("1.000001", "Giấy phép", papers=())
    builders.make_procedure("1.000002", "Cấp giấy", papers=())
    assert found(client, "cap gia") == ["Cấp giấy"]
    assert found(client, "giay phe") == ["Giấy phép"]


@pytest.mark.parametrize("words", ["giấy khai sinh", "giay khai sinh", "GIẤY KHAI SINH", "đẻ con"])
def test_everyday_words_find_it(client, clock, birth, certification, words):
    call(birth, "giấy khai sinh, đẻ con")
    assert found(client, words) == ["Đăng ký khai sinh"]


def test_what_people_call_it_comes_before_names_that_hold_the_words_apart(client, clock, birth):
    call(birth, "giấy khai sinh")
    builders.make_procedure("1.004772", "Khai sinh cho người có giấy tờ", papers=())
    assert found(client, "giay khai sinh") == ["Đăng ký khai sinh", "Khai sinh cho người có giấy tờ"]


def test_papers_and_results_find_it_too_after_names_and_say_so(client, clock, birth):
    builders.make_procedure("1.003564", "Cấp lại giấy chứng sinh", papers=())
    response = client.get(reverse("procedures:list"), {"q": "giay chung sinh"})
    likeness = [(version.name, version.likeness) for version in response.context["page"]]
    assert likeness == [("Cấp lại giấy chứng sinh", Likeness.NAMED), ("Đăng ký khai sinh", Likeness.INSIDE)]
    assert response.content.decode().count(_("The words stand in its papers or results")) == 1


def test_where_many_are_called_so_papers_are_not_looked_through(client, clock, birth, monkeypatch):
    builders.make_procedure("1.003564", "Cấp lại giấy chứng sinh", papers=())
    monkeypatch.setattr("procedures.forms.catalogue.FEW", 1)
    assert found(client, "giấy chứng sinh") == ["Cấp lại giấy chứng sinh"]


def test_a_result_finds_it(client, clock, support):
    support.versions.update(results=["Quyết định trợ cấp", "Sổ lĩnh tiền"])
    assert found(client, "sổ lĩnh tiền") == ["Trợ cấp xã hội hàng tháng"]


def test_words_of_a_name_and_of_a_paper_may_stand_together(client, clock, birth, certification):
    assert found(client, "khai sinh chung sinh") == ["Đăng ký khai sinh"]


def test_a_procedure_with_many_such_papers_is_found_once(client, clock, birth):
    for position in (8, 9):
        RequiredDocument.objects.create(version=birth.versions.get(), position=position, name="Giấy chứng sinh")
    assert found(client, "chứng sinh") == ["Đăng ký khai sinh"]


@pytest.mark.parametrize("words", ["1.001193", " 1.001193 "])
def test_its_code_is_it(client, clock, birth, words):
    page = client.get(reverse("procedures:list"), {"q": words}).context["page"]
    assert [version.likeness for version in page] == [Likeness.IS_IT]


@pytest.mark.parametrize("words", ["%", "_", "\\", "(", "[", "*", "' or 1=1 --", "a" * 200])
def test_signs_are_only_signs(client, clock, birth, words):
    assert found(client, words) == []


def test_a_letter_wrong_in_an_everyday_word_is_forgiven(client, clock, birth):
    call(birth, "sổ đỏ, giấy khai sinh")
    page = client.get(reverse("procedures:list"), {"q": "giya khai sinh"}).context
    assert ([version.name for version in page["page"]], page["form"].meant) == (
        ["Đăng ký khai sinh"],
        "giay khai sinh",
    )


@pytest.mark.parametrize("count", [1, 3])
def test_its_queries_do_not_grow(client, clock, count, django_assert_max_num_queries):
    for number in range(count):
        builders.make_procedure(f"1.00000{number}", f"Thủ tục {number}")
    with django_assert_max_num_queries(12):
        assert len(found(client, "thu tuc")) == count
