"""`verify` finds hand-over lists, and the signed scans of what is no dossier's, that are not as they were made."""

import contextlib

import pgtrigger
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from dossiers import actions
from dossiers.enquiry_slips import enquiry_slip_of
from dossiers.models import HandoverEntry, HandoverList, SignedScan
from tests.builders import at, enquire, receive


@pytest.fixture
def made(clerk, officer, support):
    dossier = receive(by=clerk, procedure=support, now=at("2018-01-15 08:00"))
    actions.resolve(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
    step = dossier.steps.last()
    given = {"agency": step.before.agency, "desk": step.desk, "steps": [step]}
    return actions.list_results(**given, by=officer, now=at("2018-01-15 10:00"))


@pytest.fixture
def scan():
    return SimpleUploadedFile("a.pdf", b"%PDF-1.4")


@pytest.fixture
def faults(capsys, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def run():
        with contextlib.suppress(SystemExit):
            call_command("verify")
        return [line.removeprefix("hand-over lists: ") for line in capsys.readouterr().err.splitlines()]

    return run


def test_a_list_as_it_was_made_passes(faults, made):
    assert faults() == []


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"content": b"%PDF-"}, "Xã Kim Định (14635), 1/2018: differs from its sha256"),
        ({"number": 2}, "Xã Kim Định (14635), 2/2018: nobody has the number before it"),
    ],
)
def test_a_list_that_was_changed_is_found(faults, made, values, fault):
    with pgtrigger.ignore():
        HandoverList.objects.update(**values)
    assert faults() == [fault]


def test_a_list_without_its_lines_is_found(faults, made):
    with pgtrigger.ignore():
        HandoverEntry.objects.all().delete()
    assert faults() == ["Xã Kim Định (14635), 1/2018: is empty"]


def test_a_list_of_another_office_is_found(faults, made, district):
    with pgtrigger.ignore():
        HandoverList.objects.update(agency=district.committee)
    assert faults() == ["Xã Kim Định (14635), 1/2018: names a result that went another way"]


def test_a_signed_scan_of_a_list_that_was_lost_is_found(faults, made, officer, scan, now, settings):
    actions.file_signed(slip=made, scans=[scan], by=officer, now=now)
    assert faults() == []
    path = SignedScan.objects.get().path
    (settings.MEDIA_ROOT / path).unlink()
    assert faults() == [f"files: hand-over list {made.pk}: file {path} is missing"]


def test_and_of_a_slip_of_the_counter_that_was_changed(faults, clerk, birth, scan, now, settings):
    enquiry = enquire(by=clerk, procedure=birth, now=now)
    actions.file_signed(slip=enquiry_slip_of(enquiry, now=now), scans=[scan], by=clerk, now=now)
    assert faults() == []
    path = SignedScan.objects.get().path
    (settings.MEDIA_ROOT / path).write_bytes(b"%PDF-1.5")
    assert faults() == [f"files: enquiry {enquiry.pk}: file {path} differs from its sha256"]
