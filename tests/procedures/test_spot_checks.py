"""The district looks for itself; what is not found counts no more."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, transaction
from django.urls import reverse

from procedures import actions
from procedures.checks import DRAWN, RECENT, sample_of
from procedures.models import Finding, Posting, PostingPhoto, SpotCheck
from procedures.postings import Share, posted_where_due
from procedures.punctuality import Punctuality, punctuality_of
from tests import builders
from tests.procedures.boards import MONDAY, amend, checks_page, photo
from tests.procedures.pages import list_of, text
from tests.procedures.test_postings import hang


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    """Photos are kept here."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def hanging(commune, birth, support):
    return [hang(procedure, commune) for procedure in (birth, support)]


def answers(hanging, *missed):
    """Its form as it is sent when all was found but `missed`."""
    data = {f"found_{posting.pk}": "no" if posting in missed else "yes" for posting in hanging}
    return data | {"sample": [posting.pk for posting in hanging], "note": "Bảng chỉ còn đinh ghim"}


def share(unit, day=MONDAY):
    return posted_where_due([unit], day)[unit]


class TestSample:
    @pytest.fixture
    def many(self, commune):
        procedures = [builders.make_procedure(f"1.0001{n:02}", f"Thủ tục {n}", papers=()) for n in range(20)]
        return [hang(each, commune, on=date(2017, 3, 1) + timedelta(days=n)) for n, each in enumerate(procedures)]

    def test_what_was_put_up_last_and_five_by_lot_the_same_all_day(self, commune, many):
        drawn = sample_of(commune.desk, "board", MONDAY)
        assert len(drawn) == RECENT + DRAWN
        assert set(many[-RECENT:]) <= set(drawn)
        assert drawn == sample_of(commune.desk, "board", MONDAY)

    def test_another_day_another_draw(self, commune, many):
        days = [MONDAY - timedelta(days=n) for n in range(5)]
        assert len({tuple(posting.pk for posting in sample_of(commune.desk, "board", day)) for day in days}) > 1

    def test_only_what_is_said_to_hang(self, commune, birth, support, old):
        hang(birth, commune, removed_on=MONDAY)
        hang(old, commune)
        there = hang(support, commune)
        assert sample_of(commune.desk, "board", MONDAY) == [there]


class TestRecording:
    def test_what_is_not_found_counts_no_more_from_that_day_on(self, client, control, commune, hanging):
        client.force_login(control)
        response = client.post(checks_page(commune), answers(hanging, hanging[0]) | {"photos": [photo()]})
        assert response.status_code == 302
        assert share(commune) == Share(applied=2, posted=1)
        assert share(commune, MONDAY - timedelta(days=1)) == Share(applied=2, posted=2)
        made = SpotCheck.objects.get()
        assert (made.found_count, [finding.posting for finding in made.not_found]) == (1, [hanging[0]])
        assert PostingPhoto.objects.get().check_made == made

    def test_the_unit_is_told_why(self, client, control, clerk, commune, hanging):
        client.force_login(control)
        client.post(checks_page(commune), answers(hanging, hanging[0]))
        client.force_login(clerk)
        assert "Bảng chỉ còn đinh ghim" in text(client.get(list_of(commune, state="missing")))
        assert "Bảng chỉ còn đinh ghim" in text(client.get(checks_page(commune)))

    def test_of_an_earlier_day(self, client, control, commune, hanging):
        client.force_login(control)
        client.post(checks_page(commune, on="2018-01-12"), answers(hanging, *hanging))
        assert [share(commune, date(2018, 1, day)).posted for day in (11, 12)] == [2, 0]

    def test_the_unit_posts_anew_and_not_with_the_old_date(self, control, clerk, commune, hanging, now):
        found = {posting.pk: False for posting in hanging}
        actions.record_check(
            desk=commune.desk, place="board", checked_on=MONDAY, found=found, note="Trống", by=control, now=now
        )
        put_up = {"versions": [hanging[0].version], "desk": commune.desk, "place": "board", "by": clerk, "now": now}
        with pytest.raises(ValidationError, match="15/01/2018"):
            actions.post(**put_up, posted_on=date(2018, 1, 12))
        assert actions.put_back(postings=hanging, by=clerk) == actions.put_back(postings=hanging, by=control) == 0
        assert actions.post(**put_up, posted_on=MONDAY).posted == 1
        assert share(commune).posted == 1

    def test_the_old_date_does_not_make_it_posted_in_time(self, control, clerk, commune, support, now):
        amend(support, by=control, now=now, issued_on=date(2017, 12, 20), effective_from=date(2018, 1, 1))
        version = support.version_on(MONDAY)
        put_up = {"versions": [version], "desk": commune.desk, "place": "board", "by": clerk, "now": now}
        actions.post(**put_up, posted_on=date(2017, 12, 29))
        assert punctuality_of([commune], MONDAY)[commune.pk] == Punctuality((0,))
        found = {version.postings.get().pk: False}
        actions.record_check(
            desk=commune.desk, place="board", checked_on=date(2018, 1, 10), found=found, note="…", by=control, now=now
        )
        assert punctuality_of([commune], date(2018, 1, 9))[commune.pk] == Punctuality((0,))
        assert punctuality_of([commune], MONDAY)[commune.pk] == Punctuality((14,), waiting=1)
        actions.post(**put_up, posted_on=date(2018, 1, 12))
        assert punctuality_of([commune], MONDAY)[commune.pk] == Punctuality((11,))

    def test_history_stays(self, control, commune, hanging, now):
        made = actions.record_check(
            desk=commune.desk, place="board", checked_on=MONDAY, found={hanging[0].pk: True}, by=control, now=now
        )
        later = {"checked_on": date(2018, 1, 16)}
        changes = (
            made.findings.all().delete,
            lambda: made.findings.update(was_found=False),
            lambda: SpotCheck.objects.update(**later),
        )
        for change in changes:
            with pytest.raises(InternalError), transaction.atomic():
                change()
        assert Finding.objects.get().was_found


