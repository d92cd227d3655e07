"""Coverage falls when a decision takes effect and recovers when the boards are updated, by itself."""

from datetime import date, timedelta

from procedures import actions
from procedures.postings import Share, coverage, posted_where_due
from procedures.punctuality import Punctuality, punctuality_of
from procedures.rounds import to_do_of
from tests import builders
from tests.procedures.boards import amend
from tests.procedures.test_postings import recounted

FRIDAY, SATURDAY, MONDAY, TUESDAY, THURSDAY = (date(2018, 1, day) for day in (19, 20, 22, 23, 25))


def test_152_then_147_on_monday_then_152_again(control, clerk, commune, other_commune, stranger, now):
    procedures = [builders.make_procedure(f"1.{n:06}", f"Thủ tục {n}", papers=(), fee=None) for n in range(152)]
    everything = [procedure.versions.get() for procedure in procedures]
    units = [commune, other_commune]
    for unit, who in ((commune, clerk), (other_commune, stranger)):
        given = {"desk": unit.desk, "place": "board", "posted_on": date(2017, 3, 1), "by": who, "now": now}
        actions.post(versions=everything, **given)
    decision = amend(*procedures[:5], by=control, now=now, issued_on=date(2018, 1, 12), effective_from=MONDAY)
    confirm(decision, commune, on=TUESDAY, by=clerk)
    confirm(decision, other_commune, on=THURSDAY, by=stranger)

    whole, fallen = Share(152, 152), Share(152, 147, stale=5)
    drawn = {day: list(posted_where_due(units, day).values()) for day in days(FRIDAY, THURSDAY)}
    assert drawn == {
        FRIDAY: [whole, whole],
        SATURDAY: [whole, whole],
        date(2018, 1, 21): [whole, whole],
        MONDAY: [fallen, fallen],
        TUESDAY: [whole, fallen],
        date(2018, 1, 24): [whole, fallen],
        THURSDAY: [whole, whole],
    }
    of_the_district = [sum(shares, Share()).posted for shares in drawn.values()]
    assert of_the_district == [304, 304, 304, 294, 299, 299, 304]
    for day in days(FRIDAY, THURSDAY):
        assert coverage(units, day) == recounted(units, day)
    late = punctuality_of(units, THURSDAY)
    assert late == {commune.pk: Punctuality((1,) * 5), other_commune.pk: Punctuality((3,) * 5)}


def test_what_is_put_up_ahead_never_lets_it_fall(control, clerk, commune, birth, now):
    given = {"desk": commune.desk, "place": "board", "by": clerk, "now": now}
    actions.post(versions=[birth.versions.get()], posted_on=date(2017, 3, 1), **given)
    amend(birth, by=control, now=now, effective_from=MONDAY)
    actions.post(versions=[birth.version_on(MONDAY)], posted_on=date(2018, 1, 15), **given)
    shares = [posted_where_due([commune], day)[commune] for day in (FRIDAY, MONDAY)]
    assert shares == [Share(1, 1), Share(1, 1, stale=1)]


def confirm(decision, unit, *, on, by):
    to_do = to_do_of(decision, unit, on)
    actions.confirm(
        decision=decision,
        desk=unit.desk,
        place="board",
        put_up=to_do.missing,
        taken_down=[posting.version for posting in to_do.over],
        done_on=on,
        by=by,
        now=builders.at(f"{on} 09:00"),
    )


def days(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
