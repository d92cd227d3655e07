"""Several clerks with the same person's enquiry at the same moment: one dossier comes of it, the others are told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections
from django.test import Client

from dossiers import actions
from dossiers.forms.papers import tick_name
from dossiers.models import Dossier, DossierCounter, Enquiry, SlipCounter
from tests import databases
from tests.builders import enquire, make_user
from units.models import Role

own_database, db = databases.own_database, databases.db
TIMES = 4


def at_once(do):
    """What each of several is told who press at the same moment; `do` is given a number of its own."""
    barrier = Barrier(TIMES)

    def press(number):
        barrier.wait(timeout=10)
        try:
            return do(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(press, range(TIMES)))


def test_of_two_clerks_who_take_it_up_one_receives_and_the_other_is_told_which_dossier_it_is(clerk, birth, now):
    enquiry = enquire(by=clerk, procedure=birth, now=now)
    colleagues = [make_user(f"clerk{number}", Role.CLERK, clerk.desks[0].unit) for number in range(TIMES)]
    browsers = [Client() for _ in colleagues]
    for browser, colleague in zip(browsers, colleagues, strict=True):
        browser.force_login(colleague)
    form = {"procedure": birth.code, "enquiry": enquiry.pk, "applicant_name": "Nguyễn Văn Đức"}
    form |= {tick_name(paper): "1" for paper in birth.versions.get().required_documents.all()}

    answers = at_once(lambda number: browsers[number].post("/desk/receive/", form | {"key": f"press-{number}"}))

    dossier = Dossier.objects.get()
    assert sorted(answer.status_code for answer in answers) == [302] + [409] * (TIMES - 1)
    assert all(dossier.code in answer.content.decode() for answer in answers if answer.status_code == 409)
    assert Enquiry.objects.get().dossier == dossier
    assert DossierCounter.objects.get().last == 1


def test_one_press_sent_often_is_one_dossier(clerk, birth, now):
    enquiry = enquire(by=clerk, procedure=birth, now=now)
    intake = actions.Intake(version=enquiry.version, applicant_name=enquiry.applicant_name)
    given = {"desk": enquiry.desk, "intake": intake, "key": "press", "by": clerk, "now": now, "enquiry": enquiry}

    received = at_once(lambda _: actions.receive(**given))

    assert sorted(is_new for _, is_new in received) == [False] * (TIMES - 1) + [True]
    assert {dossier for dossier, _ in received} == {Dossier.objects.get()}


def test_guidance_kept_by_one_press_sent_often_is_one_slip_with_one_number(clerk, birth, now):
    kept = at_once(lambda _: enquire(by=clerk, procedure=birth, now=now, key="press"))
    assert set(kept) == {Enquiry.objects.get()}
    assert (kept[0].number, SlipCounter.objects.get().last) == ("01/HDHS", 1)


def test_two_who_guide_at_once_give_two_numbers_without_a_gap(clerk, birth, now):
    kept = at_once(lambda number: enquire(by=clerk, procedure=birth, now=now, key=f"press-{number}"))
    assert sorted(enquiry.number for enquiry in kept) == ["01/HDHS", "02/HDHS", "03/HDHS", "04/HDHS"]
