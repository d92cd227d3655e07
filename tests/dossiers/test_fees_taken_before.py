"""The migration that writes the ledger of fees taken before there was one, on rows as they stood then."""

from importlib import import_module

import pytest
from django.db import connection

from dossiers import actions
from dossiers.models import Dossier, FeeEntry, SlipCounter
from tests.builders import at, receive, reread

TAKEN, COUNTED, SUMMED = import_module("dossiers.migrations.0023_fees_taken_before").Migration.operations


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def lines():
    fields = ("dossier__code", "kind", "amount", "at", "by__username", "desk", "number", "ground", "nature")
    return list(FeeEntry.objects.order_by("at", "dossier_id").values_list(*fields))


@pytest.fixture
def dossiers(clerk, officer, birth, certification, now):
    """Paid at reception, paid with the result, exempt, owing."""
    friday = at("2018-01-12 08:00")
    paid = receive(by=clerk, procedure=certification, now=friday, fee_amount=8000, fee_status="paid")
    late = receive(by=clerk, procedure=birth, now=friday, fee_amount=5000, fee_status="on_collection")
    actions.resolve(dossier=late, by=officer, now=now)
    collection = actions.Collection(fee_collected=True)
    actions.hand_back(dossier=late, collection=collection, by=clerk, now=now)
    receive(by=clerk, procedure=birth, now=now, fee_amount=3000, fee_status="exempt")
    receive(by=clerk, procedure=birth, now=now, fee_amount=1000, fee_status="on_collection")
    return paid, late


@pytest.fixture
def as_then(dossiers):
    """Nothing held dossier and ledger together yet."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE dossiers_dossier DROP CONSTRAINT dossier_fee_status_says_what_is_paid")
    run("ALTER TABLE dossiers_dossier DISABLE TRIGGER USER; ALTER TABLE dossiers_feeentry DISABLE TRIGGER USER")


def test_the_ledger_comes_back_as_it_was(dossiers, as_then):
    before = lines()
    assert [line[1:3] for line in before] == [("collected", 8000), ("collected", 5000), ("exempted", 3000)]
    run(SUMMED.reverse_sql)
    assert (FeeEntry.objects.count(), SlipCounter.objects.filter(kind="collection").count()) == (0, 0)
    assert not Dossier.objects.filter(fee_kept__gt=0).exists()
    run("ALTER TABLE dossiers_feeentry DISABLE TRIGGER USER")
    for operation in (TAKEN, COUNTED, SUMMED):
        run(operation.sql)
    assert lines() == before
    assert SlipCounter.objects.get(kind="collection").last == 2
    assert [reread(dossier).fee_kept for dossier in dossiers] == [8000, 5000]
