"""A whole decision is ticked off at a unit in one press, with what proves it."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from procedures import actions
from procedures.models import Handling, Posting, PostingPhoto, PostingRound, ProcedureAtUnit, PublicationDecision
from procedures.postings import Share, posted_where_due
from procedures.rounds import to_do_of, to_post
from tests import builders
from tests.procedures.boards import JPEG, MONDAY, NEXT_MONDAY, amend, confirm_page, photo
from tests.procedures.pages import list_of, said, text
from tests.procedures.test_postings import hang


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    """Photos are kept here."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def decision(control, now, birth, support, commune, other_commune):
    """It amends two procedures that hung at both communes."""
    for unit in (commune, other_commune):
        for procedure in (birth, support):
            hang(procedure, unit)
    return amend(birth, support, by=control, now=now)


@pytest.fixture
def send(client, commune, decision):
    """send(user, …): confirm the decision at the commune, all ticked unless said otherwise."""

    def do(user, unit=commune, **data):
        client.force_login(user)
        to_do = to_do_of(decision, unit, MONDAY)
        ticked = {
            "put_up": [version.pk for version in to_do.missing],
            "taken_down": [posting.version_id for posting in to_do.over],
        }
        return client.post(confirm_page(decision, unit), {**ticked, "done_on": "2018-01-15", **data})

    return do


def kept():
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def share(unit, day=MONDAY):
    return posted_where_due([unit], day)[unit]


class TestConfirming:
    def test_in_one_press_the_new_hangs_and_the_old_is_down(self, send, clerk, decision, commune, other_commune):
        assert share(commune) == Share(applied=2, posted=0, stale=2)
        assert send(clerk, photos=[photo()], note="Bảng tầng 1").url == confirm_page(decision, commune)
        assert share(commune) == Share(applied=2, posted=2)
        assert share(other_commune) == Share(applied=2, posted=0, stale=2)
        made = PostingRound.objects.get()
        assert (made.by, made.done_on, made.note, made.is_proved) == (clerk, MONDAY, "Bảng tầng 1", True)
        assert (made.put_up.count(), made.taken_down.count()) == (2, 2)

    def test_what_is_not_ticked_is_left_to_do(self, send, clerk, decision, commune, birth):
        send(clerk, put_up=[birth.version_on(MONDAY).pk], taken_down=[])
        to_do = to_do_of(decision, commune, MONDAY)
        assert (len(to_do.hanging), len(to_do.missing), len(to_do.over)) == (1, 1, 2)

    def test_a_decision_known_from_a_list_is_ticked_off_too(self, client, clerk, commune):
        builders.make_procedure("1.000007", "Mới", decided=("7/QĐ", date(2018, 1, 5)), valid_from=MONDAY)
        known = PublicationDecision.objects.get()
        client.force_login(clerk)
        version = known.versions.get()
        client.post(confirm_page(known, commune), {"put_up": [version.pk], "done_on": "2018-01-15"})
        assert version.postings.get().put_up_in.decision == known

    def test_the_photo_is_had_as_a_download_by_who_sees_the_board(self, send, client, clerk, stranger, control):
        send(clerk, photos=[photo()])
        address = reverse("procedures:posting_photo", args=[PostingPhoto.objects.get().pk])
        for user, status in ((clerk, 200), (control, 200), (stranger, 404)):
            client.force_login(user)
            response = client.get(address)
            assert response.status_code == status
            if status == 200:
                assert response["Content-Disposition"].startswith("attachment")
                assert b"".join(response.streaming_content) == JPEG

    def test_the_list_leads_to_the_proof(self, send, client, clerk, commune, decision):
        send(clerk)
        made = PostingRound.objects.get()
        assert f'href="{confirm_page(decision, commune)}#round-{made.pk}"' in text(client.get(list_of(commune)))

    @pytest.mark.parametrize(
        ("who", "status"), [("clerk", 302), ("leader", 302), ("control", 302), ("officer", 403), ("stranger", 404)]
    )
    def test_who_may(self, request, send, who, status):
        assert send(request.getfixturevalue(who)).status_code == status
        assert PostingRound.objects.exists() == (status == 302)

    def test_a_draft_is_nobodys_to_post(self, client, clerk, control, commune, now, birth):
        draft = actions.draft_decision(number="9/QĐ", issued_on=MONDAY, effective_from=MONDAY, by=control, now=now)
        for user in (clerk, control):
            client.force_login(user)
            assert client.get(confirm_page(draft, commune)).status_code == 404

    def test_the_districts_portal_is_ticked_off_by_procedure_control(self, client, control, district, now):
        land = builders.make_procedure("1.000009", "Cấp giấy", level="district")
        made = amend(land, by=control, now=now)
        client.force_login(control)
        version = land.version_on(MONDAY)
        sent = {"put_up": [version.pk], "done_on": "2018-01-15", "link": "https://kimson.example.vn/tthc"}
        client.post(confirm_page(made, district), sent)
        assert version.postings.get().place == "portal"
        assert 'href="https://kimson.example.vn/tthc"' in text(client.get(confirm_page(made, district)))


