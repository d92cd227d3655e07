from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains

from procedures import uploads
from procedures.catalogue import COLUMNS
from procedures.models import Procedure, ProcedureVersion, Sector
from tests import builders
from tests.tables import write_procedures
from units.models import Assignment, Role, User

LIST = reverse("admin:procedures_procedure_changelist")
UPLOAD = reverse("admin:procedures_procedure_upload")
DOWNLOAD = reverse("admin:procedures_procedure_download")


@pytest.fixture(autouse=True)
def own_uploads(settings, tmp_path):
    settings.UNCONFIRMED_ROOT = tmp_path / "unconfirmed"


@pytest.fixture
def controller(client, control):
    client.force_login(control)
    return client


def file_of(tmp_path, *rows, name="list.csv"):
    return SimpleUploadedFile(name, write_procedures(tmp_path, *rows).read_bytes())


# Who may


@pytest.mark.parametrize("address", [LIST, UPLOAD, DOWNLOAD, reverse("admin:procedures_sector_changelist")])
@pytest.mark.parametrize(("who", "status"), [("control", 200), ("administrator", 200), ("leader", 302), ("clerk", 302)])
def test_procedure_control_and_administrators_keep_the_catalogue(request, client, address, who, status):
    client.force_login(request.getfixturevalue(who))
    answer = client.get(address)
    answer.close()
    assert answer.status_code == status


@pytest.mark.parametrize("address", [LIST, UPLOAD, DOWNLOAD, reverse("admin:procedures_sector_changelist")])
@pytest.mark.parametrize("role", [Role.PROCEDURE_CONTROL, Role.ADMINISTRATOR])
def test_but_not_those_of_one_commune(client, commune, clock, role, address):
    client.force_login(builders.make_user("control.14635", role, commune))
    assert client.get(address).status_code == 403


def test_exceptions_are_made_for_units_within_reach(controller, birth, province, commune, other_commune):
    form = controller.get(reverse("admin:procedures_procedure_change", args=[birth.pk]))
    formset = next(
        admin.formset for admin in form.context["inline_admin_formsets"] if "unit" in admin.formset.form.base_fields
    )
    assert set(formset.form.base_fields["unit"].queryset) == {commune.parent, commune, other_commune}


UNITS = ["administrativeunit", "unitevent", "agency", "servicedesk", "calendarday", "officehours", "ruleset"]
STAFF = ["user", "assignment"]


@pytest.mark.parametrize("model", [*UNITS, *STAFF])
@pytest.mark.parametrize(("who", "status"), [("administrator", 200), ("control", 403), ("leader", 302)])
def test_only_administrators_keep_units_and_staff(request, client, model, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse(f"admin:units_{model}_changelist")).status_code == status


@pytest.mark.parametrize("model", sorted({*UNITS, "assignment"} - {"calendarday"}))  # changed at /calendar/
def test_administrators_add_what_they_keep(client, administrator, model):
    client.force_login(administrator)
    assert client.get(reverse(f"admin:units_{model}_add")).status_code == 200
    assert client.get(reverse(f"admin:units_{model}_changelist"), {"q": "dinh"}).status_code == 200


def test_the_index_shows_what_one_keeps(controller):
    page = controller.get(reverse("admin:index")).content.decode()
    assert LIST in page
    assert reverse("admin:units_user_changelist") not in page


def test_no_page_writes_styles_or_scripts_into_itself(controller, birth):
    version = birth.versions.get()
    for address in (
        LIST,
        UPLOAD,
        reverse("admin:procedures_procedure_change", args=[birth.pk]),
        reverse("admin:procedures_procedureversion_changelist"),
        reverse("admin:procedures_procedureversion_change", args=[version.pk]),
    ):
        page = controller.get(address).content.decode()
        assert "<style" not in page
        assert " style=" not in page
        assert "<script>" not in page
        assert " onclick=" not in page


# Staff, as an administrator of one commune sees it


@pytest.fixture
def commune_administrator(commune, clock):
    return builders.make_user("admin.14635", Role.ADMINISTRATOR, commune)


def test_an_administrator_sees_the_people_of_his_units_only(client, commune_administrator, clerk, stranger):
    client.force_login(commune_administrator)
    assert client.get(reverse("admin:units_user_change", args=[clerk.pk])).status_code == 200
    assert client.get(reverse("admin:units_user_change", args=[stranger.pk])).status_code == 302
    foreign = Assignment.objects.get(user=stranger)
    assert client.get(reverse("admin:units_assignment_change", args=[foreign.pk])).status_code == 302


def test_an_administrator_assigns_within_his_units_only(client, commune_administrator, clerk, district, commune):
    client.force_login(commune_administrator)
    form = {"user": clerk.pk, "role": Role.LEADER, "valid_from": "15/01/2018"}
    refused = client.post(reverse("admin:units_assignment_add"), {**form, "agency": district.committee.pk})
    assert refused.status_code == 200
    assert clerk.assignments.count() == 1
    client.post(reverse("admin:units_assignment_add"), {**form, "agency": commune.committee.pk})
    assert clerk.assignments.count() == 2


