"""The statutory report, counted by hand and by brute force."""

import csv
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossiers.imports import COLUMNS as IMPORTED
from dossiers.imports import add_dossiers
from reports.management.commands.report_results import Command
from reports.results import COLUMNS, Result, results, total
from tests import builders
from tests.builders import at
from units.models import AdministrativeUnit
from units.tables import Row

pytestmark = pytest.mark.django_db

PERIOD = ["--unit", "14635", "--from", "2017-03-01", "--to", "2017-03-31", "--output", "r.csv"]
MARCH = {"first": date(2017, 3, 1), "last": date(2017, 3, 31)}


@pytest.fixture(autouse=True)
def place(commune, other_commune, birth, support, clock):
    """Two communes with a procedure of civil status and one of social support."""


def add(*dossiers, unit="14635", procedure="1.001193"):
    """Dossiers as (received, due, finished, outcome, channel), of which the last three may be left out."""
    rows = []
    for dossier in dossiers:
        received, due, finished, outcome, channel = (*dossier, "", "", "")[:5]
        cells = {
            "code": f"T-{unit}-{next(builders.counting)}",
            "receiving_unit": unit,
            "competent_unit": unit,
            "procedure_code": procedure,
            "channel": channel or "in_person",
            "applicant_name": "Nguyễn Văn Đức",
            "received_at": received,
            "due_at": due,
            "finished_at": finished,
            "outcome": outcome or ("resolved" if finished else ""),
        }
        rows.append(Row(len(rows) + 2, {**dict.fromkeys(IMPORTED, ""), **cells}))
    add_dossiers(rows, now=at("2018-01-15 08:00"))


def figures(line):
    return {name: n for name, n in asdict(line).items() if n}


# Counted by hand


def test_each_dossier_counts_where_the_form_wants_it(commune):
    add(
        ("2017-02-10 08:00", "2017-02-20", "2017-02-28 16:59"),  # finished before: not in the report
        ("2017-02-28 23:59", "2017-03-10", "2017-03-01 00:00"),  # carried over, early
        ("2017-02-20 08:00", "2017-02-27", "2017-03-02 09:00"),  # carried over, late
        ("2017-03-01 00:00", "2017-03-01", "2017-03-01 23:59"),  # on its last day
        ("2017-03-06 08:00", "2017-03-10", "2017-03-09 09:00", "denied", "online"),  # early
        ("2017-03-06 08:00", "2017-03-10", "2017-03-07 09:00", "withdrawn", "post"),  # never early
        ("2017-03-06 08:00", "2017-03-10", "2017-03-13 09:00", "withdrawn"),  # late
        ("2017-03-20 08:00", "2017-03-30", "2017-04-01 00:00"),  # finished after: pending, overdue
        ("2017-03-20 08:00", "2017-03-31"),  # due on the last day: in time
        ("2017-03-31 23:59", "2017-04-05", "", "", "online"),
        ("2017-04-01 00:00", "2017-04-05"),  # received after
    )
    [line] = results(unit=commune, **MARCH, below=False)
    assert line == Result(
        row="Hộ tịch",
        received_total=9,
        received_online=2,
        received_direct=5,
        carried_over=2,
        resolved_total=6,
        resolved_early=2,
        resolved_on_time=2,
        resolved_late=2,
        pending_total=3,
        pending_in_time=2,
        pending_overdue=1,
    )
    assert line.holds


def test_a_past_period_gives_what_it_gave_then(commune):
    add(("2017-03-20 08:00", "2017-03-24", "2017-05-02 09:00"))
    [line] = results(unit=commune, **MARCH, below=False)
    assert figures(line) == {
        "row": "Hộ tịch",
        "received_total": 1,
        "received_direct": 1,
        "pending_total": 1,
        "pending_overdue": 1,
    }


def test_what_is_pending_is_carried_over_into_the_next_period(commune):
    add(("2017-03-20 08:00", "2017-04-24"), ("2017-03-20 08:00", "2017-03-24", "2017-05-02 09:00"))
    [march] = results(unit=commune, **MARCH, below=False)
    [april] = results(unit=commune, first=date(2017, 4, 1), last=date(2017, 4, 30), below=False)
    assert (march.pending_total, april.carried_over) == (2, 2)


