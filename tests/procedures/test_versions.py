"""By which name a procedure goes on a day, one of its versions after the other."""

from datetime import date, timedelta

import pytest

from procedures.models import ProcedureVersion
from tests.builders import make_procedure

DAY = timedelta(days=1)
RENAMED, AGAIN = date(2017, 7, 1), date(2018, 1, 1)


@pytest.fixture
def renamed(birth):
    """In force since ever under one name, then under a second, then under a third."""
    first = birth.versions.get()
    ProcedureVersion.objects.filter(pk=first.pk).update(valid_to=RENAMED - DAY)
    for name, days in (("Khai sinh", (RENAMED, AGAIN - DAY)), ("Đăng ký sinh", (AGAIN, None))):
        ProcedureVersion.objects.create(
            procedure=birth, name=name, sector=first.sector, valid_from=days[0], valid_to=days[1]
        )
    return birth


def names_on(day):
    return [version.name for version in ProcedureVersion.objects.named_on(day).values()]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (RENAMED - DAY, "Đăng ký khai sinh"),
        (RENAMED, "Khai sinh"),
        (AGAIN - DAY, "Khai sinh"),
        (AGAIN, "Đăng ký sinh"),
    ],
)
def test_it_goes_by_the_name_of_the_day(renamed, day, name):
    assert names_on(day) == [name]


def test_before_it_began_it_goes_by_its_first_name(db):
    make_procedure("2.000001", "Thủ tục mới", valid_from=AGAIN)
    assert names_on(RENAMED) == ["Thủ tục mới"]


def test_after_its_end_by_its_last(renamed):
    ProcedureVersion.objects.filter(valid_from=AGAIN).update(valid_to=AGAIN)
    assert names_on(AGAIN + DAY) == ["Đăng ký sinh"]


def test_each_procedure_has_one(renamed, support):
    found = ProcedureVersion.objects.named_on(AGAIN)
    assert {key: version.name for key, version in found.items()} == {
        renamed.pk: "Đăng ký sinh",
        support.pk: "Trợ cấp xã hội hàng tháng",
    }


def test_one_statement_however_many_there_are(renamed, support, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert all(version.procedure.code for version in ProcedureVersion.objects.named_on(AGAIN).values())