def test_nobody_becomes_superuser_or_gets_a_password_here(client, administrator, clerk):
    client.force_login(administrator)
    address = reverse("admin:units_user_change", args=[clerk.pk])
    client.post(address, {"username": clerk.username, "full_name": "Lan", "is_superuser": "on", "password": "x"})
    changed = User.objects.get(pk=clerk.pk)
    assert (changed.full_name, changed.is_superuser, changed.password) == ("Lan", False, clerk.password)
    assert client.get(reverse("admin:units_user_add")).status_code == 403


# The list


def test_search_needs_no_diacritics(controller, birth, support):
    found = controller.get(LIST, {"q": "khai sinh dang"}).context["cl"].result_list
    assert [procedure.name_now for procedure in found] == ["Đăng ký khai sinh"]
    assert controller.get(LIST, {"q": "1.0017"}).context["cl"].result_list[0] == support


def test_the_list_is_filtered_by_sector(controller, birth, support):
    sector = Sector.objects.get(name="Bảo trợ xã hội")
    assert list(controller.get(LIST, {"sector": sector.pk}).context["cl"].result_list) == [support]
    assert list(controller.get(LIST, {"sector": "x"}).context["cl"].result_list) == []


def test_the_list_costs_the_same_whatever_its_length(controller, birth, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        controller.get(LIST)
    for number in range(5):
        builders.make_procedure(f"1.{number:06}", "Thủ tục")
    with django_assert_max_num_queries(12):
        controller.get(LIST)


def test_procedures_are_never_deleted(controller, birth):
    assert controller.post(reverse("admin:procedures_procedure_delete", args=[birth.pk])).status_code == 403


def test_a_code_that_is_typed_in_keeps_the_local_one(controller):
    procedure = builders.make_procedure("L.000007", "Thủ tục")
    none = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    form = {f"{prefix}-{name}": value for prefix in ("versions", "fees", "at_units") for name, value in none.items()}
    address = reverse("admin:procedures_procedure_change", args=[procedure.pk])
    controller.post(address, {**form, "code": "1.000007", "level": "district", "handling": "received"})
    changed = Procedure.objects.get()
    assert (changed.code, changed.local_code, changed.level) == ("1.000007", "L.000007", "commune")


# Versions


def version_form(**overrides):
    papers = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "0-position": 1, "0-name": "Tờ khai", "0-originals": 1}
    papers["0-copies"] = 0
    return {
        **{f"required_documents-{name}": value for name, value in papers.items()},
        **{"cases-TOTAL_FORMS": 1, "cases-INITIAL_FORMS": 0, "cases-0-position": 1, "cases-0-name": "Nộp thay"},
        "sets": 1,
        "name": " Đăng ký  khai sinh ",
        "sector": Sector.objects.get_or_create(name="Hộ tịch")[0].pk,
        "time_limit": "0",
        "time_unit": "working_day",
        "channels": ["in_person", "post"],
        "results": "Giấy khai sinh\n\nTrích lục",
        "change": "amended",
        **overrides,
    }


def test_a_version_is_added_with_its_papers(controller, birth):
    birth.versions.update(valid_to=date(2018, 1, 31))
    form = version_form(procedure=birth.pk, valid_from="01/02/2018")
    assert controller.post(reverse("admin:procedures_procedureversion_add"), form).status_code == 302
    version = birth.version_on(date(2018, 2, 1))
    assert (version.name, version.channels) == ("Đăng ký khai sinh", ["in_person", "post"])
    assert version.results == ["Giấy khai sinh", "Trích lục"]
    assert version.required_documents.get().name == "Tờ khai"
    assert version.cases.get().name == "Nộp thay"


def test_two_versions_are_not_in_force_at_once(controller, birth):
    form = version_form(procedure=birth.pk, valid_from="01/02/2018")
    assert controller.post(reverse("admin:procedures_procedureversion_add"), form).status_code == 200
    assert birth.versions.count() == 1


@pytest.mark.parametrize("field", ["results", "required_documents-0-name", "cases-0-name"])
def test_names_that_the_list_could_not_hold_are_refused(controller, birth, field):
    birth.versions.update(valid_to=date(2018, 1, 31))
    form = version_form(procedure=birth.pk, valid_from="01/02/2018", **{field: "A | B"})
    assert controller.post(reverse("admin:procedures_procedureversion_add"), form).status_code == 200
    assert birth.versions.count() == 1


def test_of_a_used_version_only_the_last_day_is_set(controller, birth, clerk, now):
    builders.receive(by=clerk, procedure=birth, now=now)
    version = birth.versions.get()
    address = reverse("admin:procedures_procedureversion_change", args=[version.pk])
    page = controller.get(address).content.decode()
    assert 'name="valid_to"' in page
    assert 'name="name"' not in page
    assert "required_documents-0-name" not in page
    controller.post(address, version_form(name="Khác", valid_from="01/01/2018", valid_to="31/01/2018"))
    changed = ProcedureVersion.objects.get()
    assert (changed.name, changed.valid_from, changed.valid_to) == (version.name, None, date(2018, 1, 31))
    assert changed.required_documents.count() == 2
    assert controller.post(reverse("admin:procedures_procedureversion_delete", args=[version.pk])).status_code == 403


