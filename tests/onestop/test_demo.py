"""The demo as `make demo` makes it: in a database of its own, through the commands, once for all these tests."""

import csv
import os
import subprocess
import sys
import time
from decimal import Decimal

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from tests import builders, databases
from units.models import DemoClock, UnitKind

pytestmark = pytest.mark.server

SLOWEST_SECOND_RUN = 15  # seconds; it takes one or two, but the machine may be busy


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker):
    """The address of an empty database beside that of the other tests."""
    name = f"{connection.settings_dict['NAME']}_demo"
    with django_db_blocker.unblock(), databases.new_database(name):
        yield databases.url(name)


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def manage(database, var):
    """Run a command in the demo's installation: (exit status, output, errors)."""
    environment = {**os.environ, "DATABASE_URL": database, "ONESTOP_VAR": str(var)}
    environment.pop("DEMO_PASSWORD", None)
    environment["DJANGO_SETTINGS_MODULE"] = "onestop.settings"

    def run(*arguments, **more):
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env={**environment, **more},
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout, done.stderr

    return run


@pytest.fixture(scope="module")
def demo(manage):
    """What the first run printed."""
    assert manage("migrate", "--verbosity", "0")[0] == 0
    status, printed, errors = manage("demo")
    assert status == 0, errors
    return printed


@pytest.fixture
def ask(database, demo):
    """Ask the demo's database: the first row of the answer."""
    demo_database = psycopg2.connect(database)

    def first_row(sql):
        with demo_database.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()

    yield first_row
    demo_database.close()


@pytest.fixture
def report(manage, demo, tmp_path):
    """The report's lines by their first column."""

    def lines(*options):
        path = tmp_path / "report.csv"
        period = ["--from", "2017-01-01", "--to", "2017-12-31"]
        status, _, errors = manage("report_results", "--unit", "376", *period, *options, "--output", str(path))
        assert status == 0, errors
        with path.open(encoding="utf-8", newline="") as file:
            return {line.pop("row"): {column: int(n) for column, n in line.items()} for line in csv.DictReader(file)}

    return lines


def test_the_figures_of_the_article_come_out_of_the_report(report):
    centre = report()["total"]
    assert (centre["received_total"], centre["resolved_total"], centre["carried_over"]) == (2407, 2289, 0)

    units = report("--below", "--rows", "unit")
    communes = [line for name, line in units.items() if name not in ("total", "Huyện Kim Sơn")]
    resolved = sum(line["resolved_total"] for line in communes)
    assert (len(communes), resolved) == (27, 78_406)
    assert 0.9 < resolved / sum(line["received_total"] for line in communes) < 1
    assert units["total"]["resolved_total"] == 2289 + 78_406


DASHBOARD = """
from django.test import Client
from django.test.utils import setup_test_environment
from units.models import User

setup_test_environment()
client = Client()
client.force_login(User.objects.get(username="leader.376"))
page = client.get("/dashboard/?from=2017-01-01&to=2017-12-31")
today = client.get("/dashboard/").context["table"].rows
for row, row_today in zip(page.context["table"].rows, today, strict=True):
    print(row.line.key.unit.code, *(cell.value for cell in row.cells[:2]), row_today.line.posted.posted)
print("decided", page.context["board"].decided.total)
print("lowest", min(row.line.satisfaction.percent for row in page.context["table"].rows))
"""


def test_the_figures_of_the_article_are_on_the_leaders_dashboard(manage, demo):
    status, printed, errors = manage("shell", "-v0", "-c", DASHBOARD, DEBUG="1")
    assert status == 0, errors
    found = dict(line.split(" ", 1) for line in printed.splitlines())
    assert float(found.pop("lowest")) == 80
    assert found.pop("decided") == "32"
    assert found.pop("376") == "2407 2289 248"
    received, resolved, posted = zip(*(map(int, line.split()) for line in found.values()), strict=True)
    assert (len(found), sum(received), sum(resolved), set(posted)) == (27, 79_000, 78_406, {152})


