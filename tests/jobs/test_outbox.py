"""Mail: written with what it tells of, sent once by its key."""

from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.db import transaction
from django_tasks import TaskResultStatus

from jobs.models import Mail
from jobs.outbox import post, send

TO = "officer@kimson.example"


def posted(key="a"):
    return post(key=key, to=TO, subject="Hồ sơ đến hạn", text="000.06.28.H42-180115-0001")


def test_a_mail_is_sent_by_a_job(do_all):
    assert posted()
    assert mail.outbox == []
    do_all()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([TO], "Hồ sơ đến hạn")
    assert Mail.objects.get().sent_at is not None


def test_the_same_key_is_the_same_mail(do_all, queue):
    assert [posted(), posted()] == [True, False]
    assert queue.count() == 1
    do_all()
    assert not posted()
    do_all()
    assert len(mail.outbox) == 1


def test_nothing_is_sent_of_what_did_not_happen(do_all, queue):
    with transaction.atomic():
        posted()
        transaction.set_rollback(True)
    assert (Mail.objects.count(), queue.count(), do_all()) == (0, 0, 0)


def test_a_job_that_runs_twice_sends_once(do_all):
    posted()
    send.enqueue(Mail.objects.get().pk)
    assert do_all() == 2
    assert len(mail.outbox) == 1


def test_sent_twice_a_mail_bears_the_same_message_id(db):
    posted()
    posted("b")
    ids = [letter.as_message().message()["Message-ID"] for letter in Mail.objects.all()]
    assert ids[0] != ids[1]
    assert ids == [letter.as_message().message()["Message-ID"] for letter in Mail.objects.all()]


def test_a_mail_server_that_is_away_is_tried_again(do_all, queue, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    posted()
    do_all()
    assert queue.get().status == TaskResultStatus.READY
    assert Mail.objects.get().sent_at is None


def test_the_folder_has_a_file_for_each_mail_however_often_it_comes(db, settings, tmp_path):
    settings.EMAIL_BACKEND = "jobs.mailboxes.FolderBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    posted()
    for _ in range(2):
        Mail.objects.get().as_message().send()
    (file,) = settings.EMAIL_FILE_PATH.iterdir()
    content = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (content["Subject"], content["To"]) == ("Hồ sơ đến hạn", TO)
    assert content.get_content().strip() == "000.06.28.H42-180115-0001"


@pytest.mark.parametrize("header", ["\nBcc: others@example.org", "\r\nX: y"])
def test_a_subject_of_several_lines_adds_no_header(db, header):
    post(key="a", to=TO, subject=f"Hồ sơ{header}", text="")
    with pytest.raises(ValueError, match="newlines"):
        Mail.objects.get().as_message().message()