# Excel


def test_what_is_downloaded_can_be_uploaded_again(controller, birth, support):
    answer = controller.get(DOWNLOAD)
    content = b"".join(answer.streaming_content)
    assert answer["Content-Disposition"] == 'attachment; filename="thu-tuc-2018-01-15.xlsx"'
    assert tuple(cell.value for cell in openpyxl.load_workbook(BytesIO(content)).active[1]) == COLUMNS
    page = controller.post(UPLOAD, {"file": SimpleUploadedFile("list.xlsx", content)})
    assert (page.context["counts"].changed, page.context["counts"].unchanged) == (0, 2)


def test_the_download_of_one_level(controller, birth):
    builders.make_procedure("1.000001", "Thủ tục", level="district")
    content = b"".join(controller.get(DOWNLOAD, {"level": "district"}).streaming_content)
    assert openpyxl.load_workbook(BytesIO(content)).active.max_row == 2


def test_an_upload_is_shown_first_and_taken_over_when_confirmed(controller, control, tmp_path):
    page = controller.post(UPLOAD, {"file": file_of(tmp_path, {"code": "1.001193"})})
    assert page.context["counts"].added == 1
    assert Procedure.objects.count() == 0
    done = controller.post(UPLOAD, {"confirm": page.context["kept"].ticket})
    assert done.url == LIST
    assert Procedure.objects.get().code == "1.001193"
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_repr, entry.change_message) == (
        control,
        "list.csv",
        "1 rows: 1 added, 0 changed, 0 unchanged",
    )
    assert not page.context["kept"].path.exists()


def test_a_faulty_upload_is_told_by_row_and_column(controller, tmp_path):
    page = controller.post(UPLOAD, {"file": file_of(tmp_path, {"name": "<b>"}, {"level": "<i>"})})
    what = "&quot;&lt;i&gt;&quot; không nằm trong các giá trị được dùng: commune, district, province, ministry, other"
    assertContains(page, f"<tr><td>3</td><td>level</td><td>{what}</td></tr>", html=True)
    assert "confirm" not in page.content.decode()
    assert list((tmp_path / "unconfirmed").iterdir()) == []


def test_an_upload_with_many_faults_shows_the_first_and_says_how_many_more(controller, tmp_path):
    page = controller.post(UPLOAD, {"file": file_of(tmp_path, *[{"name": ""}] * 203)})
    assertContains(page, "<td>Để trống; hãy điền ô này</td>", count=200, html=True)
    assertContains(page, "có 203 lỗi.")
    assertContains(page, "Còn 3 lỗi chưa hiển thị.")


def test_numbers_of_rows_stand_as_excel_shows_them(controller, tmp_path):
    page = controller.post(UPLOAD, {"file": file_of(tmp_path, *[{}] * 1233, {"fee_vnd": "9999999999"})})
    what = "&quot;9999999999&quot; không phải là số nguyên từ 0 đến 2147483647; hãy chỉ ghi chữ số"
    assertContains(page, f"<tr><td>1235</td><td>fee_vnd</td><td>{what}</td></tr>", html=True)


def test_only_who_uploaded_a_file_confirms_it(client, control, administrator, tmp_path):
    client.force_login(control)
    ticket = client.post(UPLOAD, {"file": file_of(tmp_path, {})}).context["kept"].ticket
    client.force_login(administrator)
    assert client.post(UPLOAD, {"confirm": ticket}).url == UPLOAD
    assert client.post(UPLOAD, {"confirm": f"{ticket}x"}).url == UPLOAD
    assert Procedure.objects.count() == 0


def test_a_file_is_confirmed_once(controller, tmp_path):
    ticket = controller.post(UPLOAD, {"file": file_of(tmp_path, {})}).context["kept"].ticket
    controller.post(UPLOAD, {"confirm": ticket})
    assert controller.post(UPLOAD, {"confirm": ticket}).url == UPLOAD
    assert Procedure.objects.count() == 1


def test_files_that_nobody_confirmed_are_cleared(controller, tmp_path, monkeypatch):
    first = controller.post(UPLOAD, {"file": file_of(tmp_path, {})}).context["kept"]
    monkeypatch.setattr(uploads, "KEPT_FOR", -1)
    controller.post(UPLOAD, {"file": file_of(tmp_path, {})})
    assert not first.path.exists()


@pytest.mark.parametrize("name", ["list.pdf", "list", "../list.xls"])
def test_other_files_are_refused(controller, tmp_path, name):
    page = controller.post(UPLOAD, {"file": file_of(tmp_path, {}, name=name)})
    assert page.context["form"].errors["file"]
    assert not (tmp_path / "unconfirmed").exists()


def test_too_large_a_file_is_refused(controller, tmp_path, settings):
    settings.UPLOAD_MAX_BYTES = 10
    page = controller.post(UPLOAD, {"file": file_of(tmp_path, {})})
    assert page.context["form"].errors["file"]
