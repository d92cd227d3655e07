import pytest
from django.core.management import CommandError, call_command

from dossiers.models import Dossier, DossierCounter
from tests import builders

pytestmark = pytest.mark.django_db

WEEK = {"first": "2018-01-08", "last": "2018-01-12"}


@pytest.fixture(autouse=True)
def place(commune, other_commune, birth, support, clock):
    """Two communes with two procedures, on 15 January 2018."""


def generate(capsys, **options):
    call_command("generate_dossiers", **{"count": 60, **WEEK, **options})
    return capsys.readouterr().out


def test_makes_up_as_many_as_are_asked_for(capsys):
    assert generate(capsys) == "60 rows: 60 added, 0 unchanged\n"
    assert Dossier.objects.count() == 60


def test_the_story_ends_at_this_installations_present(capsys, now):
    generate(capsys, count=300)
    assert not Dossier.objects.filter(finished_at__gt=now).exists()
    assert Dossier.objects.filter(finished_at=None).exists()


def test_numbers_go_on_after_those_given(capsys, commune):
    generate(capsys)
    generate(capsys)
    numbers = list(
        DossierCounter.objects.filter(agency=commune.committee).order_by("day").values_list("last", flat=True)
    )
    assert (len(numbers), sum(numbers)) == (5, Dossier.objects.filter(competent_agency=commune.committee).count())


def test_the_same_seed_makes_up_the_same(capsys):
    generate(capsys, seed=7)
    names = list(Dossier.objects.order_by("code").values_list("applicant_name", flat=True))
    call_command("generate_dossiers", count=60, **WEEK, seed=7)
    again = Dossier.objects.order_by("pk")[60:]
    assert sorted(names) == sorted(dossier.applicant_name for dossier in again)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"count": 0}, "--count must be at least 1"),
        ({"last": "2018-01-05"}, "the period ends on 2018-01-05, before it starts on 2018-01-08"),
        ({"last": "2999-01-05"}, "the period must end before today, not on 2999-01-05"),
        ({"count": 200_000}, "000.06.28.H42 would give more than 9999 numbers on 2018-01-08"),
        ({"first": "2018-01-13", "last": "2018-01-14"}, "no unit with a desk, an agency code and procedures"),
    ],
)
def test_what_cannot_be_made_up_is_said_in_a_sentence(capsys, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        generate(capsys, **options)
    assert not Dossier.objects.exists()


def test_a_unit_without_procedures_of_its_level_receives_nothing(capsys, district):
    builders.make_unit("377", "Huyện Yên Mô", "district", agency_code="000.00.29.H42")
    generate(capsys)
    assert not Dossier.objects.filter(competent_agency__unit__kind="district").exists()
