"""Those who keep the catalogue find a procedure by words anywhere in what it asks for, diacritics or not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procedures.models import FormFile, ProcedureVersion
from tests import builders

ADDRESS = reverse("procedures:manage")


@pytest.fixture
def find(client, control):
    client.force_login(control)
    return lambda q, **more: [version.procedure for version in client.get(ADDRESS, {"q": q} | more).context["page"]]


@pytest.fixture
def pension(birth, support):
    version = support.versions.get()
    version.legal_basis, version.steps = "Nghị định 136/2013/NĐ-CP", "Nộp tại bộ phận một cửa"
    version.conditions, version.keywords, version.results = "Đủ 80 tuổi", "tiền tuất", ["Quyết định hưởng"]
    version.save()
    version.cases.create(position=1, name="Người khuyết tật")
    kept = {"path": "x", "content_type": "application/pdf", "size": 1, "sha256": "0" * 64}
    FormFile.objects.create(version=version, position=1, name="Mẫu số 1a", **kept)
    return support


@pytest.mark.parametrize(
    "words",
    [
        "nghi dinh 136",
        "mot cua",
        "80 tuoi",
        "tien tuat",
        "QUYẾT ĐỊNH hưởng",
        "khuyet tat",
        "mau so 1a",
        "1.001776",
        "tro cap 136/2013",
        "to khai 136",
    ],
)
def test_by_words_wherever_they_stand(find, pension, words):
    assert find(words) == [pension]


def test_every_word_must_stand_there(find, pension):
    assert find("nghi dinh 999") == []
    assert find("to khai dang ky 136") == []


def test_nothing_typed_lists_all(find, pension, birth):
    assert find("") == [birth, pension]
    assert find("", level="district") == []
    assert find("", sector=pension.versions.get().sector_id) == [pension]


def test_only_what_is_in_force(find, pension, old):
    assert find("ten cu") == []


def test_a_text_that_is_changed_is_found_at_once(find, pension):
    pension.versions.update(conditions="Có hộ khẩu thường trú")
    assert (find("ho khau"), find("80 tuoi")) == ([pension], [])


def test_nothing_is_folded_while_it_is_looked_for(find, pension):
    with CaptureQueriesContext(connection) as captured:
        find("nghi dinh 136")
    looking = [query["sql"] for query in captured if "LIKE" in query["sql"]]
    assert looking
    assert not any("fold_text" in sql for sql in looking)


def test_it_costs_the_same_for_more_procedures(client, control, birth, django_assert_max_num_queries):
    client.force_login(control)
    with django_assert_max_num_queries(12):
        client.get(ADDRESS, {"q": "dang ky"})
    for number in range(5):
        builders.make_procedure(f"1.{number:06}", f"Đăng ký {number}")
    with django_assert_max_num_queries(12):
        client.get(ADDRESS, {"q": "dang ky"})


def test_nobody_else(client, clerk):
    client.force_login(clerk)
    assert client.get(ADDRESS).status_code == 403
    assert not ProcedureVersion.objects.exists()
