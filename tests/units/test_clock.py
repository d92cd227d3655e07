from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tests.builders import at
from units import clock
from units.models import DemoClock


@pytest.mark.django_db
def test_a_real_installation_has_the_real_time():
    before = timezone.now()
    assert before <= clock.now() <= timezone.now()


@pytest.mark.django_db
def test_the_demos_clock_runs_from_where_it_was_set():
    DemoClock.objects.create(pk=1, starts_at=at("2018-01-15 08:00"), set_at=timezone.now() - timedelta(minutes=90))
    assert clock.now() - at("2018-01-15 09:30") < timedelta(seconds=5)
    assert str(clock.today()) == "2018-01-15"


@pytest.mark.django_db
def test_today_is_the_day_in_vietnam():
    DemoClock.objects.create(pk=1, starts_at=at("2018-01-16 00:30"), set_at=timezone.now())
    assert str(clock.today()) == "2018-01-16"


@pytest.mark.django_db
def test_there_is_one_clock():
    with pytest.raises(IntegrityError):
        DemoClock.objects.create(pk=2, starts_at=at("2018-01-15 08:00"), set_at=timezone.now())


def test_the_demo_says_what_time_it_is_there(client, clock):
    page = client.get("/accounts/login/")
    assert page.context["is_demo"] is True
    assert "15/01/2018" in page.content.decode()


@pytest.mark.django_db
def test_a_real_installation_carries_no_banner(client):
    assert "demo-banner" not in client.get("/accounts/login/").content.decode()
