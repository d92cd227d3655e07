"""What `import_dossiers` takes over."""

from datetime import date

import pytest

from dossiers import actions
from dossiers.models import Dossier, DossierCounter, DossierEvent
from procedures.models import ProcedureVersion, Sector
from tests import builders
from tests.builders import at
from tests.dossiers.import_rows import CODE, faults_of, import_rows, open_row, row
from units.models import AdministrativeUnit
from units.tables import TableFaults

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(commune, other_commune, birth, support, clock):
    """Two communes with two procedures, on 15 January 2018."""


# What is taken over


def test_a_row_becomes_a_dossier(tmp_path, commune):
    import_rows(tmp_path, row(applicant_id="164 000 111", applicant_phone="+84 912.345.678", applicant_address="Xóm 5"))

    dossier = Dossier.objects.get()
    assert (dossier.code, dossier.is_imported, dossier.number, dossier.key) == (CODE, True, None, None)
    assert (dossier.receiving_desk, dossier.returning_desk) == (commune.desk, commune.desk)
    assert dossier.competent_agency == commune.committee
    assert (dossier.version.name, dossier.is_version_assumed) == ("Đăng ký khai sinh", False)
    assert (dossier.rule_set.key, dossier.form_set.key) == ("QD-09-2015", "QC-2015")
    assert (dossier.applicant_name, dossier.applicant_address) == ("Phạm Thị Hiền", "Xóm 5")
    assert (dossier.applicant_id_number, dossier.applicant_phone) == ("164000111", "0912345678")
    assert dossier.searched_names == " pham thi hien "
    assert (dossier.received_at, dossier.due_at) == (at("2018-01-10 08:15"), at("2018-01-10 17:00"))
    assert dossier.first_due_at == dossier.due_at
    assert (dossier.finished_at, dossier.returned_at) == (at("2018-01-10 08:40"), at("2018-01-10 08:45"))


@pytest.mark.parametrize(
    ("cells", "state", "events"),
    [
        ({"finished_at": "", "returned_at": "", "outcome": ""}, "received", ["received"]),
        ({"returned_at": ""}, "resolved", ["received", "resolved"]),
        ({}, "handed_back", ["received", "resolved", "handed_back"]),
        ({"returned_at": "", "outcome": "denied"}, "resolved", ["received", "denied"]),
        ({"outcome": "denied"}, "handed_back", ["received", "denied", "handed_back"]),
        ({"returned_at": "", "outcome": "withdrawn"}, "withdrawn", ["received", "withdrawn"]),
        ({"outcome": "withdrawn"}, "withdrawn", ["received", "withdrawn", "handed_back"]),
    ],
)
def test_state_and_history_follow_from_the_row(tmp_path, cells, state, events):
    import_rows(tmp_path, row(**cells))

    dossier = Dossier.objects.get()
    history = list(dossier.events.order_by("at", "pk"))
    assert (dossier.state, dossier.outcome) == (state, cells.get("outcome", "resolved"))
    assert [event.kind for event in history] == events
    assert history[-1].state == state
    assert {tuple(event.data.items()) for event in history} == {(("imported", True),)}


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2018-01-10 08:15", "2018-01-10 08:15"),
        ("2018-01-10T08:15:30", "2018-01-10 08:15:30"),
        ("2018-01-10T01:15Z", "2018-01-10 08:15"),
        ("2018-01-10 03:15+02:00", "2018-01-10 08:15"),
        ("2018-01-10", "2018-01-10 00:00"),
    ],
)
def test_times_are_vietnam_times_unless_they_say_otherwise(tmp_path, text, moment):
    import_rows(tmp_path, row(received_at=text))
    assert Dossier.objects.get().received_at == at(moment)


def test_a_due_day_alone_ends_at_closing_time(tmp_path):
    import_rows(tmp_path, row(due_at="2018-01-12"))
    assert Dossier.objects.get().due_at == at("2018-01-12 17:00")


