"""A decision with its versions, photos, and the pages of posting."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from procedures import actions
from procedures.models import PublicationDecision

JPEG = b"\xff\xd8\xff\xe0 a board"
MONDAY, NEXT_MONDAY = date(2018, 1, 15), date(2018, 1, 22)


def photo(content=JPEG, name="bang.jpg"):
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def amend(*procedures, by, now, number="55/QĐ-UBND", issued_on=date(2018, 1, 10), effective_from=MONDAY):
    """An applied decision that amends `procedures` from that day on."""
    made = actions.draft_decision(number=number, issued_on=issued_on, effective_from=effective_from, by=by, now=now)
    actions.draft_lines(decision=made, kind="amend", procedures=procedures, by=by, now=now)
    actions.apply_decision(decision=made, by=by, now=now)
    return PublicationDecision.objects.get(pk=made.pk)


def confirm_page(decision, unit):
    return reverse("procedures:confirm_postings", args=[decision.pk, unit.code])


def checks_page(unit, **query):
    return reverse("procedures:spot_checks", args=[unit.code], query=query)