YEAR_FROZEN = """
from datetime import date
from django.test import Client
from django.test.utils import setup_test_environment
from onestop.demo.story import NOW
from reports import actions, links
from reports.freezing import report_of, stamp
from reports.models import Submission
from reports.preview import own_entries, parts_of, whole_entries
from units.models import AdministrativeUnit, User
from units.periods import Period
from units.worktime import VIETNAM

setup_test_environment()
year, now = Period(date(2017, 1, 1), date(2017, 12, 31)), NOW.replace(tzinfo=VIETNAM)
district = AdministrativeUnit.objects.with_code_on("376", year.last).get()
control = User.objects.get(username="control.376")
for unit in actions.units_under(district, year):
    by = User.objects.get(username=f"clerk.{unit.code}")
    made = actions.submit(unit=unit, period=year, seen=stamp(own_entries(unit, year)), by=by, now=now)
    actions.accept(submission=made, by=control, now=now)
parts = parts_of(district, year)
seen = stamp(whole_entries(district, year, parts), parts)
whole = actions.consolidate(unit=district, period=year, seen=seen, by=control, now=now)
whole = Submission.objects.get(pk=whole.pk)
own, communes = report_of(whole).sections
print("district", own.total.received_total, own.total.resolved_total)
print("communes", len(parts), communes.total.received_total, communes.total.resolved_total)
client = Client()
client.force_login(User.objects.get(username="leader.376"))
opened = [
    client.get(links.frozen(whole, figure, year, below=below)).context["count"]
    for figure, below in (("received_total", ""), ("resolved_total", ""), ("resolved_total", "only"))
]
print("opened", *opened)
"""


def test_the_figures_of_the_article_are_frozen_and_open_their_dossiers(manage, demo):
    status, printed, errors = manage("shell", "-v0", "-c", YEAR_FROZEN, DEBUG="1")
    assert status == 0, errors
    assert printed.splitlines() == ["district 2407 2289", "communes 27 79000 78406", "opened 2407 2289 78406"]


def test_some_reports_of_the_demo_are_on_their_way(ask):
    of_quarter = "FROM reports_submission WHERE NOT is_consolidated AND first = '2017-10-01' AND last = '2017-12-31'"
    assert ask(f"SELECT count(*), count(*) FILTER (WHERE state = 'returned') {of_quarter}") == (25, 1)


def test_a_few_results_are_late(report):
    units = report("--below", "--rows", "unit")
    late = {name: line["resolved_late"] / line["resolved_total"] for name, line in units.items()}
    assert 0.01 < late["total"] < 0.03 < late["Huyện Kim Sơn"] < 0.06


def test_every_desk_has_something_of_everything_this_morning(ask):
    assert ask(
        """
        SELECT count(*), min(open) > 5, min(due_today) > 0, min(waiting) > 0, sum(overdue) > 10 FROM (
            SELECT count(*) FILTER (WHERE finished_at IS NULL) AS open,
                   count(*) FILTER (WHERE state = 'resolved') AS waiting,
                   count(*) FILTER (WHERE finished_at IS NULL AND due_at::date = '2018-01-15') AS due_today,
                   count(*) FILTER (WHERE finished_at IS NULL AND due_at::date < '2018-01-15') AS overdue
            FROM dossiers_dossier GROUP BY returning_desk_id
        ) desk
        """
    ) == (28, True, True, True, True)


def test_the_desks_were_open_when_they_received(ask):
    assert ask(
        """
        SELECT min(received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date >= '2017-01-01',
               max(received_at) < '2018-01-15 08:00+07',
               bool_and((received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::time BETWEEN '07:00' AND '17:00')
        FROM dossiers_dossier
        """
    ) == (True, True, True)
    assert ask(
        """
        SELECT count(*) FROM dossiers_dossier JOIN units_calendarday calendar
            ON calendar.date = (received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AND calendar.kind = 'holiday'
        """
    ) == (0,)


def test_numbers_are_gapless_so_that_the_desks_go_on_from_them(ask):
    assert ask(
        """
        SELECT count(*) FROM (
            SELECT count(*) AS n, max(right(code, 4)::int) AS highest FROM dossiers_dossier GROUP BY left(code, -5)
        ) day WHERE n <> highest
        """
    ) == (0,)


def test_procedures_were_received_and_in_force(ask):
    assert ask(
        """
        SELECT count(*) FILTER (WHERE is_version_assumed), count(*) FILTER (WHERE procedure.handling <> 'received')
        FROM dossiers_dossier dossier
        JOIN procedures_procedureversion version ON version.id = dossier.version_id
        JOIN procedures_procedure procedure ON procedure.id = version.procedure_id
        """
    ) == (0, 0)


