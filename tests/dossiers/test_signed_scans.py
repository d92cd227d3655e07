"""Each slip has a place for its signed, sealed scan: pages, a newer one in its place, the old ones kept."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction

from dossiers import actions
from dossiers.enquiry_slips import enquiry_slip_of
from dossiers.issued import slips_of
from dossiers.letters import supplement_slip_of
from dossiers.models import SignedScan
from dossiers.receipts import receipt_of
from tests.builders import at, enquire, make_user, receive, refuse, reread
from units.models import Role

PDF, JPEG = b"%PDF-1.4 signed", b"\xff\xd8\xff signed"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def dossier(clerk, support, now):
    return receive(by=clerk, procedure=support, now=now)


@pytest.fixture
def slip(dossier, now):
    return receipt_of(dossier, now=now)


@pytest.fixture
def asked(dossier, officer):
    """A slip 02, printed."""
    moment = at("2018-01-15 09:00")
    actions.ask_for_papers(dossier=dossier, by=officer, now=moment, reason="Thiếu", papers=["Sổ hộ khẩu"])
    return supplement_slip_of(reread(dossier).pauses.get(), now=moment)


def scan(content=PDF, name="phieu.pdf"):
    return SimpleUploadedFile(name, content)


def upload(client, slip, *scans):
    address = f"/dossiers/{slip.dossier.code}/slips/{slip.pk}/signed/"
    return client.post(address, {"scans": scans})


def status_of(client, address):
    """Read to its end, where a download closes its file."""
    answer = client.get(address)
    list(answer)
    return answer.status_code


def pages(slip):
    return [(each.round, each.page, each.sha256) for each in SignedScan.objects.filter(slip=slip)]


def digest(content):
    return hashlib.sha256(content).hexdigest()


def test_pages_are_filed_in_their_order_with_who_and_when(client, slip, clerk, now):
    client.force_login(clerk)
    assert upload(client, slip, scan(JPEG, "1.jpg"), scan(PDF)).status_code == 302
    assert pages(slip) == [(1, 1, digest(JPEG)), (1, 2, digest(PDF))]
    filed = SignedScan.objects.first()
    assert (filed.added_by, filed.original_name) == (clerk, "1.jpg")
    event = slip.dossier.events.get(kind="signed_filed")
    assert event.data == {"kind": "receipt", "version": 1, "round": 1, "pages": 2}


def test_a_newer_one_takes_its_place_and_the_old_one_stays(client, slip, clerk):
    client.force_login(clerk)
    upload(client, slip, scan())
    upload(client, slip, scan(JPEG))
    [issued] = slips_of(slip.dossier)
    assert [each.sha256 for each in issued.signed.scans] == [digest(JPEG)]
    assert [each.sha256 for each in issued.signed.earlier] == [digest(PDF)]
    answer = client.get(f"/dossiers/{slip.dossier.code}/signed/{issued.signed.earlier[0].pk}/")
    assert b"".join(answer.streaming_content) == PDF


def test_the_same_pages_twice_are_filed_once(client, slip, clerk, uploads):
    client.force_login(clerk)
    for _ in range(2):
        assert upload(client, slip, scan()).status_code == 302
    assert len(pages(slip)) == 1
    assert sum(path.is_file() for path in uploads.rglob("*")) == 1


def test_it_comes_back_as_an_attachment_under_a_name_that_says_nothing(client, slip, clerk):
    client.force_login(clerk)
    upload(client, slip, scan(PDF, "Nguyễn Văn Đức.pdf"))
    pk = SignedScan.objects.get().pk
    answer = client.get(f"/dossiers/{slip.dossier.code}/signed/{pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == f'attachment; filename="{slip.dossier.code}-receipt-1-{pk}.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("scans", [[], [scan(b"MZ not a picture", "scan.pdf")], [scan(), scan(b"GIF89a", "x.png")]])
def test_what_is_no_scan_is_said_and_nothing_is_filed(client, slip, clerk, scans, uploads):
    client.force_login(clerk)
    answer = upload(client, slip, *scans)
    assert answer.status_code == 400
    assert answer.context["unsigned"][0] == slip.pk
    assert answer.context["unsigned"][1]
    assert not SignedScan.objects.exists()
    assert not any(path.is_file() for path in uploads.rglob("*"))


def test_one_that_is_too_large_too(client, slip, clerk, settings):
    settings.UPLOAD_MAX_BYTES = 4
    client.force_login(clerk)
    assert upload(client, slip, scan()).status_code == 400


class TestReach:
    def test_a_stranger_knows_of_none(self, client, slip, clerk, stranger):
        client.force_login(clerk)
        upload(client, slip, scan())
        client.force_login(stranger)
        assert upload(client, slip, scan(JPEG)).status_code == 404
        assert client.get(f"/dossiers/{slip.dossier.code}/signed/{SignedScan.objects.get().pk}/").status_code == 404

    def test_a_slip_of_another_dossier_is_none_of_this_one(self, client, slip, clerk, support, now):
        other = receive(by=clerk, procedure=support, now=now)
        client.force_login(clerk)
        address = f"/dossiers/{other.code}/slips/{slip.pk}/signed/"
        assert client.post(address, {"scans": [scan()]}).status_code == 404

    def test_who_only_looks_on_files_nothing(self, client, asked, control):
        client.force_login(control)
        assert upload(client, asked, scan()).status_code == 403

    @pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER, Role.CLERK])
    def test_those_who_work_on_it_file_it(self, client, asked, commune, role):
        client.force_login(make_user("another", role, commune))
        assert upload(client, asked, scan()).status_code == 302

    def test_the_receipts_are_for_who_may_print_it(self, client, slip, clerk, officer):
        client.force_login(clerk)
        upload(client, slip, scan())
        client.force_login(officer)
        assert upload(client, slip, scan(JPEG)).status_code == 403
        assert client.get(f"/dossiers/{slip.dossier.code}/signed/{SignedScan.objects.get().pk}/").status_code == 403


def test_the_page_lists_every_slip_with_how_it_stands(client, asked, clerk, officer):
    client.force_login(officer)
    upload(client, asked, scan())
    client.force_login(clerk)
    slips = client.get(f"/dossiers/{asked.dossier.code}/").context["slips"]
    assert [(each.kind, each.number, each.slip is not None, len(each.signed.scans)) for each in slips] == [
        ("receipt", asked.dossier.code, False, 0),
        ("supplement", reread(asked.dossier).pauses.get().number, True, 1),
    ]


@pytest.mark.parametrize("change", ["UPDATE {table} SET page = 9", "DELETE FROM {table}", "TRUNCATE {table}"])
def test_they_are_only_added(client, slip, clerk, change):
    client.force_login(clerk)
    upload(client, slip, scan())
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        connection.cursor().execute(change.format(table=SignedScan._meta.db_table))


class TestAtTheCounter:
    """Slips 02 and 03 of an enquiry, before there is any dossier."""

    @pytest.fixture
    def guidance(self, clerk, birth, now):
        return enquire(by=clerk, procedure=birth, now=now)

    @pytest.fixture
    def printed(self, guidance, now):
        return enquiry_slip_of(guidance, now=now)

    def file(self, client, enquiry, *scans):
        return client.post(f"/desk/enquiries/{enquiry.pk}/signed/", {"scans": scans})

    def test_its_pages_are_filed_and_a_newer_round_takes_their_place(self, client, guidance, printed, clerk, now):
        client.force_login(clerk)
        self.file(client, guidance, scan(), scan(JPEG, "2.jpg"))
        assert self.file(client, guidance, scan(JPEG)).status_code == 302
        assert pages(printed) == [(1, 1, digest(PDF)), (1, 2, digest(JPEG)), (2, 1, digest(JPEG))]
        signed = client.get(f"/desk/enquiries/{guidance.pk}/").context["signed"]
        assert ([each.sha256 for each in signed.scans], len(signed.earlier)) == ([digest(JPEG)], 2)

    def test_also_of_a_refusal(self, client, clerk, now):
        refusal = refuse(by=clerk, now=now, request="Cấp lại giấy phép lái xe")
        slip = enquiry_slip_of(refusal, now=now)
        client.force_login(clerk)
        self.file(client, refusal, scan())
        assert pages(slip) == [(1, 1, digest(PDF))]

    def test_a_page_comes_back_as_an_attachment(self, client, guidance, printed, clerk):
        client.force_login(clerk)
        self.file(client, guidance, scan(PDF, "Nguyễn Văn Đức.pdf"))
        page = SignedScan.objects.get()
        answer = client.get(page.get_absolute_url())
        assert b"".join(answer.streaming_content) == PDF
        named = f"luot-huong-dan-{guidance.pk}-{page.pk}.pdf"
        assert answer["Content-Disposition"] == f'attachment; filename="{named}"'
        assert answer["X-Content-Type-Options"] == "nosniff"

    def test_what_was_not_printed_cannot_have_been_signed(self, client, guidance, clerk):
        client.force_login(clerk)
        assert self.file(client, guidance, scan()).status_code == 404
        page = client.get(f"/desk/enquiries/{guidance.pk}/")
        assert page.context["printed"] is None

    def test_what_is_no_scan_is_said_on_its_page(self, client, guidance, printed, clerk, uploads):
        client.force_login(clerk)
        answer = self.file(client, guidance, scan(b"MZ not a picture", "scan.pdf"))
        assert (answer.status_code, len(answer.context["faults"])) == (400, 1)
        assert not SignedScan.objects.exists()
        assert not any(path.is_file() for path in uploads.rglob("*"))

    def test_the_same_pages_twice_are_filed_once(self, client, guidance, printed, clerk):
        client.force_login(clerk)
        for _ in range(2):
            self.file(client, guidance, scan())
        assert len(pages(printed)) == 1

    def test_the_desk_and_who_leads_above_it_file_it_and_others_know_of_none(
        self, client, guidance, printed, clerk, leader, district_leader, control, stranger, officer
    ):
        client.force_login(clerk)
        self.file(client, guidance, scan())
        address = SignedScan.objects.get().get_absolute_url()
        told = {leader: (302, 200), district_leader: (302, 200), control: (403, 200)}
        for user, answers in (told | {stranger: (404, 404), officer: (404, 404)}).items():
            client.force_login(user)
            filed = self.file(client, guidance, scan(PDF + user.username.encode())).status_code
            assert (filed, status_of(client, address)) == answers, user

    def test_a_page_of_another_enquiry_is_none_of_this_one(self, client, guidance, printed, clerk, birth, now):
        client.force_login(clerk)
        self.file(client, guidance, scan())
        other = enquire(by=clerk, procedure=birth, now=now)
        page = SignedScan.objects.get().pk
        assert client.get(f"/desk/enquiries/{other.pk}/signed/{page}/").status_code == 404


class TestOfAHandOverList:
    @pytest.fixture
    def made(self, dossier, officer):
        moment = at("2018-01-15 10:00")
        actions.resolve(dossier=dossier, by=officer, now=moment)
        step = dossier.steps.last()
        given = {"agency": step.before.agency, "desk": step.desk, "steps": [step]}
        return actions.list_results(**given, by=officer, now=moment)

    def file(self, client, made, *scans):
        return client.post(f"/desk/handover/{made.pk}/signed/", {"scans": scans})

    def test_both_sides_file_it_and_the_newer_one_counts(self, client, made, officer, clerk):
        for user, content in ((officer, PDF), (clerk, JPEG)):
            client.force_login(user)
            assert self.file(client, made, scan(content)).status_code == 302
        assert [(each.round, each.added_by) for each in made.signed_scans.all()] == [(1, officer), (2, clerk)]
        signed = client.get(f"/desk/handover/{made.pk}/").context["signed"]
        assert [each.added_by for each in signed.scans] == [clerk]
        assert [each.added_by for each in signed.earlier] == [officer]

    def test_it_comes_back_as_an_attachment_named_after_the_list(self, client, made, officer):
        client.force_login(officer)
        self.file(client, made, scan())
        page = SignedScan.objects.get()
        answer = client.get(page.get_absolute_url())
        assert b"".join(answer.streaming_content) == PDF
        named = f"ban-giao-ket-qua-2018-01-{page.pk}.pdf"
        assert answer["Content-Disposition"] == f'attachment; filename="{named}"'

    def test_what_is_no_scan_is_said_on_its_page(self, client, made, officer, uploads):
        client.force_login(officer)
        answer = self.file(client, made)
        assert (answer.status_code, len(answer.context["faults"])) == (400, 1)
        assert not SignedScan.objects.exists()

    def test_who_leads_files_it_who_only_looks_on_does_not_and_a_stranger_knows_of_none(
        self, client, made, leader, district_leader, control, stranger
    ):
        for user, status in ((leader, 302), (district_leader, 302), (control, 403), (stranger, 404)):
            client.force_login(user)
            assert self.file(client, made, scan(PDF + user.username.encode())).status_code == status, user
        for user, status in ((control, 200), (stranger, 404)):
            client.force_login(user)
            assert status_of(client, f"/desk/handover/{made.pk}/") == status
            assert status_of(client, SignedScan.objects.first().get_absolute_url()) == status

    def test_the_page_says_which_lists_are_signed(self, client, made, officer):
        client.force_login(officer)
        assert [each.is_signed for each in client.get("/desk/handover/").context["lists"]] == [False]
        self.file(client, made, scan())
        assert [each.is_signed for each in client.get("/desk/handover/").context["lists"]] == [True]

    def test_a_scan_is_of_a_slip_or_of_a_list(self, client, made, slip, officer):
        client.force_login(officer)
        self.file(client, made, scan())
        page = SignedScan.objects.get()
        for owners in ({"slip": None, "handover": None}, {"slip": slip, "handover": made}):
            page.pk, page.path = None, "other"
            page.slip, page.handover = owners["slip"], owners["handover"]
            with pytest.raises(IntegrityError, match="signed_scan_of_a_slip_or_a_list"), transaction.atomic():
                page.save(force_insert=True)