def test_days_alone_stay_between_what_else_is_known_of_the_day(tmp_path):
    import_rows(tmp_path, row(received_at="2018-01-10 17:20", finished_at="2018-01-10", returned_at="2018-01-10"))
    import_rows(tmp_path, row(code="B-2", finished_at="2018-01-10"))

    late, early = Dossier.objects.get(code=CODE), Dossier.objects.get(code="B-2")
    assert (late.finished_at, late.returned_at) == (at("2018-01-10 17:20"), at("2018-01-10 17:20"))
    assert (early.finished_at, early.returned_at) == (at("2018-01-10 08:45"), at("2018-01-10 08:45"))


def test_a_day_alone_does_not_reach_into_the_future(tmp_path, clerk):
    today = {"received_at": "2090-01-16 08:00", "due_at": "2090-01-16", "finished_at": "2090-01-16"}
    rows = [row(code="A-1", **today, returned_at="2090-01-16"), row(code="A-2", **today, returned_at="")]
    import_rows(tmp_path, *rows, now="2090-01-16 09:00")

    returned, waiting = Dossier.objects.order_by("code")
    assert (returned.finished_at, returned.returned_at) == (at("2090-01-16 09:00"), at("2090-01-16 09:00"))
    actions.hand_back(dossier=waiting, collection=actions.Collection(), by=clerk, now=at("2090-01-16 09:01"))
    assert str(import_rows(tmp_path, *rows, now="2090-01-17 09:00")) == "2 rows: 0 added, 2 unchanged"


def test_a_time_ahead_is_in_the_future_also_today(tmp_path):
    ahead = row(received_at="2090-01-16 08:00", due_at="2090-01-16", finished_at="2090-01-16 09:01", returned_at="")
    with pytest.raises(TableFaults, match="row 2, finished_at: lies in the future"):
        import_rows(tmp_path, ahead, now="2090-01-16 09:00")


def test_a_code_means_the_unit_that_had_it_then(tmp_path, district):
    AdministrativeUnit.objects.filter(code="14638").update(valid_to=date(2017, 12, 31))
    later = builders.make_unit(
        "14638", "Xã Kim Sơn", parent=district, agency_code="H42.28.2", valid_from=date(2018, 1, 1)
    )
    import_rows(tmp_path, open_row(receiving_unit="14638", competent_unit="14638"))
    assert Dossier.objects.get().competent_agency == later.committee


def test_receiving_and_competent_unit_may_differ(tmp_path, district, commune):
    builders.make_procedure("1.001776", "Trợ cấp xã hội", level="district", time_limit=32)
    import_rows(tmp_path, open_row(competent_unit="376", procedure_code="1.001776", due_at="2018-03-05"))

    dossier = Dossier.objects.get()
    assert dossier.competent_agency == district.committee
    assert (dossier.receiving_desk, dossier.returning_desk) == (commune.desk, commune.desk)
    assert dossier.version.name == "Trợ cấp xã hội"


def test_a_former_local_code_still_names_the_procedure(tmp_path, birth):
    birth.local_code = "L.000007"
    birth.save()
    import_rows(tmp_path, row(procedure_code="L.000007"))
    assert Dossier.objects.get().version.procedure == birth


def test_the_version_is_the_one_in_force_at_reception_else_the_earliest(tmp_path, birth):
    birth.versions.update(valid_from=date(2016, 1, 1), valid_to=date(2017, 6, 30))
    sector = Sector.objects.get(name="Hộ tịch")
    ProcedureVersion.objects.create(procedure=birth, name="Mới", sector=sector, valid_from=date(2017, 7, 1))
    then = {"due_at": "2018-01-15", "finished_at": "", "returned_at": "", "outcome": ""}
    import_rows(
        tmp_path,
        row(code="A-1", received_at="2015-03-02", **then),
        row(code="A-2", received_at="2017-06-30", **then),
        row(code="A-3", received_at="2017-07-01", **then),
    )
    taken = Dossier.objects.order_by("code").values_list("version__name", "is_version_assumed")
    assert list(taken) == [("Đăng ký khai sinh", True), ("Đăng ký khai sinh", False), ("Mới", False)]