def test_the_competent_unit_counts_not_the_receiving_desk(district, commune):
    builders.make_procedure("1.001776", "Trợ cấp xã hội hàng tháng", level="district", sector="Bảo trợ xã hội")
    values = dict.fromkeys(IMPORTED, "") | {
        "code": "X-1",
        "receiving_unit": "14635",
        "competent_unit": "376",
        "procedure_code": "1.001776",
        "channel": "in_person",
        "applicant_name": "Nguyễn Văn Đức",
        "received_at": "2017-03-06",
        "due_at": "2017-03-20",
    }
    add_dossiers([Row(2, values)], now=at("2018-01-15 08:00"))
    assert results(unit=commune, **MARCH, below=False) == []
    assert [line.row for line in results(unit=district, **MARCH, below=False)] == ["Bảo trợ xã hội"]


def test_units_below_are_added_when_asked_for(district, commune):
    add(("2017-03-06 08:00", "2017-03-10"))
    add(("2017-03-06 08:00", "2017-03-10"), ("2017-03-07 08:00", "2017-03-10"), unit="14638")

    assert results(unit=district, **MARCH, below=False) == []
    [line] = results(unit=district, **MARCH, below=True)
    assert (line.row, line.received_total) == ("Hộ tịch", 3)


def test_one_line_for_each_unit_also_where_nothing_came(district):
    add(("2017-03-06 08:00", "2017-03-10"))
    lines = results(unit=district, **MARCH, below=True, rows="unit")
    assert [(line.row, line.received_total) for line in lines] == [
        ("Xã Kim Định", 1),
        ("Xã Ân Hòa", 0),
        ("Huyện Kim Sơn", 0),
    ]


def test_one_line_for_each_procedure(commune, support):
    add(("2017-03-06 08:00", "2017-03-10"))
    add(("2017-03-06 08:00", "2017-03-13"), ("2017-03-06 08:00", "2017-03-13"), procedure="1.001776")
    lines = results(unit=commune, **MARCH, below=False, rows="procedure")
    assert [(line.row, line.received_total) for line in lines] == [
        ("1.001193 Đăng ký khai sinh", 1),
        ("1.001776 Trợ cấp xã hội hàng tháng", 2),
    ]


def test_a_procedure_stands_under_the_name_it_had_on_the_last_day(commune, birth):
    old = birth.versions.get()
    birth.versions.update(valid_to=date(2017, 2, 28))
    birth.versions.create(name="Khai sinh", sector=old.sector, valid_from=date(2017, 3, 1))
    add(("2017-03-06 08:00", "2017-03-10"))
    lines = results(unit=commune, **MARCH, below=False, rows="procedure")
    assert [line.row for line in lines] == ["1.001193 Khai sinh"]


def test_sectors_stand_in_alphabetical_order_and_add_up(commune):
    add(("2017-03-06 08:00", "2017-03-10"))
    add(("2017-03-06 08:00", "2017-03-13", "2017-03-07 08:00"), procedure="1.001776")
    lines = results(unit=commune, **MARCH, below=False)
    assert [line.row for line in lines] == ["Bảo trợ xã hội", "Hộ tịch"]
    assert figures(total(lines)) == {
        "row": "total",
        "received_total": 2,
        "received_direct": 2,
        "resolved_total": 1,
        "resolved_early": 1,
        "pending_total": 1,
        "pending_overdue": 1,
    }


@pytest.mark.parametrize("column", [name for name in COLUMNS if name != "row"])
def test_no_figure_can_differ_unnoticed(column):
    line = Result("Hộ tịch", 9, 2, 5, 2, 6, 2, 2, 2, 3, 2, 1)
    assert line.holds
    assert not replace(line, **{column: getattr(line, column) + 1}).holds


# Counted by brute force

DAY_ZERO = datetime(2017, 3, 1)
moments = st.integers(-7 * 24, 9 * 24).map(lambda hours: DAY_ZERO + timedelta(hours=hours))
days = st.integers(-6, 8).map(lambda days: (DAY_ZERO + timedelta(days=days)).date())


@st.composite
def dossiers(draw):
    received = draw(moments)
    due = received.date() + timedelta(days=draw(st.integers(0, 5)))
    finished = draw(st.none() | st.integers(0, 8 * 24).map(lambda hours: received + timedelta(hours=hours)))
    outcome = draw(st.sampled_from(["resolved", "denied", "withdrawn"])) if finished else ""
    return received, due, finished, outcome, draw(st.sampled_from(["in_person", "online", "post"]))