def test_everything_is_posted_as_the_article_says(ask):
    assert ask(
        """
        SELECT string_agg(DISTINCT posted, ', ' ORDER BY posted) FROM (
            SELECT unit.kind IN ('commune', 'township') || ' ' || place || ' ' || count(*) AS posted
            FROM procedures_posting JOIN units_servicedesk desk ON desk.id = desk_id
            JOIN units_administrativeunit unit ON unit.id = desk.unit_id
            WHERE posted_on < '2018-01-15' AND removed_on IS NULL GROUP BY unit.id, place
        ) place
        """
    ) == ("false board 248, false portal 248, true board 152",)
    assert ask("SELECT count(DISTINCT desk_id), count(*) FROM procedures_posting") == (28, 27 * 152 + 2 * 248)
    decided = "issued_on BETWEEN '2017-01-01' AND '2017-12-31' AND number LIKE '%minh họa%'"
    versions = "procedures_procedureversion version JOIN procedures_publicationdecision decision"
    assert ask(f"SELECT count(*) FROM {versions} ON decision.id = version.decision_id WHERE {decided}") == (32,)


def test_after_each_decision_one_to_three_communes_were_late(ask):
    least, most = ask(
        """
        SELECT min(late), max(late) FROM (
            SELECT count(DISTINCT desk_id) FILTER (WHERE posted_on > greatest(valid_from, issued_on)) AS late
            FROM procedures_posting posting JOIN procedures_procedureversion version ON version.id = version_id
            JOIN procedures_publicationdecision decision ON decision.id = decision_id GROUP BY decision.id
        ) decision
        """
    )
    assert 1 <= least <= most <= 3


def test_the_catalogue_loaded_again_changes_nothing(manage, demo):
    path = settings.BASE_DIR / "procedures" / "data" / "kimson_2017_procedures.csv"
    assert manage("import_procedures", str(path))[1] == "400 rows: 0 added, 0 changed, 400 unchanged\n"


def test_an_older_demo_gets_its_postings(manage, demo, database, ask):
    with psycopg2.connect(database) as older, older.cursor() as cursor:
        cursor.execute("DELETE FROM procedures_posting")
    older.close()
    assert "postings: 4600 added" in manage("demo")[1]
    assert "postings" not in manage("demo")[1].split("Kim Sơn;")[0]


def test_an_older_demo_has_no_receipts_and_announces_none(manage, demo, database):
    assert "receipts" in demo
    for old, new in (("demo-receipt", "older"), ("older", "demo-receipt")):
        with psycopg2.connect(database) as older, older.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(
                "UPDATE dossiers_dossier SET key = replace(key, %s, %s) WHERE key LIKE %s || '%%'", (old, new, old)
            )
        older.close()
        assert ("receipts" in manage("demo")[1]) == (new == "demo-receipt")


def test_satisfaction_is_at_80_per_cent_where_it_is_lowest(ask):
    """The article; in 2017, and with the first weeks of 2018."""
    assert ask(
        """
        SELECT count(*), min(of_2017), min(of_both) >= 0.8, bool_and(code <> '376' OR of_2017 > 0.95) FROM (
            SELECT code, avg((overall >= 4)::int) AS of_both,
                   avg((overall >= 4)::int) FILTER (WHERE month < '2018-01-01') AS of_2017
            FROM satisfaction_answer answer
            JOIN units_servicedesk desk ON desk.id = answer.desk_id
            JOIN units_administrativeunit unit ON unit.id = desk.unit_id GROUP BY code
        ) desks
        """
    ) == (28, Decimal("0.8"), True, True)


FACTORS = ("access", "paperwork", "staff", "result", "feedback")


def test_no_desk_falls_below_that_in_any_month_over_all_or_by_factor(ask):
    shares = [f"avg(({name} >= 4)::int) FILTER (WHERE {name} IS NOT NULL) AS {name}" for name in ("overall", *FACTORS)]
    lowest = ", ".join(f"min({name}) >= 0.8" for name in ("overall", *FACTORS))
    by_month = f"SELECT {', '.join(shares)} FROM satisfaction_answer GROUP BY desk_id, month"
    assert ask(f"SELECT {lowest} FROM ({by_month}) desks") == (True,) * 6


def test_factors_lie_around_what_is_said_over_all(ask):
    """Some above it and some below, of all together; in each desk not far from it."""
    shares = [f"avg(({name} >= 4)::int) FILTER (WHERE {name} IS NOT NULL) AS {name}" for name in FACTORS]
    shares = f"SELECT avg((overall >= 4)::int) AS overall, {', '.join(shares)} FROM satisfaction_answer"
    over_all, *factors = ask(shares)
    assert 1 <= sum(share < over_all for share in factors) <= 4
    far = ", ".join(f"max(abs({name} - overall)) < 0.07" for name in FACTORS)
    assert ask(f"SELECT {far} FROM ({shares} GROUP BY desk_id) desks") == (True,) * 5


