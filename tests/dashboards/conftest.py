"""Dossiers of every kind at two communes and at the centre."""

import pytest

from dossiers import actions
from tests.builders import at, make_procedure, make_user, receive
from units.models import Role


@pytest.fixture(autouse=True)
def few_are_enough(settings):
    """The cast has a handful of dossiers; what becomes of few has tests of its own."""
    settings.FEWEST_RANKED = 1


@pytest.fixture
def officers(officer, other_commune, district):
    return {
        "14635": officer,
        "14638": make_user("officer.14638", Role.OFFICER, other_commune),
        "376": make_user("officer.376", Role.OFFICER, district),
    }


@pytest.fixture
def dossiers(clerk, stranger, officers, district, birth, support, certification, now):
    """At two communes and at the centre: early, on time, late, withdrawn, pending, overdue, due today, uncollected."""
    clerks = {"14635": clerk, "14638": stranger, "376": make_user("clerk.376", Role.CLERK, district)}
    at_centre = make_procedure("1.000002", "Đăng ký hộ kinh doanh", level="district", sector="Đăng ký kinh doanh")

    def dossier(code, procedure, received, finished="", verb=actions.resolve):
        made = receive(by=clerks[code], procedure=procedure, now=at(f"{received} 08:00"))
        if finished:
            more = {"reason": "Xin rút"} if verb == actions.withdraw else {}
            by = clerks[code] if verb == actions.withdraw else officers[code]
            made = verb(dossier=made, by=by, now=at(f"{finished} 16:00"), **more)
        return made

    dossier("14635", support, "2017-01-09", "2017-01-10")  # in the period before
    dossier("14635", support, "2017-12-20", "2018-01-03")  # carried over, late
    dossier("14635", support, "2018-01-02", "2018-01-03")  # early; not collected for long
    dossier("14635", support, "2018-01-02", "2018-01-09")  # on the day
    dossier("14635", support, "2018-01-02")  # overdue
    dossier("14635", birth, "2018-01-15")  # due today
    dossier("14638", support, "2018-01-02", "2018-01-12")  # late
    dossier("14638", support, "2018-01-03", "2018-01-04", actions.withdraw)
    dossier("14638", certification, "2018-01-10", "2018-01-10")
    dossier("14638", support, "2018-01-04")  # overdue
    dossier("376", at_centre, "2018-01-08", "2018-01-08")
    dossier("376", at_centre, "2018-01-09")  # overdue
