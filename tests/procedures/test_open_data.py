"""The catalogue for everybody's programs: whole, the same again, and asked for anew only when it changed."""

import csv
import io
import json
from datetime import date

import pytest
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procedures import open_data
from procedures.catalogue import COLUMNS
from procedures.exports import catalogue_rows, whole_versions
from procedures.imports import import_procedures
from procedures.models import CatalogueChange, Fee, ProcedureCase, ProcedureVersion, RequiredDocument, Sector
from tests import builders
from units.models import DemoClock
from units.tables import read_table, write_csv

TODAY = date(2018, 1, 15)


def get(client, ending, tag=None, **query):
    headers = {"if-none-match": tag} if tag else {}
    return client.get(reverse(f"procedures:catalogue_{ending}"), query, headers=headers)


def body(response):
    return b"".join(response.streaming_content)


@pytest.fixture
def catalogue(birth, support, certification):
    builders.make_procedure("2.000815", "Chứng thực tại Phòng Tư pháp", level="district", decided=("1/QĐ", TODAY))
    version = birth.versions.get()
    case = ProcedureCase.objects.create(version=version, position=1, name="Nộp thay")
    RequiredDocument.objects.create(version=version, position=9, name="Giấy ủy quyền", case=case, copies=2)


class TestFiles:
    def test_csv_is_what_is_written_for_an_import(self, client, clock, catalogue, tmp_path):
        write_csv(tmp_path / "same.csv", COLUMNS, catalogue_rows(TODAY))
        response = get(client, "csv")
        assert body(response) == (tmp_path / "same.csv").read_bytes()
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert response["Content-Disposition"] == 'attachment; filename="catalogue.csv"'

    @pytest.mark.parametrize("ending", ["csv", "xlsx"])
    def test_imported_again_nothing_changes(self, client, clock, catalogue, tmp_path, ending):
        path = tmp_path / f"catalogue.{ending}"
        path.write_bytes(body(get(client, ending)))
        counts = import_procedures(path, today=TODAY)
        assert (counts.added, counts.changed, counts.unchanged) == (0, 0, 4)

    def test_one_level_only(self, client, clock, catalogue):
        response = get(client, "csv", level="district")
        rows = list(csv.DictReader(io.StringIO(body(response).decode("utf-8-sig"))))
        assert [row["name"] for row in rows] == ["Chứng thực tại Phòng Tư pháp"]
        assert 'filename="catalogue-district.csv"' in response["Content-Disposition"]

    def test_an_excel_file_has_the_same_rows(self, client, clock, catalogue, tmp_path):
        path = tmp_path / "catalogue.xlsx"
        path.write_bytes(body(get(client, "xlsx")))
        assert [row.values for row in read_table(path, columns=COLUMNS)] == list(catalogue_rows(TODAY))

    def test_json_says_all_that_is_asked_for(self, client, clock, catalogue):
        document = json.loads(body(get(client, "json")))
        assert document["on"] == "2018-01-15"
        birth = next(entry for entry in document["procedures"] if entry["code"] == "1.001193")
        assert birth["fees"] == [{"kind": "charge", "amount": 0, "channel": "", "basis": ""}]
        assert birth["cases"] == [{"name": "Nộp thay", "time_limit": None, "time_unit": "", "promised_limit": None}]
        assert birth["papers"][-1] == {
            "name": "Giấy ủy quyền",
            "case": "Nộp thay",
            "originals": 1,
            "copies": 2,
            "is_optional": False,
        }

    def test_an_empty_catalogue_is_a_document_too(self, client, clock):
        assert json.loads(body(get(client, "json"))) == {"on": "2018-01-15", "procedures": []}
        assert body(get(client, "csv")).decode("utf-8-sig").split("\r\n")[1:] == [""]

    def test_what_is_not_in_force_today_is_left_out(self, client, clock, birth):
        birth.versions.update(valid_from=date(2018, 1, 16))
        assert json.loads(body(get(client, "json")))["procedures"] == []

    @pytest.mark.parametrize("level", ["moon", "COMMUNE", "commune;district", "<b>"])
    def test_a_level_that_is_none_is_refused_in_a_sentence(self, client, clock, catalogue, level):
        response = get(client, "csv", level=level)
        assert response.status_code == 400
        assert response["Content-Type"].startswith("text/plain")
        assert "commune, district, province" in response.content.decode()

    def test_they_are_read_a_few_at_a_time(self, monkeypatch, catalogue):
        monkeypatch.setattr("procedures.exports.BATCH", 2)
        assert len(list(whole_versions(TODAY))) == 4


