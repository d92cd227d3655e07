"""The calendar's pages: who proposes, what he is shown, and what comes of wrong files, old pages and strangers."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dossiers.models import CalendarChange
from tests.builders import at, make_user, receive, reread
from units.models import CalendarDay, Role
from units.tables import write_xlsx

STORM = date(2018, 1, 18)
COLUMNS = ["date", "kind", "name", "source"]


@pytest.fixture
def dossier(clerk, support):
    """Due on Monday 22 January."""
    return receive(by=clerk, procedure=support, now=at("2018-01-15 07:30"))


@pytest.fixture
def keeper(client, administrator):
    client.force_login(administrator)
    return client


def rows(*given, **more):
    data = {"source": "Công điện 01", "rows-TOTAL_FORMS": 6, "rows-INITIAL_FORMS": 0}
    for number, row in enumerate(given):
        data |= {f"rows-{number}-{name}": value for name, value in row.items()}
    return data | more


def off(first, last="", name="Bão số 1", kind="holiday"):
    return {"first_day": first, "last_day": last, "kind": kind, "name": name}


def propose(client, *given, **more):
    return client.post("/calendar/change/", rows(*given, **more))


def accept(client, shown, **more):
    hidden = shown.context["form"].initial
    return client.post("/calendar/change/", {**hidden, "reason": "Bão", **more}, follow=True)


def file_of(*lines, name="lich.csv"):
    return SimpleUploadedFile(name, "\n".join([",".join(COLUMNS), *lines]).encode())


class TestTheWay:
    def test_proposed_shown_and_accepted(self, keeper, dossier):
        shown = propose(keeper, off("2018-01-18"))
        page = shown.content.decode()
        assert dossier.code in page
        assert "22/01/2018" in page
        assert "23/01/2018" in page
        assert reread(dossier).due_at == at("2018-01-22 17:00")
        done = accept(keeper, shown)
        assert done.redirect_chain == [(f"/calendar/changes/{CalendarChange.objects.get().pk}/", 302)]
        assert dossier.code in done.content.decode()
        assert reread(dossier).due_at == at("2018-01-23 17:00")
        assert "Công điện 01" in keeper.get("/calendar/").content.decode()

    def test_several_days_at_once(self, keeper, dossier):
        accept(keeper, propose(keeper, off("2018-01-17", "2018-01-18"), off("2018-01-20", kind="makeup", name="Bù")))
        made = CalendarDay.objects.filter(date__range=("2018-01-17", "2018-01-20")).values_list("date__day", "kind")
        assert list(made) == [(17, "holiday"), (18, "holiday"), (20, "makeup")]
        assert reread(dossier).due_at == at("2018-01-23 17:00")

    def test_nothing_to_change_is_said(self, keeper):
        shown = propose(keeper, off("2018-02-14", name="29 Tết"))
        assert shown.context["preview"].days == []
        assert 'name="proposal"' not in shown.content.decode()

    def test_a_reason_is_needed_and_nothing_is_lost(self, keeper, dossier):
        shown = propose(keeper, off("2018-01-18"))
        answer = keeper.post("/calendar/change/", {**shown.context["form"].initial, "reason": ""})
        assert answer.status_code == 400
        assert dossier.code in answer.content.decode()
        assert not CalendarChange.objects.exists()

    def test_a_worked_day_asks_why(self, keeper, dossier):
        shown = propose(keeper, off("2018-01-15"))
        assert list(shown.context["preview"].worked) == [date(2018, 1, 15)]
        answer = accept(keeper, shown)
        assert (answer.status_code, CalendarChange.objects.count()) == (400, 0)
        accept(keeper, shown, worked_reason="Bão từ trưa")
        assert CalendarChange.objects.get().worked_reason == "Bão từ trưa"

    def test_what_changed_meanwhile_is_shown_anew(self, keeper, clerk, support, dossier):
        shown = propose(keeper, off("2018-01-18"))
        other = receive(by=clerk, procedure=support, now=at("2018-01-15 07:40"))
        again = accept(keeper, shown)
        assert other.code in again.content.decode()
        assert not CalendarChange.objects.exists()
        accept(keeper, again)
        assert reread(other).due_at == at("2018-01-23 17:00")

    def test_pressed_twice_it_is_done_once(self, keeper, dossier):
        shown = propose(keeper, off("2018-01-18"))
        accept(keeper, shown)
        accept(keeper, shown)
        assert CalendarChange.objects.count() == 1


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        "given",
        [
            [],
            [off("")],
            [off("2018-01-18", "2018-01-17")],
            [off("2018-01-01", "2018-03-01")],
            [off("2018-01-18", name="")],
            [off("2018-01-18"), off("2018-01-17", "2018-01-19")],
            [off("18/13/2018")],
            [off("2018-01-18", kind="x")],
        ],
    )
    def test_rows_are_refused_with_a_sentence(self, keeper, given):
        answer = propose(keeper, *given)
        assert answer.status_code == 400
        assert "errors" in answer.content.decode() or "alert" in answer.content.decode()

    def test_a_decision_is_needed(self, keeper):
        assert propose(keeper, off("2018-01-18"), source="").status_code == 400

    @pytest.mark.parametrize("text", ["", "x", "eyJ:1:2"])
    def test_a_proposal_that_nobody_made_is_refused(self, keeper, text):
        answer = keeper.post("/calendar/change/", {"proposal": text, "seen": "x", "reason": "x"}, follow=True)
        assert [message.level_tag for message in answer.context["messages"]] == ["error"]

    def test_so_is_one_that_somebody_else_made(self, keeper, dossier, district):
        shown = propose(keeper, off("2018-01-18"))
        keeper.force_login(make_user("admin2.376", Role.ADMINISTRATOR, district))
        accept(keeper, shown)
        assert not CalendarChange.objects.exists()


class TestFiles:
    def test_a_file_is_the_whole_calendar_of_its_years(self, keeper, dossier):
        shown = propose(keeper, file=file_of("2018-01-18,holiday,Bão,CĐ 1", "2018-02-14,holiday,29 Tết,x"))
        changed = {day.date: bool(day.after) for day in shown.context["preview"].days}
        assert changed.pop(STORM)
        assert not any(changed.values())
        assert {day.year for day in changed} == {2018}
        assert date(2018, 2, 14) not in changed
        accept(keeper, shown)
        days = CalendarDay.objects.filter(date__year=2018).values_list("date", "source")
        assert list(days) == [(STORM, "CĐ 1"), (date(2018, 2, 14), "holidays 0.109")]
        assert CalendarDay.objects.filter(date__year=2017).count() > 5

    def test_excel_is_read_as_well(self, keeper, dossier):
        file = io.BytesIO()
        write_xlsx(file, COLUMNS, [dict(zip(COLUMNS, ["2018-01-18", "holiday", "Bão", "CĐ 1"], strict=True))])
        shown = propose(keeper, file=SimpleUploadedFile("lich.xlsx", file.getvalue()))
        assert STORM in [day.date for day in shown.context["preview"].days]

    def test_the_calendar_of_the_installation_changes_nothing(self, keeper):
        with open("units/data/calendar.csv", "rb") as file:
            assert propose(keeper, file=file).context["preview"].days == []

    @pytest.mark.parametrize(
        ("line", "column"),
        [
            ("2018-13-01,holiday,Bão,x", "date"),
            (",holiday,Bão,x", "date"),
            ("2018-01-18,off,Bão,x", "kind"),
            ("2018-01-18,,Bão,x", "kind"),
            ("2018-01-18,holiday,,x", "name"),
            ("2018-01-17,holiday,Bão,x", "date"),
        ],
    )
    def test_each_fault_is_told_by_row_and_column(self, keeper, line, column):
        answer = propose(keeper, file=file_of("2018-01-17,holiday,Bão,x", line))
        assert (answer.status_code, [(f.row, f.column) for f in answer.context["faults"]]) == (400, [(3, column)])

    def test_a_file_and_rows_are_too_much(self, keeper):
        assert propose(keeper, off("2018-01-18"), file=file_of("2018-01-17,holiday,Bão,x")).status_code == 400

    def test_a_worked_makeup_day_left_out_of_a_file_is_asked_about(self, keeper, clerk, support):
        CalendarDay.objects.create(date=date(2018, 1, 13), kind="makeup", name="Làm bù", source="x")
        receive(by=clerk, procedure=support, now=at("2018-01-13 08:00"))
        shown = propose(keeper, file=file_of("2018-01-18,holiday,Bão,x"))
        assert date(2018, 1, 13) in shown.context["preview"].worked


class TestReach:
    def test_others_look_and_do_not_change(self, client, clerk, leader, control):
        for user in (clerk, leader, control):
            client.force_login(user)
            assert client.get("/calendar/").status_code == 200
            assert client.get("/calendar/change/").status_code == 403
            assert client.post("/calendar/change/", rows(off("2018-01-18"))).status_code == 403

    def test_a_commune_changes_its_own_only(self, client, commune, other_commune, dossier):
        client.force_login(make_user("admin.14635", Role.ADMINISTRATOR, commune))
        assert propose(client, off("2018-01-18")).status_code == 400
        assert propose(client, off("2018-01-18"), unit=other_commune.pk).status_code == 400
        accept(client, propose(client, off("2018-01-18"), unit=commune.pk))
        assert CalendarDay.objects.get(date=STORM).unit == commune

    def test_whoever_lost_the_work_accepts_nothing(self, client, commune, dossier):
        user = make_user("admin.14635", Role.ADMINISTRATOR, commune)
        client.force_login(user)
        shown = propose(client, off("2018-01-18"), unit=commune.pk)
        user.assignments.update(valid_to=date(2018, 1, 14))
        assert accept(client, shown).status_code == 403

    def test_days_and_changes_of_others_are_not_shown(self, keeper, client, stranger, commune, dossier):
        accept(keeper, propose(keeper, off("2018-01-18"), unit=commune.pk))
        client.force_login(stranger)
        assert "Bão số 1" not in client.get("/calendar/").content.decode()
        assert client.get(f"/calendar/changes/{CalendarChange.objects.get().pk}/").status_code == 404

    def test_of_a_change_one_sees_ones_own_dossiers(self, keeper, client, stranger, dossier):
        accept(keeper, propose(keeper, off("2018-01-18")))
        client.force_login(stranger)
        page = client.get(f"/calendar/changes/{CalendarChange.objects.get().pk}/").content.decode()
        assert dossier.code not in page


def test_an_odd_year_is_passed_over(keeper):
    for year in ("x", "99999", ""):
        assert keeper.get("/calendar/", {"year": year}).context["year"] == 2018
