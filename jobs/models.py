"""What is to be done beside the requests: the outbox of mail, and when each job comes round again."""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Mail(models.Model):
    """A mail to a member of staff, written in the transaction of what it tells of; sent once by its key."""

    key = models.CharField(_("key"), max_length=200, unique=True)
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    attachment = models.BinaryField(_("attached PDF"), null=True, blank=True)  # until it is sent
    attachment_name = models.CharField(_("its name"), max_length=100, blank=True)
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("outbox of mail")
        ordering = ["pk"]
        indexes = [models.Index(fields=["written_at"], condition=models.Q(sent_at=None), name="mail_waiting")]

    def __str__(self):
        return self.key

    @property
    def message_id(self):
        """Made of the key, so that a mail sent twice is the same one to whoever gets it."""
        digest = hashlib.sha256(self.key.encode()).hexdigest()[:32]
        return f"<{digest}@{urlsplit(settings.PUBLIC_URL).hostname}>"

    def as_message(self):
        message = EmailMessage(self.subject, self.text, to=[self.to], headers={"Message-ID": self.message_id})
        if self.attachment is not None:
            message.attach(self.attachment_name, bytes(self.attachment), "application/pdf")
        return message


class Round(models.Model):
    """When a job of the timetable is to be put into the queue again."""

    path = models.CharField(_("job"), primary_key=True, max_length=200)
    due_at = models.DateTimeField(_("comes round again"))

    class Meta:
        verbose_name = _("job of the timetable")
        verbose_name_plural = _("timetable of jobs")

    def __str__(self):
        return self.path
