"""Each figure of a period, counted here by hand in SQL, is the report's and opens exactly its dossiers."""

from datetime import date

import pgtrigger
import pytest
from django.db import connection

from dossiers import actions
from dossiers.figures import Figure, counted_in
from dossiers.models import Dossier
from reports.results import Result, results, total
from tests.builders import at, receive

FIRST, LAST = date(2018, 1, 8), date(2018, 1, 12)
SQL = {
    "received": "received BETWEEN %(first)s AND %(last)s",
    "received_total": "true",
    "received_online": "received >= %(first)s AND channel = 'online'",
    "received_direct": "received >= %(first)s AND channel IN ('in_person', 'post')",
    "carried_over": "received < %(first)s",
    "resolved_total": "finished <= %(last)s",
    "resolved_early": "finished <= %(last)s AND finished < due AND outcome NOT IN ('withdrawn', 'stopped')",
    "resolved_on_time": """finished <= %(last)s AND NOT (finished > due AND runs)
        AND (finished >= due OR outcome IN ('withdrawn', 'stopped'))""",
    "resolved_late": "finished <= %(last)s AND finished > due AND runs",
    "pending_total": "coalesce(finished, 'infinity') > %(last)s",
    "pending_in_time": "coalesce(finished, 'infinity') > %(last)s AND NOT (due < %(last)s AND runs)",
    "pending_overdue": "coalesce(finished, 'infinity') > %(last)s AND due < %(last)s AND runs",
    "resolved_in_time": "finished <= %(last)s AND NOT (finished > due AND runs)",
    "denied": "finished <= %(last)s AND outcome = 'denied'",
    "withdrawn": "finished <= %(last)s AND outcome = 'withdrawn'",
    "stopped": "finished <= %(last)s AND outcome = 'stopped'",
    "paused": "pauses @> %(last)s",
    "assumed": "received >= %(first)s AND is_version_assumed",
}
COUNT = """
WITH dated AS (
    SELECT (received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS received, channel, outcome,
           (due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS due,
           (finished_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS finished,
           (paused_at IS NULL OR paused_at > due_at) AS runs, is_version_assumed,
           (SELECT range_agg(daterange(
                (begun_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, (ended_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
            )) FROM dossiers_pause WHERE dossier_id = dossiers_dossier.id) AS pauses
    FROM dossiers_dossier
)
SELECT count(*) FROM dated
WHERE received <= %(last)s AND coalesce(finished, 'infinity') >= %(first)s AND
"""


@pytest.fixture
def dossiers(clerk, officer, support):
    """Received and finished before, in and after those five days, early, on time, late, never."""

    def dossier(received, finished="", *, verb=actions.resolve, **intake):
        made = receive(by=clerk, procedure=support, now=at(f"{received} 08:00"), **intake)
        if finished:
            more = {} if verb == actions.resolve else {"reason": "Lý do"}
            by = clerk if verb == actions.withdraw else officer
            verb(dossier=made, by=by, now=at(f"{finished} 23:59"), **more)
        return made

    dossier("2017-12-20", "2018-01-07")  # over before
    dossier("2018-01-02", "2018-01-08")  # carried over, early
    dossier("2018-01-02", "2018-01-09")  # due that day
    dossier("2018-01-02", "2018-01-10")  # late
    dossier("2018-01-02")  # overdue
    dossier("2018-01-08", "2018-01-12", verb=actions.deny, channel="online")
    dossier("2018-01-08", "2018-01-09", verb=actions.withdraw, channel="post")  # never early
    dossier("2018-01-05", "2018-01-13")  # finished after
    assumed = dossier("2018-01-12", channel="online")
    with pgtrigger.ignore():
        Dossier.objects.filter(pk=assumed.pk).update(is_version_assumed=True)
    dossier("2018-01-13")  # received after

    def asked(on, then=None, until=""):
        made = receive(by=clerk, procedure=support, now=at("2018-01-02 08:00"))
        actions.ask_for_papers(dossier=made, papers=["Sổ hộ khẩu"], reason="Thiếu", by=officer, now=at(f"{on} 08:00"))
        if then:
            more = {"reason": "Không bổ sung"} if then == actions.stop else {}
            then(dossier=made, by=officer, now=at(f"{until} 08:00"), **more)

    asked("2018-01-08")  # its clock stands still: not overdue
    asked("2018-01-11")  # was late before: overdue
    asked("2018-01-08", actions.stop, "2018-01-12")  # finished after the due date, but on time
    asked("2018-01-04", actions.resume, "2018-01-10")  # due later now


def counted(figure):
    with connection.cursor() as cursor:
        cursor.execute(COUNT + SQL[figure], {"first": FIRST, "last": LAST})
        return cursor.fetchone()[0]


def test_no_figure_is_left_out():
    assert list(SQL) == Figure.values


@pytest.mark.parametrize("figure", Figure.values)
def test_a_figure_counts_what_sql_counts(dossiers, figure):
    assert counted_in(Figure(figure), Dossier.objects.all(), FIRST, LAST).count() == counted(figure) > 0


@pytest.mark.parametrize("figure", [figure for figure in Figure.values if figure in Result.names()])
def test_the_report_says_the_same(dossiers, commune, figure):
    line: Result = total(results(unit=commune, first=FIRST, last=LAST, below=False))
    assert getattr(line, figure) == counted(figure)


@pytest.mark.parametrize("figure", Figure.values)
def test_it_opens_exactly_its_dossiers(client, dossiers, leader, commune, figure):
    client.force_login(leader)
    page = client.get(f"/dossiers/?figure={figure}&from={FIRST}&to={LAST}")
    assert len(page.context["dossiers"]) == counted(figure)


def test_without_a_period_it_counts_nothing(client, leader):
    client.force_login(leader)
    assert client.get("/dossiers/?figure=received&from=2018-01-08").status_code == 400


def test_of_a_unit_with_those_below_it(client, dossiers, district_leader, district, commune, other_commune):
    client.force_login(district_leader)
    address = f"/dossiers/?figure=received&from={FIRST}&to={LAST}"
    for unit, below, count in (
        (district, "", 0),
        (district, "&below=on", 3),
        (commune, "", 3),
        (other_commune, "&below=on", 0),
    ):
        page = client.get(f"{address}&unit={unit.pk}{below}")
        assert len(page.context["dossiers"]) == count, (unit, below)