class TestBadInput:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"done_on": ""},
            {"done_on": "2018-01-16"},
            {"done_on": "2018-01-09"},  # the decision is of the 10th
            {"done_on": "2015-06-01"},
            {"link": "http://kimson.example.vn/"},
            {"link": "javascript:alert(1)"},
            {"photos": [photo(b"MZ no photo")]},
            {"photos": [photo(b"%PDF-1.4", "bang.jpg")]},
            {"photos": [photo() for _ in range(7)]},
            {"put_up": ["999999"]},
            {"put_up": ["x"]},
            {"put_up": [], "taken_down": []},
        ],
    )
    def test_it_is_said_in_a_sentence_and_nothing_is_written(self, send, clerk, wrong):
        before = list(Posting.objects.order_by("pk").values())
        response = send(clerk, **wrong)
        assert response.status_code == 400
        assert response.context["form"].faults
        assert list(Posting.objects.order_by("pk").values()) == before
        assert not PostingRound.objects.exists()
        assert kept() == []

    def test_what_was_typed_stays(self, send, clerk, decision):
        response = send(clerk, done_on="2018-01-16", note="Đã chụp ảnh", taken_down=[])
        assert 'value="Đã chụp ảnh"' in text(response)
        assert text(response).count(" checked") == 2

    def test_a_unit_that_does_not_apply_the_procedure(self, send, clerk, commune, birth, decision):
        ticked = birth.version_on(MONDAY)
        ProcedureAtUnit.objects.create(procedure=birth, unit=commune, handling=Handling.NOT_APPLIED, reason="…")
        assert send(clerk, put_up=[ticked.pk]).status_code == 400
        with pytest.raises(ValidationError, match="Đăng ký khai sinh.*xã Kim Định"):
            actions.post(
                versions=[ticked],
                desk=commune.desk,
                place="board",
                posted_on=MONDAY,
                by=clerk,
                now=builders.at("2018-01-15 08:00"),
            )

    def test_before_there_was_the_unit(self, decision, district, control, birth, now):
        young = builders.make_unit("14700", "Xã Mới", parent=district, agency_code="000.99.28.H42", valid_from=MONDAY)
        with pytest.raises(ValidationError, match="Xã Mới"):
            actions.confirm(
                decision=decision,
                desk=young.desk,
                place="board",
                put_up=[birth.version_on(MONDAY)],
                taken_down=[],
                done_on=date(2018, 1, 12),
                photos=[photo()],
                by=control,
                now=now,
            )
        assert kept() == []
        assert not PostingRound.objects.exists()

    def test_of_two_who_confirm_the_second_is_told(self, send, clerk, leader, decision, commune):
        to_do = to_do_of(decision, commune, MONDAY)
        seen = {
            "put_up": [version.pk for version in to_do.missing],
            "taken_down": [posting.version_id for posting in to_do.over],
        }
        send(clerk)
        assert send(leader, **seen, photos=[photo()]).status_code == 400
        assert PostingRound.objects.count() == 1
        assert kept() == []


