"""Putting up and taking down: what is refused, and that nothing is half done."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from procedures import actions
from procedures.models import Posting, PostingPlace
from tests import builders

MARCH, MONDAY = date(2017, 3, 1), date(2018, 1, 15)


@pytest.fixture
def post(commune, clerk, now):
    """post(procedure, …): put their only versions up at the commune's board on 1 March 2017."""

    def do(*procedures, desk=commune.desk, place=PostingPlace.BOARD, on=MARCH):
        versions = [procedure.versions.get() for procedure in procedures]
        return actions.post(versions=versions, desk=desk, place=place, posted_on=on, by=clerk, now=now)

    return do


@pytest.fixture
def take_down(clerk, now):
    def do(*, on=MONDAY):
        return actions.take_down(postings=Posting.objects.all(), removed_on=on, by=clerk, now=now)

    return do


class TestPost:
    def test_what_was_put_up_where_when_and_by_whom(self, post, commune, clerk, birth):
        assert post(birth) == actions.Posted(posted=1, already=0)
        posting = Posting.objects.get()
        assert (posting.version.procedure, posting.desk, posting.place) == (birth, commune.desk, PostingPlace.BOARD)
        assert (posting.posted_on, posting.posted_by, posting.removed_on) == (MARCH, clerk, None)

    def test_what_hangs_already_is_left_as_it_is(self, post, birth, support):
        post(birth)
        assert post(birth, support, on=MONDAY) == actions.Posted(posted=1, already=1)
        assert Posting.objects.get(version__procedure=birth).posted_on == MARCH

    def test_the_board_and_the_portal_are_two_places(self, post, birth):
        post(birth)
        assert post(birth, place=PostingPlace.PORTAL) == actions.Posted(posted=1, already=0)

    def test_it_is_posted_before_it_is_in_force(self, post):
        assert post(builders.make_procedure("1.000001", "Mới", valid_from=date(2018, 2, 10)), on=MONDAY).posted == 1

    @pytest.mark.parametrize(
        "validity", [{"valid_to": date(2018, 1, 14)}, {"valid_from": date(2018, 3, 17)}], ids=["ended", "far ahead"]
    )
    def test_what_is_not_nearly_in_force_is_refused_and_nothing_is_posted(self, post, birth, validity):
        other = builders.make_procedure("1.000001", "Tên khác", **validity)
        with pytest.raises(ValidationError, match="Tên khác"):
            post(birth, other, on=MONDAY)
        assert not Posting.objects.exists()

    def test_tomorrow_is_refused(self, post, birth):
        with pytest.raises(ValidationError, match="16/01/2018"):
            post(birth, on=date(2018, 1, 16))

    def test_another_level_does_not_hang_at_a_desk_but_may_stand_on_a_portal(self, post, district, birth):
        with pytest.raises(ValidationError, match="Đăng ký khai sinh"):
            post(birth, desk=district.desk)
        assert post(birth, desk=district.desk, place=PostingPlace.PORTAL).posted == 1

    def test_nothing_hung_before_there_was_a_unit(self, post, district, birth):
        unit = builders.make_unit(
            "14640", "Xã Mới", parent=district, agency_code="000.90.28.H42", valid_from=date(2017, 6, 1)
        )
        with pytest.raises(ValidationError, match="Xã Mới"):
            post(birth, desk=unit.desk)

    def test_what_was_taken_down_hangs_again_from_that_day_on_only(self, post, take_down, birth):
        post(birth)
        take_down(on=date(2017, 6, 1))
        with pytest.raises(ValidationError, match="01/06/2017"):
            post(birth, on=date(2017, 5, 31))
        assert post(birth, on=date(2017, 6, 1)) == actions.Posted(posted=1, already=0)


class TestTakeDown:
    def test_when_and_by_whom(self, post, take_down, clerk, birth, support):
        post(birth, support)
        assert take_down() == 2
        assert set(Posting.objects.values_list("removed_on", "removed_by")) == {(MONDAY, clerk.pk)}

    def test_what_is_down_already_stays_as_it_is(self, post, take_down, birth):
        post(birth)
        take_down(on=date(2017, 6, 1))
        assert take_down() == 0
        assert Posting.objects.get().removed_on == date(2017, 6, 1)

    @pytest.mark.parametrize(("day", "said"), [(date(2017, 2, 28), "01/03/2017"), (date(2018, 1, 16), "16/01/2018")])
    def test_a_day_before_it_was_put_up_or_to_come_is_refused(self, post, take_down, birth, day, said):
        post(birth)
        with pytest.raises(ValidationError, match=said):
            take_down(on=day)
        assert Posting.objects.get().removed_on is None


class TestPutBack:
    @pytest.fixture
    def put_back(self, clerk):
        def do(*, by=clerk):
            return actions.put_back(postings=Posting.objects.all(), by=by)

        return do

    def test_it_hangs_as_if_it_had_never_come_down(self, post, take_down, put_back, birth, support):
        post(birth, support)
        take_down()
        assert put_back() == 2
        assert set(Posting.objects.values_list("posted_on", "removed_on", "removed_by")) == {(MARCH, None, None)}

    def test_what_somebody_else_took_down_stays_down(self, post, take_down, put_back, leader, birth):
        post(birth)
        take_down()
        assert put_back(by=leader) == 0
        assert Posting.objects.get().removed_on == MONDAY

    def test_what_was_put_up_anew_meanwhile_does_not_hang_twice(self, post, take_down, put_back, birth, support):
        post(birth, support)
        take_down()
        post(birth, on=MONDAY)
        assert put_back() == 1
        assert Posting.objects.filter(removed_on=None).count() == 2
