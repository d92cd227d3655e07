"""Questions about many dossiers, asked by screens."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Q

from dossiers import cards
from dossiers.models import Dossier
from dossiers.models.dossier import start_of
from units.text import fold, normalise

MOST_FOUND = 50


def find(text, *, user):
    """What the one box finds among the dossiers that `user` may see: by code, card, number, phone or name."""
    dossiers = Dossier.objects.visible_to(user).with_list_data()
    text = normalise(text)
    if code := cards.DOSSIER_CODE.search(text.upper()):
        return dossiers.filter(code=code[0])
    if card := cards.read_card(text):
        return dossiers.filter(applicant_id_number__in=[number for number in (card.number, card.old_number) if number])
    number = cards.clean_id_number(text)
    if any(character.isdigit() for character in number):
        return dossiers.filter(
            Q(applicant_id_number=number) | Q(applicant_phone=cards.clean_phone(text)) | Q(code__iexact=text)
        )
    return dossiers.search_names(text) if len(fold(text)) >= 2 else dossiers.none()


def possible_doubles(*, user, procedure, name, id_number, now, other_than=None):
    """The same person asking for the same procedure within the last DOUBLE_WITHIN_DAYS, among what `user` may see."""
    since = start_of(now.date() - timedelta(days=settings.DOUBLE_WITHIN_DAYS))
    dossiers = (
        Dossier.objects.visible_to(user)
        .filter(version__procedure=procedure, received_at__gte=since)
        .exclude(pk=other_than)
        .with_list_data()
    )
    if id_number:
        return dossiers.filter(
            Q(applicant_id_number=id_number) | Q(applicant_id_number="", applicant_name__iexact=name)
        )
    return dossiers.search_names(name) if len(name.split()) > 1 else dossiers.none()


def most_received(desk, *, now, most):
    """The versions that `desk` received most in the last quarter."""
    since = start_of(now.date() - timedelta(days=92))
    return list(
        Dossier.objects.filter(receiving_desk=desk, received_at__gte=since)
        .values("version")
        .annotate(count=Count("pk"))
        .order_by("-count", "version")
        .values_list("version", flat=True)[:most]
    )
