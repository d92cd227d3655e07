"""Mail as an outbox: written with what it tells of, or not at all; then sent by a job, once by its key."""

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from jobs.models import Mail


@transaction.atomic
def post(*, key, to, subject, text, attachment=None):
    """Have a mail sent when what surrounds this is committed; whether it is a new one.

    The same key never gives a second mail, whoever asks and however often. `subject` and `text` name no citizen: a
    mail leaves the house; nor does `attachment`, a name and a PDF, which is kept until it is sent.
    """
    name, content = attachment or ("", None)
    told = {"to": to, "subject": subject, "text": text, "attachment": content, "attachment_name": name}
    mail, is_new = Mail.objects.get_or_create(key=key, defaults=told)
    if is_new:
        send.enqueue(mail.pk)
    return is_new


@task
def send(pk):
    """Hand a mail to the mail server, unless that was done.

    What remains: a worker that is killed after the server took the mail and before this is committed leaves it unsent,
    and it is sent again. No database can undo what a mail server has accepted. Both bear the same Message-ID, by
    which most mail stores keep one of them.
    """
    mail = Mail.objects.select_for_update().get(pk=pk)
    if mail.sent_at is None:
        mail.as_message().send()
        mail.sent_at, mail.attachment = timezone.now(), None
        mail.save(update_fields=["sent_at", "attachment"])