def recount(found, a, b):
    """The counting rules once more, read off their wording."""
    line = dict.fromkeys(COLUMNS[1:], 0)
    for received, due, finished, outcome, channel in found:
        received, finished = received.date(), finished.date() if finished else date.max
        if received > b or finished < a:
            continue
        line["received_total"] += 1
        if received < a:
            line["carried_over"] += 1
        else:
            line["received_online" if channel == "online" else "received_direct"] += 1
        if finished <= b:
            line["resolved_total"] += 1
            if finished > due:
                line["resolved_late"] += 1
            elif finished == due or outcome == "withdrawn":
                line["resolved_on_time"] += 1
            else:
                line["resolved_early"] += 1
        else:
            line["pending_total"] += 1
            line["pending_overdue" if due < b else "pending_in_time"] += 1
    return line


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.lists(dossiers(), max_size=12), period=st.tuples(days, days).map(sorted))
def test_any_dossiers_and_period_give_what_counting_one_by_one_gives(found, period):
    first, last = period
    commune = AdministrativeUnit.objects.get(code="14635")
    with transaction.atomic():
        add(*((str(received), str(due), str(end or ""), *rest) for received, due, end, *rest in found))
        line = total(results(unit=commune, first=first, last=last, below=False))
        transaction.set_rollback(True)
    assert asdict(line) == {"row": "total", **recount(found, first, last)}
    assert line.holds


# The command


def report(output, **options):
    arguments = {"unit": "14635", "first": "2017-03-01", "last": "2017-03-31", **options}
    call_command("report_results", output=output, **arguments)
    with output.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_the_file_has_the_columns_and_ends_with_the_total(tmp_path):
    add(("2017-03-06 08:00", "2017-03-10", "2017-03-08 08:00"), ("2017-03-06 08:00", "2017-04-10"))
    assert report(tmp_path / "r.csv") == [
        list(COLUMNS),
        ["Hộ tịch", "2", "0", "2", "0", "1", "1", "0", "0", "1", "1", "0"],
        ["total", "2", "0", "2", "0", "1", "1", "0", "0", "1", "1", "0"],
    ]


def test_nothing_to_report_is_a_total_of_nothing(tmp_path):
    assert report(tmp_path / "r.csv") == [list(COLUMNS), ["total", *["0"] * 11]]


@pytest.mark.parametrize("form", ["auto", "II.06a", "06a-2017"])
def test_the_form_changes_nothing_in_a_csv(tmp_path, form):
    add(("2017-03-06 08:00", "2017-03-10"))
    assert report(tmp_path / "r.csv", form=form)[0] == list(COLUMNS)


def test_the_code_means_the_unit_that_has_it_on_the_last_day(tmp_path, district, commune):
    AdministrativeUnit.objects.filter(pk=commune.pk).update(valid_to=date(2017, 3, 15))
    builders.make_unit("14635", "Xã mới", parent=district, agency_code="H42.28.9", valid_from=date(2017, 3, 16))
    add(("2017-03-06 08:00", "2017-03-10"))
    assert report(tmp_path / "r.csv", last="2017-03-15", rows="unit")[1][:2] == ["Xã Kim Định", "1"]
    assert report(tmp_path / "r.csv", rows="unit")[1][:2] == ["Xã mới", "0"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"last": "2017-02-28"}, "the period ends on 2017-02-28, before it starts on 2017-03-01"),
        ({"unit": "99999"}, "--unit: no unit had the code 99999 on 2017-03-31"),
        ({"first": "01/03/2017"}, "--from: '01/03/2017' is not a date such as 2018-01-31"),
        ({"last": "2017-02-30"}, "--to: '2017-02-30' is not a date such as 2018-01-31"),
        ({"last": "9999-12-31"}, "--to: 9999-12-31 lies after the year 2100"),
    ],
)
def test_what_cannot_be_reported_is_said_in_a_sentence(tmp_path, options, sentence):
    with pytest.raises(CommandError) as caught:
        report(tmp_path / "r.csv", **options)
    assert (str(caught.value), caught.value.returncode) == (sentence, 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("r.pdf", "--output must end in .csv, not .pdf"),
        ("r", "--output must end in .csv, not in nothing"),
        ("missing/r.csv", "{path}: No such file or directory"),
        ("folder.csv", "{path}: Is a directory"),
    ],
)
def test_a_file_that_cannot_be_written_is_refused(tmp_path, name, sentence):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(CommandError) as caught:
        report(tmp_path / name)
    assert (str(caught.value), caught.value.returncode) == (sentence.format(path=tmp_path / name), 1)


@pytest.mark.parametrize(
    "arguments",
    [[], ["--unit", "14635"], [*PERIOD, "--rows", "colour"], [*PERIOD, "--form", "I"], [*PERIOD, "--beside"]],
)
def test_a_command_used_wrongly_ends_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as end:
        Command().run_from_argv(["manage.py", "report_results", *arguments])
    assert end.value.code == 2
    assert "error:" in capsys.readouterr().err