class TestBadInput:
    @pytest.mark.parametrize(
        ("query", "wrong"),
        [
            ({}, {"note": ""}),
            ({}, {"sample": []}),
            ({}, {"sample": ["999999", "x"]}),
            ({}, {"photos": [photo(b"GIF89a")]}),
            ({"on": "2017-02-28"}, {}),  # nothing hung there yet
        ],
    )
    def test_it_is_said_and_nothing_is_written(self, client, control, commune, hanging, query, wrong):
        client.force_login(control)
        response = client.post(checks_page(commune, **query), answers(hanging, hanging[0]) | wrong)
        assert response.status_code == 400
        assert response.context["form"].faults
        assert not SpotCheck.objects.exists()
        assert share(commune).posted == 2

    def test_each_has_to_be_answered(self, client, control, commune, hanging):
        client.force_login(control)
        sent = answers(hanging)
        del sent[f"found_{hanging[1].pk}"]
        response = client.post(checks_page(commune), sent)
        assert "Trợ cấp xã hội hàng tháng" in response.context["form"].faults[0]

    def test_a_day_to_come_is_no_page(self, client, control, commune):
        client.force_login(control)
        assert client.get(checks_page(commune, on="2018-01-16")).status_code == 404

    def test_what_was_taken_down_meanwhile(self, client, control, clerk, commune, hanging, now):
        actions.take_down(postings=hanging[:1], removed_on=MONDAY, by=clerk, now=now)
        client.force_login(control)
        assert client.post(checks_page(commune), answers(hanging, hanging[0])).status_code == 400
        assert not SpotCheck.objects.exists()


class TestWhoMay:
    @pytest.mark.parametrize(
        ("who", "status"),
        [("control", 302), ("district_leader", 302), ("leader", 403), ("clerk", 403), ("stranger", 404)],
    )
    def test_somebody_from_above(self, request, client, commune, hanging, who, status):
        client.force_login(request.getfixturevalue(who))
        assert client.post(checks_page(commune), answers(hanging)).status_code == status

    def test_the_reform_officer_looks_at_the_districts_own_portal_procedure_control_does_not(
        self, client, control, district
    ):
        land = builders.make_procedure("1.000009", "Cấp giấy", level="district")
        there = hang(land, district, place="portal")
        reform = builders.make_user("reform.376", "reform_officer", district)
        for user, status in ((control, 403), (reform, 302)):
            client.force_login(user)
            assert client.post(checks_page(district), answers([there])).status_code == status


class TestUndoing:
    def test_ones_own_slip_of_today(self, client, control, commune, hanging):
        client.force_login(control)
        client.post(checks_page(commune), answers(hanging, *hanging))
        made = SpotCheck.objects.get()
        client.post(reverse("procedures:undo_check", args=[commune.code, made.pk]))
        assert share(commune).posted == 2
        assert set(Posting.objects.values_list("removed_on", "removed_by")) == {(None, None)}
        assert SpotCheck.objects.get().undone_at

    def test_not_what_was_put_up_anew_since_nor_by_others_nor_later(self, control, clerk, commune, hanging, now):
        found = {posting.pk: False for posting in hanging}
        made = actions.record_check(
            desk=commune.desk, place="board", checked_on=MONDAY, found=found, note="Trống", by=control, now=now
        )
        for by, moment in ((clerk, now), (control, now + timedelta(days=1))):
            with pytest.raises(ValidationError):
                actions.undo_check(made=made, by=by, now=moment)
        version = hanging[0].version
        actions.post(versions=[version], desk=commune.desk, place="board", posted_on=MONDAY, by=clerk, now=now)
        with pytest.raises(ValidationError):
            actions.undo_check(made=made, by=control, now=now)
        assert share(commune).posted == 1
