"""Forms to fill in are uploaded in a line of a draft: told by content, kept once, carried from version to version."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from procedures import actions
from procedures.content import Paper
from procedures.models import DecisionLine, FormFile
from procedures.stored import content_of
from procedures.wording import changes
from tests.procedures.documents import DOCX, PDF, XLS, open_xml, zipped
from tests.procedures.test_decision_pages import typed

pytestmark = pytest.mark.usefixtures("in_english")

MONDAY = date(2018, 1, 22)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT


@pytest.fixture
def line(client, support, control, now):
    client.force_login(control)
    head = {"number": "55/QĐ-UBND", "issued_on": date(2018, 1, 10), "effective_from": MONDAY}
    decision = actions.draft_decision(**head, by=control, now=now)
    return actions.draft_lines(decision=decision, kind="amend", procedures=[support], by=control, now=now)[0]


@pytest.fixture
def send(client, line):
    def send(*rows, **overrides):
        """The line's page with `rows` of its table of forms."""
        data = typed(DecisionLine.objects.get(pk=line.pk)) | {"forms-TOTAL_FORMS": len(rows), **overrides}
        for number, row in enumerate(rows):
            data |= {f"forms-{number}-{name}": value for name, value in row.items()}
        return client.post(reverse("procedures:line", args=[line.decision_id, line.pk]), data)

    return send


def upload(content, name="Tờ khai.docx"):
    return SimpleUploadedFile(name, content)


def forms():
    return DecisionLine.objects.get().content.forms


def kept(response, number=0):
    """The ticket of a row as the page shows it."""
    return response.context["forms"].form_files[number]["kept"].value()


def files_in(folder):
    return sorted(path for path in Path(folder).rglob("*") if path.is_file())


def test_a_file_is_kept_under_its_name(send, media):
    assert send({"file": upload(DOCX)}).status_code == 302
    [form] = forms()
    assert (form.name, form.size) == ("Tờ khai", len(DOCX))
    assert (media / form.path).read_bytes() == DOCX
    assert form.path.endswith(f"{form.sha256}.docx")


def test_a_name_of_its_own(send):
    send({"file": upload(PDF, "scan0001.pdf"), "name": "Mẫu số 01"})
    assert [form.name for form in forms()] == ["Mẫu số 01"]


def test_the_same_bytes_are_kept_once(send, media):
    send({"file": upload(DOCX), "name": "A"}, {"file": upload(DOCX), "name": "B"})
    assert [form.name for form in forms()] == ["A", "B"]
    assert len(files_in(media)) == 1


def test_the_bytes_say_what_it_is_whatever_its_name(send):
    send({"file": upload(XLS, "Tờ khai.pdf")})
    assert forms()[0].path.endswith(".xls")


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90 a program",
        b"<html>",
        zipped(readme_dot_txt="any archive"),
        open_xml("ppt__presentation_dot_xml"),
        open_xml("word__document_dot_xml", word__vbaProject_dot_bin="macro"),
        b"PK\x03\x04 broken",
    ],
)
def test_anything_else_is_refused(send, media, content):
    response = send({"file": upload(content)}, time_limit="3")
    assert response.status_code == 400
    assert response.context["forms"].form_files[0].errors["file"]
    assert (forms(), DecisionLine.objects.get().content.time_limit) == ((), 5)
    assert files_in(media) == []


def test_one_too_large_is_refused(send, settings):
    settings.UPLOAD_MAX_BYTES = 10
    assert send({"file": upload(DOCX)}).status_code == 400
    assert forms() == ()


def test_a_fault_elsewhere_does_not_ask_for_the_file_again(send):
    response = send({"file": upload(DOCX)}, sets="0")
    assert response.status_code == 400
    send({"kept": kept(response), "name": "Tờ khai"})
    assert [form.name for form in forms()] == ["Tờ khai"]


def test_it_is_renamed_replaced_put_in_order_and_removed(send, client, line):
    send({"file": upload(DOCX), "name": "A"}, {"file": upload(PDF, "B.pdf"), "name": "B"})
    address = reverse("procedures:line", args=[line.decision_id, line.pk])
    shown = client.get(address)
    a, b = kept(shown, 0), kept(shown, 1)
    send({"kept": a, "name": "A mới", "position": 2}, {"kept": b, "name": "B", "position": 1})
    assert [form.name for form in forms()] == ["B", "A mới"]
    send({"kept": a, "name": "A", "file": upload(XLS, "khac.xls")}, {"kept": b, "name": "B", "removed": "on"})
    assert [(form.name, Path(form.path).suffix) for form in forms()] == [("A", ".xls")]


@pytest.mark.parametrize("ticket", ["x", json.dumps({"path": "/etc/passwd"})])
def test_a_file_that_was_not_uploaded_here_is_not_taken(send, ticket):
    assert send({"kept": ticket, "name": "A"}).status_code == 400
    assert forms() == ()


def test_a_name_without_a_file_is_told(send):
    response = send({"name": "Tờ khai"})
    assert response.status_code == 400
    assert response.context["forms"].form_files[0].errors["file"]


def test_the_version_has_it_and_the_next_one_too(send, client, line, support, media, control, now):
    send({"file": upload(DOCX)})
    actions.apply_decision(decision=line.decision, by=control, now=now)
    begun = support.version_on(MONDAY)
    assert [form.name for form in content_of(begun).forms] == ["Tờ khai"]
    later = actions.draft_decision(
        number="56/QĐ-UBND", issued_on=MONDAY, effective_from=date(2018, 3, 1), by=control, now=now
    )
    actions.draft_lines(decision=later, kind="amend", procedures=[support], by=control, now=now)
    actions.apply_decision(decision=later, by=control, now=now)
    assert FormFile.objects.count() == 2
    assert len(set(FormFile.objects.values_list("path", flat=True))) == len(files_in(media)) == 1


def test_another_file_under_the_same_name_is_a_change(send):
    send({"file": upload(DOCX)})
    before = DecisionLine.objects.get().content
    send({"file": upload(PDF, "Tờ khai.pdf")})
    [change] = changes(before, DecisionLine.objects.get().content)
    assert [line[0].text for line in change.before + change.after] == [
        f"Tờ khai (.docx, {len(DOCX)}\xa0bytes)",
        f"Tờ khai (.pdf, {len(PDF)}\xa0bytes)",
    ]
    assert Paper("Tờ khai") in before.papers