# Once more


def test_the_same_file_changes_nothing(tmp_path):
    rows = [row(), open_row(code="B-2")]
    assert str(import_rows(tmp_path, *rows)) == "2 rows: 2 added, 0 unchanged"
    assert str(import_rows(tmp_path, *rows)) == "2 rows: 0 added, 2 unchanged"
    assert (Dossier.objects.count(), DossierEvent.objects.count()) == (2, 4)


def test_a_row_may_stand_twice_if_it_is_the_same(tmp_path):
    assert str(import_rows(tmp_path, row(), row())) == "2 rows: 1 added, 1 unchanged"


def test_other_content_under_the_same_code_is_a_fault(tmp_path):
    rows = [row(), row(applicant_name="Phạm Thị Hiên")]
    assert faults_of(tmp_path, *rows) == [f"row 3, code: {CODE} was imported before with other content"]

    import_rows(tmp_path, rows[0])
    with pytest.raises(TableFaults, match="row 2, code"):
        import_rows(tmp_path, rows[1])


def test_what_became_of_a_dossier_since_is_not_compared(tmp_path):
    import_rows(tmp_path, open_row())
    Dossier.objects.update(state="resolved", outcome="resolved", finished_at=at("2018-01-12 09:00"))
    assert str(import_rows(tmp_path, open_row())) == "1 rows: 0 added, 1 unchanged"


def test_a_code_given_at_the_desk_is_not_taken_over(tmp_path, clerk, birth):
    dossier = builders.receive(by=clerk, procedure=birth, now=at("2018-01-15 08:00"))
    with pytest.raises(TableFaults, match=f"row 2, code: {dossier.code} was given to another dossier"):
        import_rows(tmp_path, open_row(code=dossier.code, received_at="2018-01-15 07:30", due_at="2018-01-15"))


def test_a_dry_run_writes_nothing(tmp_path):
    assert str(import_rows(tmp_path, row(), dry_run=True)) == "1 rows: 1 added, 0 unchanged"
    assert (Dossier.objects.count(), DossierCounter.objects.count()) == (0, 0)


# Counters


def test_imported_codes_move_the_counter_of_their_agency_and_day_forward(tmp_path, commune, clerk, birth):
    same_day = {"received_at": "2018-01-15 07:10", "due_at": "2018-01-15"}
    import_rows(
        tmp_path,
        open_row(code="000.06.28.H42-180115-0041", **same_day),
        open_row(code="000.06.28.H42-180115-0007", **same_day),
        open_row(code="000.06.28.H42-180110-0003"),
    )
    counters = dict(DossierCounter.objects.filter(agency=commune.committee).values_list("day", "last"))
    assert counters == {date(2018, 1, 15): 41, date(2018, 1, 10): 3}
    dossier = builders.receive(by=clerk, procedure=birth, now=at("2018-01-15 08:00"))
    assert dossier.code == "000.06.28.H42-180115-0042"


def test_counters_never_go_back(tmp_path, commune):
    DossierCounter.objects.create(agency=commune.committee, day=date(2018, 1, 10), last=9)
    import_rows(tmp_path, row())
    assert DossierCounter.objects.get().last == 9


@pytest.mark.parametrize(
    "code",
    [
        "000.06.28.H42-180110-0000",
        "000.06.28.H42-180110-10000",
        "000.06.28.H42-181310-0001",
        "000.06.28.H42-180231-0001",
        "000.99.28.H42-180110-0001",
        "KD-17-0001",
    ],
)
def test_codes_that_are_not_like_ours_move_no_counter(tmp_path, code):
    import_rows(tmp_path, row(code=code))
    assert (Dossier.objects.get().code, DossierCounter.objects.count()) == (code, 0)


def test_an_agency_code_counts_in_its_own_days(tmp_path, commune):
    commune.committee.codes.update(valid_to=date(2018, 1, 9))
    import_rows(tmp_path, row())
    assert not DossierCounter.objects.exists()
