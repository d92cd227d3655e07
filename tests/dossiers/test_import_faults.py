"""What `import_dossiers` refuses, and what the command says of it."""

import pytest
from django.core.management import call_command

from dossiers.imports import COLUMNS, import_dossiers
from dossiers.models import Dossier
from reports.models import Tally, TallyDelta
from tests.builders import at
from tests.dossiers.import_rows import faults_of, import_rows, open_row, row
from tests.tables import write_rows
from units.tables import TableFaults

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(commune, other_commune, birth, support, clock):
    """Two communes with two procedures, on 15 January 2018."""


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"code": ""}, "code: must be 1 to 64 capital letters, digits, dots and hyphens"),
        ({"code": "A/B"}, "code: must be 1 to 64 capital letters, digits, dots and hyphens"),
        ({"code": "kd-17-0001"}, "code: must be 1 to 64 capital letters, digits, dots and hyphens"),
        ({"code": "A" * 65}, "code: must be 1 to 64 capital letters, digits, dots and hyphens"),
        ({"receiving_unit": "99999"}, 'receiving_unit: no unit had the code "99999" on 2018-01-10'),
        ({"competent_unit": ""}, 'competent_unit: no unit had the code "" on 2018-01-10'),
        ({"procedure_code": "9.9"}, 'procedure_code: no procedure of the commune level has the code "9.9"'),
        ({"channel": "fax"}, 'channel: "fax" is none of in_person, online, post'),
        ({"applicant_name": " "}, "applicant_name: is missing"),
        ({"applicant_name": "a" * 201}, "applicant_name: has 201 characters, 200 at most"),
        ({"applicant_address": "a" * 301}, "applicant_address: has 301 characters, 300 at most"),
        ({"applicant_id": "1234567"}, "applicant_id: must be 9 or 12 digits, a passport number of 6 to 12, or empty"),
        ({"applicant_id": "١٦٤٠٠٠١١١"}, "applicant_id: must be 9 or 12 digits, a passport number of 6 to 12, or empty"),
        ({"applicant_phone": "none"}, "applicant_phone: must be a number of 20 digits at most, or empty"),
        ({"received_at": ""}, "received_at: is missing"),
        ({"received_at": "10/01/2018"}, 'received_at: "10/01/2018" is no time such as 2018-01-15 08:00'),
        ({"received_at": "2018-02-30"}, 'received_at: "2018-02-30" is no time such as 2018-01-15 08:00'),
        ({"received_at": "٢٠١٨-٠١-١٠"}, 'received_at: "٢٠١٨-٠١-١٠" is no time such as 2018-01-15 08:00'),
        ({"received_at": "0001-01-01"}, 'received_at: "0001-01-01" does not lie in the years 1990 to 2100'),
        ({"due_at": "9999-12-31"}, 'due_at: "9999-12-31" does not lie in the years 1990 to 2100'),
        ({"due_at": "2101-01-01 00:00Z"}, 'due_at: "2101-01-01 00:00Z" does not lie in the years 1990 to 2100'),
        ({"finished_at": "2090-01-01", "returned_at": ""}, "finished_at: lies in the future"),
        ({"returned_at": "2090-01-01"}, "returned_at: lies in the future"),
        ({"due_at": ""}, "due_at: is missing"),
        ({"due_at": "2018-01-09"}, "due_at: lies before the day of reception"),
        ({"finished_at": "2018-01-10 08:14"}, "finished_at: lies before the reception"),
        ({"finished_at": "2018-01-09"}, "finished_at: lies before the reception"),
        ({"returned_at": "2018-01-10 08:39"}, "returned_at: lies before the finish"),
        ({"outcome": ""}, "outcome: is missing though the dossier is finished"),
        ({"outcome": "lost"}, 'outcome: "lost" is none of resolved, denied, withdrawn'),
        ({"finished_at": "", "returned_at": ""}, "finished_at: is missing though there is an outcome"),
    ],
)
def test_a_fault_names_row_and_column(tmp_path, cells, fault):
    assert faults_of(tmp_path, row(code="A-1"), row(**cells)) == [f"row 3, {fault}"]


def test_receptions_in_the_future_are_refused(tmp_path):
    [fault] = faults_of(tmp_path, open_row(received_at="2099-01-15 09:00", due_at="2099-01-15"))
    assert fault == "row 2, received_at: lies in the future"


def test_the_past_may_lie_ahead_of_the_demo(tmp_path):
    import_rows(tmp_path, open_row(received_at="2018-06-15 09:00", due_at="2018-06-15"))
    assert Dossier.objects.get().received_at == at("2018-06-15 09:00")


@pytest.mark.parametrize(
    "identity", ["164000111", "037098000111", "B1234567", "b 123-4567", "12AB34567", "AB12CD34", ""]
)
def test_identity_papers_that_people_have(tmp_path, identity):
    import_rows(tmp_path, row(applicant_id=identity))
    assert Dossier.objects.get().applicant_id_number == identity.replace(" ", "").replace("-", "").upper()


def test_all_faults_are_said_at_once(tmp_path):
    faults = faults_of(tmp_path, row(channel="", applicant_name=""), row(code="A-2"), row(code="A-3", due_at="x"))
    assert [fault.partition(":")[0] for fault in faults] == ["row 2, channel", "row 2, applicant_name", "row 4, due_at"]


def test_a_long_list_of_faults_ends_with_how_many_more(tmp_path):
    faults = faults_of(tmp_path, *(row(code=f"A-{number}", channel="") for number in range(503)))
    assert (len(faults), faults[-1]) == (501, "and 3 more")


def test_no_fault_repeats_personal_data(tmp_path):
    faults = faults_of(tmp_path, row(applicant_name="Phạm" * 60, applicant_id="1640001", applicant_phone="9" * 21))
    assert not any(text in fault for fault in faults for text in ("Phạm", "1640001", "9999"))


def test_faults_in_other_batches_undo_everything(tmp_path):
    rows = [row(code=f"A-{number}") for number in range(2500)]
    assert faults_of(tmp_path, *rows, row(channel="")) == ['row 2502, channel: "" is none of in_person, online, post']


def test_a_missing_column_is_a_fault(tmp_path):
    with pytest.raises(TableFaults, match="row 1, due_at: the column is missing"):
        import_dossiers(
            write_rows(tmp_path, [name for name in COLUMNS if name != "due_at"]), now=at("2018-01-15 08:00")
        )


# The command


def test_the_command_prints_what_became_of_the_rows(tmp_path, capsys):
    call_command("import_dossiers", write_rows(tmp_path, COLUMNS, row()))
    assert capsys.readouterr().out == "1 rows: 1 added, 0 unchanged\n"


def test_the_command_leaves_no_tally_unfolded(tmp_path, capsys):
    call_command("import_dossiers", write_rows(tmp_path, COLUMNS, row()))
    assert Tally.objects.exists()
    assert not TallyDelta.objects.exists()


def test_the_command_says_each_fault_on_its_own_line(tmp_path, capsys):
    with pytest.raises(SystemExit) as end:
        call_command("import_dossiers", write_rows(tmp_path, COLUMNS, row(channel="fax", due_at="")))
    assert end.value.code == 1
    assert capsys.readouterr().err == (
        'row 2, channel: "fax" is none of in_person, online, post\nrow 2, due_at: is missing\n'
    )
