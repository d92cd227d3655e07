"""In the admin: envelopes and kiosks to be looked at, answers by nobody."""

import pytest
from django.contrib import admin
from django.urls import reverse

from satisfaction.actions import batches, kiosks
from satisfaction.models import Answer, Card, Survey
from tests import builders
from tests.satisfaction.answers import JANUARY
from units.models import Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(commune, reformer, now):
    return batches.open_batch(desk=commune.desk, month=JANUARY, label="Hòm phiếu", card_count=2, by=reformer, now=now)


@pytest.fixture
def open_admin(client, administrator):
    User.objects.filter(pk=administrator.pk).update(is_staff=True)
    client.force_login(administrator)
    return client


@pytest.mark.parametrize("model", [Answer, Card, Survey])
def test_single_answers_are_not_there(model):
    assert model not in admin.site._registry


def test_envelopes_and_kiosks_are_looked_at_only(open_admin, batch, commune, reformer, now):
    kiosk = kiosks.start(desk=commune.desk, by=reformer, now=now)
    for row, name in ((batch, "cardbatch"), (kiosk, "kiosk")):
        address = reverse(f"admin:satisfaction_{name}_change", args=[row.pk])
        assert open_admin.get(reverse(f"admin:satisfaction_{name}_changelist")).context["cl"].result_count == 1
        assert open_admin.get(address).status_code == 200
        assert open_admin.post(address, {}).status_code == 403
        assert open_admin.get(reverse(f"admin:satisfaction_{name}_add")).status_code == 403
        assert open_admin.post(reverse(f"admin:satisfaction_{name}_delete", args=[row.pk])).status_code == 403


def test_an_administrator_of_a_commune_finds_no_envelope_of_it(client, batch, commune):
    own = builders.make_user("admin.14635", Role.ADMINISTRATOR, commune, is_staff=True)
    client.force_login(own)
    assert client.get(reverse("admin:satisfaction_cardbatch_changelist")).context["cl"].result_count == 0
