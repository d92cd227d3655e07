"""Following a dossier with code and secret: who gets in, and what stops whoever walks through codes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from dossiers.models import Dossier
from dossiers.tracking import NotOpened, dossier_of
from tests.builders import receive
from units.models import Attempt

HOME, ELSEWHERE = "113.160.1.1", "113.160.1.2"


@pytest.fixture
def dossier(clerk, birth, now):
    return receive(by=clerk, procedure=birth, now=now)


@pytest.fixture(autouse=True)
def limits(settings, db):
    settings.TRACKING_TRIES_OF_PAIR = 3
    settings.TRACKING_TRIES_AT_CODE = 8
    settings.TRACKING_TRIES_OF_ADDRESS = 20


def refusal(code, secret, address=HOME):
    with pytest.raises(NotOpened) as refused:
        dossier_of(code, secret, address=address)
    return refused.value


def walk(count, address=HOME):
    return [refusal(f"000.06.28.H42-180101-{number:04d}", "ABCD2345", address) for number in range(1, count + 1)]


def this_hour():
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def test_code_and_secret_open_it(dossier):
    assert dossier_of(dossier.code, dossier.secret, address=HOME) == dossier


def test_they_are_read_as_people_type_them(dossier):
    secret = f"{dossier.secret[:4]}-{dossier.secret[4:]}".lower()
    assert dossier_of(f" {dossier.code.lower()} ", secret, address=HOME) == dossier


def test_opening_counts_nothing(dossier):
    for _ in range(30):
        dossier_of(dossier.code, dossier.secret, address=HOME)
    assert Attempt.objects.count() == 0


@pytest.mark.parametrize("secret", ["", "ABCD2345", "--------", "\0", "x" * 9])
def test_a_wrong_secret_opens_nothing(dossier, secret):
    assert refusal(dossier.code, secret).until is None


def test_a_wrong_code_opens_nothing(dossier):
    assert refusal("000.06.28.H42-180115-9999", dossier.secret).until is None


@pytest.mark.parametrize("secret", ["", "-", "--------"])
def test_a_dossier_without_secret_is_never_opened(dossier, secret):
    with connection.cursor() as cursor:  # as an import leaves it
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE dossiers_dossier SET secret = ''")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert Dossier.objects.get().secret == ""
    assert refusal(dossier.code, secret).until is None


def test_all_refusals_count_alike(dossier):
    refusal(dossier.code, "ABCD2345")
    of_a_dossier = list(Attempt.objects.values_list("tries", flat=True))
    Attempt.objects.all().delete()
    refusal("nothing", "ABCD2345")
    assert list(Attempt.objects.values_list("tries", flat=True)) == of_a_dossier == [1, 1, 1]


class TestOneCodeFromOneAddress:
    @pytest.fixture(autouse=True)
    def tried(self, dossier):
        assert [refusal(dossier.code, "ABCD2345").until for _ in range(3)] == [None] * 3

    def test_it_is_closed_with_the_right_secret_too(self, dossier):
        assert refusal(dossier.code, dossier.secret).until == this_hour() + timedelta(hours=1)

    def test_it_says_for_how_long(self, dossier):
        assert 0 < refusal(dossier.code, dossier.secret).retry_after <= 3600

    def test_it_stays_open_elsewhere(self, dossier):
        assert dossier_of(dossier.code, dossier.secret, address=ELSEWHERE) == dossier

    def test_going_on_there_does_not_close_it_elsewhere(self, dossier):
        for _ in range(10):
            refusal(dossier.code, "ABCD2345")
        assert dossier_of(dossier.code, dossier.secret, address=ELSEWHERE) == dossier

    def test_other_codes_stay_open(self, clerk, birth, now, dossier):
        other = receive(by=clerk, procedure=birth, now=now)
        assert dossier_of(other.code, other.secret, address=HOME) == other

    def test_writing_the_code_otherwise_is_no_way_around(self, dossier):
        assert refusal(f" {dossier.code.lower()}", dossier.secret).until

    def test_a_new_hour_opens_it(self, dossier):
        Attempt.objects.update(hour=this_hour() - timedelta(hours=1))
        assert dossier_of(dossier.code, dossier.secret, address=HOME) == dossier


def test_one_code_from_everywhere_is_closed_to_all(dossier, caplog):
    for number in range(9):
        refusal(dossier.code, "ABCD2345", f"113.160.2.{number}")
    assert refusal(dossier.code, dossier.secret, ELSEWHERE).until == this_hour() + timedelta(hours=1)
    assert [record.message.partition(" (")[0] for record in caplog.records] == [
        "Tracking: too many wrong tries at one code"
    ]
    assert dossier.code not in caplog.text


class TestAWalkThroughCodes:
    def test_after_the_limit_it_is_told_until_when(self):
        refusals = walk(25)
        assert [bool(refused.until) for refused in refusals] == [False] * 20 + [True] * 5

    def test_the_neighbour_at_the_same_address_gets_in(self, dossier):
        walk(60)
        assert dossier_of(dossier.code, dossier.secret, address=HOME) == dossier

    def test_the_walker_goes_on_being_stopped_at_each_code(self, dossier):
        walk(25)
        for _ in range(3):
            refusal(dossier.code, "ABCD2345")
        assert refusal(dossier.code, dossier.secret).until

    def test_another_address_is_told_nothing(self):
        walk(25)
        assert refusal("nothing", "ABCD2345", ELSEWHERE).until is None

    def test_it_is_logged_once_without_the_address(self, caplog):
        walk(30)
        assert len(caplog.records) == 1
        assert "too many wrong tries from one address" in caplog.text
        assert HOME not in caplog.text


def test_neither_address_nor_code_stands_in_the_table(dossier):
    refusal(dossier.code, "ABCD2345")
    kept = " ".join(Attempt.objects.values_list("key", flat=True))
    assert HOME not in kept
    assert dossier.code not in kept


def test_older_hours_are_forgotten(dossier):
    walk(5)
    Attempt.objects.update(hour=this_hour() - timedelta(hours=2))
    refusal(dossier.code, "ABCD2345")
    assert set(Attempt.objects.values_list("hour", flat=True)) == {this_hour()}
