"""Fees change by resolutions of their own: from a day on, one of a kind and channel at a time."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from procedures import actions
from procedures.content import Charge
from procedures.models import Fee
from tests import builders

pytestmark = pytest.mark.usefixtures("in_english")

MONDAY = date(2018, 1, 15)
FEBRUARY = date(2018, 2, 1)
JULY = date(2018, 7, 1)
SET_BY = "Nghị quyết 35/2016/NQ-HĐND"


@pytest.fixture
def set_fee(certification, control, now):
    def set_fee(amount, valid_from, *, kind="charge", channel="", basis=SET_BY):
        charge = Charge(kind, amount, channel, basis)
        return actions.set_fee(procedure=certification, charge=charge, valid_from=valid_from, by=control, now=now)

    return set_fee


@pytest.fixture
def take_back(control, now):
    def take_back(fee):
        actions.take_back_fee(fee=Fee.objects.get(pk=fee.pk), by=control, now=now)

    return take_back


def fees():
    """(channel, amount, first day, last day) in order."""
    found = Fee.objects.values_list("channel", "amount", "valid_from", "valid_to")
    return sorted(found, key=lambda fee: (fee[0], fee[2] or date.min))


def test_the_fee_before_ends_the_day_before(set_fee):
    set_fee(3000, FEBRUARY)
    assert fees() == [("", 2000, None, date(2018, 1, 31)), ("", 3000, FEBRUARY, None)]


def test_one_between_two_ends_where_the_next_begins(set_fee):
    set_fee(4000, JULY)
    set_fee(3000, FEBRUARY)
    assert fees()[1:] == [("", 3000, FEBRUARY, date(2018, 6, 30)), ("", 4000, JULY, None)]


def test_each_channel_has_its_own(set_fee, certification):
    set_fee(1000, FEBRUARY, channel="online")
    assert fees() == [("", 2000, None, None), ("online", 1000, FEBRUARY, None)]
    assert (certification.fee_on(FEBRUARY), certification.fee_on(FEBRUARY, "online")) == (2000, 1000)


def test_who_set_it_is_written_down(set_fee, certification, control, now):
    set_fee(3000, FEBRUARY)
    [event] = certification.events.all()
    assert (event.deed, event.by, event.at) == ("fee_set", control, now)
    assert (event.data["amount"], event.data["valid_from"], event.data["basis"]) == (3000, "2018-02-01", SET_BY)


def test_two_do_not_begin_the_same_day(set_fee):
    set_fee(3000, FEBRUARY)
    before = fees()
    with pytest.raises(ValidationError, match="begins on 01/02/2018 already"):
        set_fee(4000, FEBRUARY)
    assert fees() == before


def test_the_same_again_is_refused(set_fee):
    set_fee(3000, FEBRUARY)
    with pytest.raises(ValidationError, match="nothing was changed"):
        set_fee(3000, JULY)


def test_taken_back_the_one_before_goes_on(set_fee, take_back):
    before = fees()
    take_back(set_fee(3000, FEBRUARY))
    assert fees() == before


def test_one_in_the_middle_is_taken_back_and_then_the_last(set_fee, take_back):
    middle, last = set_fee(3000, FEBRUARY), set_fee(4000, JULY)
    take_back(middle)
    assert fees() == [("", 2000, None, date(2018, 6, 30)), ("", 4000, JULY, None)]
    take_back(last)
    assert fees() == [("", 2000, None, None)]


def test_a_fee_that_ended_by_itself_stays_ended(set_fee, take_back):
    Fee.objects.update(valid_to=date(2018, 1, 31))
    take_back(set_fee(3000, FEBRUARY))
    assert fees() == [("", 2000, None, date(2018, 1, 31))]


def test_one_that_somebody_was_to_pay_stays(set_fee, take_back, clerk, certification, now):
    fee = set_fee(3000, MONDAY)
    builders.receive(by=clerk, procedure=certification, now=now)
    with pytest.raises(ValidationError, match="Dossiers were received"):
        take_back(fee)


def test_dossiers_of_before_do_not_keep_it(set_fee, take_back, clerk, certification, now):
    builders.receive(by=clerk, procedure=certification, now=now)
    take_back(set_fee(3000, FEBRUARY))
    assert len(fees()) == 1


def test_what_came_with_the_list_is_not_taken_back(take_back, certification):
    with pytest.raises(ValidationError, match="came with the list"):
        take_back(certification.fees.get())