def test_cards_of_each_month_are_sealed_and_kiosks_have_begun(ask):
    assert ask(
        """
        SELECT count(*), count(DISTINCT desk_id), count(DISTINCT month), bool_and(sealed_at < '2018-01-15 08:00+07')
        FROM satisfaction_cardbatch
        """
    ) == (28 * 12, 28, 12, True)
    assert ask(
        """
        SELECT min(n) >= 5, bool_and(source = 'kiosk') FROM (
            SELECT desk_id, source, count(*) AS n FROM satisfaction_answer
            WHERE month = '2018-01-01' GROUP BY desk_id, source
        ) desks
        """
    ) == (True, True)


def test_the_accounts_are_there_and_said(demo, ask, var):
    password = (var / "demo-password").read_text()
    assert (var / "demo-password").stat().st_mode & 0o777 == 0o600
    assert f"all with the password {password}" in demo
    assert ask("SELECT count(*) FROM units_user") == (28 * 3 + 3 + 4,)
    assert ask("SELECT role, valid_from::text FROM units_assignment JOIN units_user u ON u.id = user_id "
               "WHERE username = 'reform.376'") == ("reform_officer", "2016-01-01")  # fmt: skip
    assert ask("SELECT count(DISTINCT full_name) > 70 FROM units_user") == (True,)


def test_the_clock_stands_at_eight_that_monday(ask):
    assert ask("SELECT starts_at = '2018-01-15 08:00+07', is_loading FROM units_democlock") == (True, False)


def test_a_second_run_changes_nothing_and_is_quick(manage, demo, ask):
    tables = ("dossiers_dossier", "dossiers_dossierevent", "satisfaction_answer")
    rows = f"SELECT {', '.join(f'(SELECT count(*) FROM {table})' for table in tables)}"
    before, started = ask(rows), time.monotonic()
    status, printed, _ = manage("demo")
    assert (status, time.monotonic() - started < SLOWEST_SECOND_RUN) == (0, True)
    assert printed in demo
    assert ask(rows) == before


def test_an_older_demo_gets_what_citizens_answered(manage, demo, database, ask):
    before = ask("SELECT count(*), sum(overall) FROM satisfaction_answer")
    with psycopg2.connect(database) as older, older.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no triggers: it was never there
        cursor.execute("DELETE FROM satisfaction_answer; DELETE FROM satisfaction_survey")
        cursor.execute("DELETE FROM satisfaction_cardbatch")
    older.close()
    status, printed, _ = manage("demo")
    assert (status, f"answers: {before[0]} added" in printed) == (0, True)
    assert ask("SELECT count(*), sum(overall) FROM satisfaction_answer") == before


def test_a_run_that_was_killed_while_loading_is_taken_up(manage, demo, database, ask):
    with psycopg2.connect(database) as killed, killed.cursor() as cursor:
        cursor.execute("UPDATE units_democlock SET is_loading = true")
    killed.close()
    status, printed, _ = manage("demo")
    assert (status, "dossiers: " in printed, " 0 added" in printed) == (0, True, True)
    assert ask("SELECT is_loading FROM units_democlock") == (False,)


def test_the_password_can_be_chosen_anew(manage, demo, ask):
    before = ask("SELECT password FROM units_user WHERE username = 'clerk.14635'")
    printed = manage("demo", DEMO_PASSWORD="mot-cua-2018")[1]
    assert "all with the password mot-cua-2018" in printed
    assert ask("SELECT password FROM units_user WHERE username = 'clerk.14635'") != before


def test_everything_holds(manage, demo):
    assert manage("verify")[0] == 0


def test_volume_can_be_added(manage, demo):
    options = ["--count", "1500", "--from", "2017-06-01", "--to", "2017-06-30"]
    assert manage("generate_dossiers", *options)[1] == "1500 rows: 1500 added, 0 unchanged\n"
    assert manage("verify")[0] == 0


@pytest.mark.parametrize("row", ["units", "staff"])
def test_an_installation_without_dossiers_is_left_alone_too(db, row):
    if row == "units":
        builders.make_unit("37", "Tỉnh Ninh Bình", UnitKind.PROVINCE, agency_code="000.00.00.H42")
    else:
        builders.make_user("admin")
    with pytest.raises(CommandError, match="the demo wants one of its own"):
        call_command("demo")
    assert not DemoClock.objects.exists()


def test_dossiers_that_are_not_the_demos_are_left_alone(manage, demo, database):
    with psycopg2.connect(database) as real, real.cursor() as cursor:
        cursor.execute("DELETE FROM units_democlock")
    real.close()
    status, _, errors = manage("demo")
    assert (status, errors.count("\n")) == (1, 1)
    assert "the demo wants one of its own" in errors