class TestUndoing:
    @pytest.fixture
    def made(self, send, clerk):
        send(clerk, photos=[photo()])
        return PostingRound.objects.get()

    def undo(self, client, user, made, unit):
        client.force_login(user)
        address = reverse("procedures:undo_postings", args=[made.decision_id, unit.code, made.pk])
        return client.post(address, follow=True)

    def test_ones_own_slip_is_undone_and_the_round_stays(self, client, clerk, commune, made):
        self.undo(client, clerk, made, commune)
        assert share(commune) == Share(applied=2, posted=0, stale=2)
        made.refresh_from_db()
        assert made.undone_at
        assert made.photos.count() == 1

    def test_it_is_confirmed_anew_even_for_an_earlier_day(self, client, clerk, commune, made, send):
        self.undo(client, clerk, made, commune)
        assert send(clerk, done_on="2018-01-12", taken_down=[]).status_code == 302
        assert share(commune, date(2018, 1, 15)).posted == 2

    def test_somebody_elses_is_not(self, client, leader, commune, made):
        assert self.undo(client, leader, made, commune).status_code == 403
        assert share(commune).posted == 2

    def test_nor_the_day_after_nor_twice_nor_what_was_changed_since(self, clerk, commune, made, now):
        with pytest.raises(ValidationError):
            actions.undo_round(made=made, by=clerk, now=now + timedelta(days=1))
        actions.take_down(postings=made.put_up.all()[:1], removed_on=MONDAY, by=clerk, now=now)
        with pytest.raises(ValidationError):
            actions.undo_round(made=made, by=clerk, now=now)
        assert share(commune).posted == 1

    def test_twice_is_told(self, clerk, made, now):
        actions.undo_round(made=made, by=clerk, now=now)
        with pytest.raises(ValidationError):
            actions.undo_round(made=made, by=clerk, now=now)


class TestFindingIt:
    def test_the_desk_is_told_how_many_decisions_are_to_be_posted(self, client, clerk, send, decision, commune):
        client.force_login(clerk)
        assert client.get("/desk/").context["to_post"] == [(commune, 1)]
        assert confirm_page(decision, commune) in text(client.get(list_of(commune)))
        send(clerk)
        assert client.get("/desk/").context["to_post"] == [(commune, 0)]
        assert "decision" not in [str(each) for each in client.get(list_of(commune)).context["to_post"]]

    def test_what_is_in_force_soon_is_to_be_posted(self, commune, control, now, birth):
        coming = amend(birth, by=control, now=now, effective_from=NEXT_MONDAY)
        assert list(to_post(commune, MONDAY)) == [coming]

    def test_the_districts_clerk_has_none_to_post(self, client, district, clock):
        client.force_login(builders.make_user("clerk.376", "clerk", district))
        assert client.get("/desk/").context["to_post"] == []

    def test_the_decisions_page_leads_there(self, client, control, clerk, stranger, decision, commune, other_commune):
        address = reverse("procedures:decision", args=[decision.pk])
        for user, units in ((control, [commune, other_commune]), (clerk, [commune]), (stranger, [other_commune])):
            client.force_login(user)
            page = client.get(address)
            assert [unit for unit, *_ in page.context["boards"]] == units
            assert all(confirm_page(decision, unit) in text(page) for unit in units)

    def test_what_is_done_is_said(self, client, send, clerk, decision, commune):
        response = send(clerk)
        page = client.get(response.url)
        assert page.context["form"] is None
        assert len(said(page)) == 1


def test_what_was_looked_for_keeps_its_decision(decision, commune, control, clerk, now, birth):
    version = birth.version_on(MONDAY)
    actions.post(versions=[version], desk=commune.desk, place="board", posted_on=MONDAY, by=clerk, now=now)
    found = {version.postings.get().pk: False}
    actions.record_check(
        desk=commune.desk, place="board", checked_on=MONDAY, found=found, note="Bảng trống", by=control, now=now
    )
    with pytest.raises(ValidationError):
        actions.take_back_decision(decision=decision, reason="Nhầm", by=control, now=now)