class TestAskingAgain:
    @pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
    def test_who_has_it_is_not_sent_it_again(self, client, clock, catalogue, ending):
        tag = get(client, ending)["ETag"]
        response = get(client, ending, tag)
        assert (response.status_code, response.content, response["ETag"]) == (304, b"", tag)

    def test_not_asked_for_again_costs_three_statements(self, client, clock, catalogue, django_assert_num_queries):
        tag = get(client, "json")["ETag"]
        with django_assert_num_queries(4):  # the clock's, too
            get(client, "json", tag)

    def test_its_head_alone_is_cheap(self, client, clock, catalogue, django_assert_num_queries):
        with django_assert_num_queries(4):
            response = client.head(reverse("procedures:catalogue_csv"))
        assert response["ETag"] == get(client, "csv")["ETag"]

    def test_a_tag_is_of_one_file(self, client, clock, catalogue):
        tags = {get(client, ending)["ETag"] for ending in ("csv", "json", "xlsx")}
        tags |= {get(client, "csv", level=level)["ETag"] for level in ("commune", "district")}
        assert len(tags) == 5

    def change_name(self):
        ProcedureVersion.objects.filter(procedure__code="1.001193").update(name="Tên khác")

    def change_paper(self):
        RequiredDocument.objects.filter(name="Tờ khai").update(copies=3)

    def drop_paper(self):
        RequiredDocument.objects.filter(position=9).delete()

    def rename_sector(self):
        Sector.objects.filter(name="Hộ tịch").update(name="Hộ tịch và quốc tịch")

    def add_fee(self):
        Fee.objects.create(procedure=ProcedureVersion.objects.first().procedure, amount=1, channel="online")

    def by_sql(self):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procedures_procedureversion SET steps = 'x'")

    @pytest.mark.parametrize(
        "write", [change_name, change_paper, drop_paper, rename_sector, add_fee, by_sql], ids=lambda f: f.__name__
    )
    def test_whatever_is_written_the_tag_is_another(self, client, clock, catalogue, write):
        CatalogueChange.objects.all().delete()  # as if this transaction had written nothing yet
        tag = get(client, "json")["ETag"]
        write(self)
        response = get(client, "json", tag)
        assert (response.status_code, response["ETag"] != tag) == (200, True)

    @pytest.mark.parametrize("field", ["valid_from", "valid_to"])
    def test_on_the_day_of_effect_the_tag_changes_by_itself(self, client, clock, catalogue, field):
        day = TODAY.replace(day=16 if field == "valid_from" else 15)
        ProcedureVersion.objects.filter(procedure__code="1.001193").update(**{field: day})
        tags = []
        for moment in ("2018-01-15 08:00", "2018-01-15 23:50", "2018-01-16 00:10", "2018-01-17 00:10"):
            DemoClock.objects.update(starts_at=builders.at(moment))
            tags.append(get(client, "json")["ETag"])
        assert tags[0] == tags[1] != tags[2] == tags[3]

    def test_a_fee_that_begins_tomorrow_counts_then(self, clock, catalogue):
        Fee.objects.create(
            procedure=ProcedureVersion.objects.first().procedure,
            amount=1,
            channel="online",
            valid_from=date(2018, 1, 16),
        )
        assert open_data.edition(TODAY).tag != open_data.edition(date(2018, 1, 16)).tag

    def test_the_tag_is_the_same_whoever_asks_when(self, client, clock, catalogue, clerk):
        tag = get(client, "csv")["ETag"]
        client.force_login(clerk)
        assert get(client, "csv")["ETag"] == tag

    def test_every_table_that_is_given_out_tells_of_its_changes(self, catalogue):
        with CaptureQueriesContext(connection) as queries:
            list(open_data.json_lines(TODAY))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'procedures_%' AND NOT EXISTS"
                " (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgname LIKE 'pgtrigger_catalogue_changed%')"
            )
            silent = {name for (name,) in cursor}
        said = " ".join(query["sql"] for query in queries)
        assert "procedures_procedureversion" in said
        assert {name for name in silent if f'"{name}"' in said} == set()

    def test_a_transaction_is_noted_once(self, catalogue):
        CatalogueChange.objects.all().delete()
        for _round in range(3):
            RequiredDocument.objects.update(copies=3)
            Sector.objects.update(name=Concat("name", Value("!")))
        assert CatalogueChange.objects.count() == 1


class TestPage:
    def test_it_documents_every_name_in_the_json(self, client, clock, catalogue):
        named = [member.name for member in client.get(reverse("procedures:open_data")).context["members"]]
        (entry, *_others) = json.loads(body(get(client, "json")))["procedures"]
        assert named == list(entry)

    def test_the_office_names_the_licence(self, client, clock, settings):
        settings.OPEN_DATA_LICENCE = "Giấy phép mở số 1"
        assert "Giấy phép mở số 1" in client.get(reverse("procedures:open_data")).content.decode()

    @pytest.mark.parametrize("count", [1, 3])
    def test_its_queries_do_not_grow(self, client, clock, count, django_assert_max_num_queries):
        for number in range(count):
            builders.make_procedure(f"1.00000{number}", f"Thủ tục {number}")
        with django_assert_max_num_queries(5):
            client.get(reverse("procedures:open_data"))
