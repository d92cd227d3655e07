"""The ladder: who is reminded when, once, and until when."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from dossiers import actions
from dossiers.imports import COLUMNS, add_dossiers
from dossiers.ladder import Rung
from dossiers.models import Reminder
from dossiers.reminding import climb, remind, tell_of_apologies
from jobs import worker
from jobs.models import Mail
from tests.builders import at, make_user, receive, reread
from units.models import Agency, AgencyKind, Role, User
from units.tables import Row

HALF, DAY_BEFORE, DUE_DAY = "2018-01-18 08:30", "2018-01-19 07:00", "2018-01-22 07:00"


@pytest.fixture
def dossier(clerk, support):
    """Of five working days, received on Monday: due on Monday 22 January."""
    return receive(by=clerk, procedure=support, now=at("2018-01-15 10:00"))


def climbed(on):
    return [reminder.rung for reminder in climb(now=at(on))]


def tells(user):
    user = User.objects.get(pk=user.pk)
    return [reminder.rung for reminder in Reminder.objects.visible_to(user).current()]


class TestRungs:
    def test_each_comes_at_its_time_and_once(self, dossier):
        assert climbed("2018-01-18 08:29") == []
        assert climbed(HALF) == [Rung.HALF]
        assert climbed(HALF) == []
        assert climbed(DAY_BEFORE) == [Rung.DAY_BEFORE]
        assert climbed(DUE_DAY) == [Rung.DUE_DAY]
        assert climbed("2018-02-28 08:00") == []

    def test_what_fell_due_while_no_worker_ran_is_made_up_for(self, dossier):
        assert climbed("2018-01-23 08:00") == [Rung.HALF, Rung.DAY_BEFORE, Rung.DUE_DAY]

    def test_a_clock_that_stands_still_reminds_nobody_and_goes_on_with_the_new_date(self, dossier, officer, clerk):
        assert climbed(HALF) == [Rung.HALF]
        asked = {"papers": ["Sổ hộ khẩu"], "reason": "Thiếu", "by": officer, "now": at("2018-01-18 09:00")}
        actions.ask_for_papers(dossier=dossier, **asked)
        assert tells(officer) == []
        assert climbed("2018-01-22 08:00") == []
        actions.resume(dossier=dossier, by=clerk, now=at("2018-01-23 09:00"))
        assert reread(dossier).due_at == at("2018-01-25 17:00")
        assert climbed("2018-01-23 10:00") == []
        assert climbed("2018-01-24 14:00") == [Rung.HALF, Rung.DAY_BEFORE]
        assert tells(officer) == [Rung.HALF]

    def test_a_new_promise_begins_the_ladder_anew(self, dossier, officer, leader):
        climb(now=at(DUE_DAY))
        assert tells(leader) == [Rung.DAY_BEFORE, Rung.DUE_DAY]
        promise = {"reason": "Chờ", "promised_on": at("2018-01-26 00:00").date()}
        actions.apologise(dossier=dossier, by=officer, now=at("2018-01-22 10:00"), **promise)
        assert tells(leader) == []
        assert climbed("2018-01-22 10:05") == []
        assert climbed("2018-01-26 08:00") == [Rung.HALF, Rung.DAY_BEFORE, Rung.DUE_DAY]
        assert {reminder.due_at for reminder in Reminder.objects.current()} == {at("2018-01-26 17:00")}

    def test_so_it_does_for_whoever_has_it_in_hand(self, dossier, officer):
        """Half of the 76 office hours between the apology and the new date, not of what his step had."""
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 10:30"))
        promise = {"reason": "Chờ", "promised_on": at("2018-01-26 00:00").date()}
        actions.apologise(dossier=dossier, by=officer, now=at("2018-01-15 11:00"), **promise)
        assert climbed("2018-01-22 08:59") == []
        assert climbed("2018-01-22 09:00") == [Rung.HALF]

    def test_a_result_ends_it(self, dossier, officer):
        climb(now=at(HALF))
        actions.resolve(dossier=dossier, by=officer, now=at("2018-01-18 10:00"))
        assert tells(officer) == []
        assert climbed(DUE_DAY) == []

    def test_an_imported_dossier_without_history_has_its_ladder_from_reception(self, dossier):
        cells = {"code": "H-1", "receiving_unit": "14635", "competent_unit": "14635", "procedure_code": "1.001776"}
        cells |= {
            "channel": "in_person",
            "applicant_name": "A",
            "received_at": "2018-01-15 10:00",
            "due_at": "2018-01-22",
        }
        add_dossiers([Row(2, {**dict.fromkeys(COLUMNS, ""), **cells})], now=at("2018-01-15 12:00"))
        assert climbed(HALF) == [Rung.HALF, Rung.HALF]


class TestWhom:
    def test_half_is_the_officers_the_rest_the_leaders(
        self, dossier, officer, leader, clerk, stranger, district_leader
    ):
        climb(now=at(DUE_DAY))
        assert tells(officer) == [Rung.HALF]
        assert tells(leader) == [Rung.DAY_BEFORE, Rung.DUE_DAY]  # a commune's chairman is head and leader
        assert [tells(user) for user in (clerk, stranger, district_leader)] == [[], [], []]

    def test_all_officers_until_one_has_taken_it_up(self, dossier, officer, commune):
        other = make_user("officer2.14635", Role.OFFICER, commune)
        climb(now=at(HALF))
        assert (tells(officer), tells(other)) == ([Rung.HALF], [Rung.HALF])
        actions.start(dossier=dossier, by=other, now=at(HALF))
        assert (tells(officer), tells(other)) == ([], [Rung.HALF])

    def test_all_again_when_whoever_took_it_up_works_there_no_more(self, dossier, officer, commune):
        other = make_user("officer2.14635", Role.OFFICER, commune)
        actions.start(dossier=dossier, by=other, now=at(HALF))
        other.assignments.update(valid_to=at("2018-01-14 08:00").date())
        climb(now=at("2018-01-22 08:00"))
        assert tells(officer) == [Rung.HALF]

    def test_the_leader_of_an_office_is_not_told_of_what_the_committee_holds(self, dossier, commune, leader):
        office = Agency.objects.create(unit=commune, kind=AgencyKind.OFFICE, name="Văn phòng")
        head = make_user("head", Role.LEADER, agency=office, unit=commune)
        climb(now=at(DUE_DAY))
        assert (tells(head), tells(leader)) == ([], [Rung.DAY_BEFORE, Rung.DUE_DAY])

    def test_whoever_settles_it_settles_it_for_all(self, dossier, officer, commune):
        other = make_user("officer2.14635", Role.OFFICER, commune)
        climb(now=at(HALF))
        mine = Reminder.objects.visible_to(officer)
        assert actions.settle(reminders=mine, by=officer, now=at("2018-01-18 09:00")) == 1
        assert actions.settle(reminders=mine, by=other, now=at("2018-01-18 09:01")) == 0
        assert (tells(officer), tells(other)) == ([], [])
        assert Reminder.objects.get().settled_by == officer
        assert climbed("2018-01-18 09:05") == []


class TestSteps:
    """Whoever has it in hand has his own date; the leader that of the whole."""

    @pytest.fixture
    def office(self, commune):
        return Agency.objects.create(unit=commune, kind=AgencyKind.OFFICE, name="Bộ phận Địa chính")

    def test_the_office_that_holds_it_is_told_by_its_own_date(self, dossier, officer, leader, office, commune):
        surveyor = make_user("surveyor", Role.OFFICER, commune, agency=office)
        head = make_user("head", Role.LEADER, commune, agency=office)
        until = {"to": office, "due_at": at("2018-01-18 17:00")}
        actions.forward(dossier=dossier, by=officer, now=at("2018-01-16 13:30"), **until)
        assert climbed("2018-01-17 14:59") == []
        assert climbed("2018-01-17 15:30") == [Rung.HALF]  # of 3.5, 8 and 8 hours
        assert (tells(surveyor), tells(officer)) == ([Rung.HALF], [])
        climb(now=at(DUE_DAY))
        assert (tells(head), tells(leader)) == ([Rung.DAY_BEFORE], [Rung.DUE_DAY])

    def test_handed_on_it_tells_the_next_and_no_more_the_one_before(self, dossier, officer, office, commune):
        surveyor = make_user("surveyor", Role.OFFICER, commune, agency=office)
        climb(now=at(HALF))
        assert (tells(officer), tells(surveyor)) == ([Rung.HALF], [Rung.HALF])  # it lies at the desk: both may fetch it
        until = {"to": office, "due_at": at("2018-01-19 17:00")}
        actions.forward(dossier=dossier, by=officer, now=at("2018-01-18 09:00"), **until)
        assert (tells(officer), tells(surveyor)) == ([], [])
        climb(now=at("2018-01-19 10:00"))
        assert (tells(officer), tells(surveyor)) == ([], [Rung.HALF])

    def test_another_date_promised_is_everybodys(self, dossier, officer, office, commune):
        surveyor = make_user("surveyor", Role.OFFICER, commune, agency=office)
        until = {"to": office, "due_at": at("2018-01-18 17:00")}
        actions.forward(dossier=dossier, by=officer, now=at("2018-01-16 13:30"), **until)
        climb(now=at("2018-01-18 08:00"))
        promise = {"reason": "Chờ", "promised_on": at("2018-01-26 00:00").date()}
        actions.apologise(dossier=dossier, by=officer, now=at("2018-01-18 10:00"), **promise)
        assert tells(surveyor) == []
        climb(now=at("2018-01-25 08:00"))
        assert {r.due_at for r in Reminder.objects.current()} == {at("2018-01-26 17:00")}


class TestMail:
    @pytest.fixture(autouse=True)
    def addresses(self, officer, leader):
        for user in (officer, leader):
            User.objects.filter(pk=user.pk).update(email=f"{user.username}@kimson.example")

    def sent(self):
        while worker.do_next("the-worker"):
            pass
        return [(letter.to[0].partition("@")[0], letter.subject) for letter in mail.outbox]

    def test_one_mail_for_everybody_however_many_dossiers(self, clerk, support):
        for _ in range(3):
            receive(by=clerk, procedure=support, now=at("2018-01-15 10:00"))
        climb(now=at(DUE_DAY))
        assert [(to, subject.split()[2]) for to, subject in self.sent()] == [
            ("officer.14635", "3"),
            ("leader.14635", "6"),
        ]

    def test_run_twice_it_is_the_same_mail(self, dossier):
        for _ in range(2):
            climb(now=at(HALF))
        assert len(self.sent()) == 1
        climb(now=at(DAY_BEFORE))
        assert [to for to, _ in self.sent()] == ["officer.14635", "leader.14635"]

    def test_it_says_which_and_until_when_and_names_no_citizen(self, dossier):
        climb(now=at(HALF))
        self.sent()
        text = mail.outbox[0].body
        for words in (dossier.code, "Trợ cấp xã hội hàng tháng", "17:00 22/01/2018", f"/dossiers/{dossier.code}/"):
            assert words in text
        assert dossier.applicant_name not in text + mail.outbox[0].subject
        assert dossier.applicant_id_number not in text

    def test_who_has_no_address_is_reminded_at_his_desk_only(self, dossier, officer):
        User.objects.update(email="")
        climb(now=at(HALF))
        assert Mail.objects.count() == 0
        assert tells(officer) == [Rung.HALF]

    def test_of_very_many_only_the_first_are_listed(self, clerk, support, settings, monkeypatch):
        monkeypatch.setattr("dossiers.reminding.MOST_IN_A_MAIL", 2)
        made = [receive(by=clerk, procedure=support, now=at("2018-01-15 10:00")) for _ in range(3)]
        climb(now=at(HALF))
        text = Mail.objects.get().text
        assert [dossier.code in text for dossier in made] == [True, True, False]

    @pytest.mark.parametrize(
        ("moment", "mails"),
        [("2018-01-19 14:59", 0), ("2018-01-19 15:00", 1), ("2018-01-20 15:00", 0), ("2018-01-18 15:00", 0)],
    )
    def test_at_three_on_a_working_day_officers_hear_what_falls_due_the_next(self, dossier, moment, mails):
        for _ in range(2):
            tell_of_apologies(now=at(moment))
        assert [to for to, _ in self.sent()] == ["officer.14635"] * mails

    def test_the_job_goes_by_the_clock_of_the_desks(self, dossier, clock):
        clock.starts_at = at(HALF)
        clock.save()
        remind.enqueue()
        assert [to for to, _ in self.sent()] == ["officer.14635"]


def test_a_reminder_is_there_once_for_each_date(dossier):
    (reminder,) = climb(now=at(HALF))
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(dossier=dossier, rung=Rung.HALF, due_at=reminder.due_at, made_at=at(HALF))


@pytest.mark.parametrize("count", [1, 5])
def test_looking_costs_the_same_however_many_dossiers_have_nothing_new(
    clerk, support, django_assert_max_num_queries, count
):
    for _ in range(count):
        receive(by=clerk, procedure=support, now=at("2018-01-15 10:00"))
    climb(now=at(HALF))
    with django_assert_max_num_queries(10):
        climb(now=at(HALF))
