"""Questions about many dossiers, asked by screens."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from dossiers import cards
from dossiers.models import Dossier, Enquiry, EnquiryKind, EventKind
from dossiers.models.querysets import start_of
from dossiers.people import Person
from units.models import AgencyCode
from units.text import normalise
from units.typed import code_typed

MOST_FOUND = 50
MOST_NAMED = 50  # dossiers of one name, without a number that tells its bearers apart
# The tail of a code as people read it out, the day and the number: 180115-0005, or 180115-5.
ENDING = re.compile(r"(\d{6})-(\d{1,4})", re.ASCII)


def find(text, *, user):
    """What the one box finds among the dossiers that `user` may see: by code, card, number, phone or name.

    Newest first. Each way but the last is a look into one index.
    """
    dossiers = Dossier.objects.visible_to(user).with_list_data()
    text = normalise(text)
    if code := cards.DOSSIER_CODE.search(text.upper()):
        return dossiers.filter(code=code[0])
    by_code = dossiers.filter(code__in=_codes(text))
    return by_code if by_code.exists() else _of_whom(dossiers, text)


def find_enquiries(text, *, user):
    """What the one box finds among the enquiries that `user` may see: by the mark or number of a slip any, by card,
    number, phone or name those of people who have not come back. Newest first."""
    enquiries = Enquiry.objects.visible_to(user).with_list_data()
    text = normalise(text)
    if mark := cards.ENQUIRY_MARK.fullmatch(text.upper()):
        return enquiries.filter(pk=mark[1])
    by_number = enquiries.filter(number__in={text, text.upper()})
    return by_number if by_number.exists() else _of_whom(enquiries.open(), text)


def _of_whom(rows, text):
    """The dossiers or enquiries of whom a card, number, phone or name says."""
    if cards.read_card(text):
        return rows.filter(applicant_id_number__in=Person.typed(id_number=text).numbers)
    has_words = any(word.isalpha() and len(word) > 2 for word in text.split())  # a passport begins with two letters
    if any(character.isdigit() for character in text) and not has_words:
        number = Q(applicant_id_number=cards.clean_id_number(text))
        return rows.filter(number | Q(applicant_phone=cards.clean_phone(text)))
    letters = sum(character.isalnum() for character in text)
    return rows.search_names(text) if letters >= 2 else rows.none()


def with_code(text, *, among):
    """Those of `among` that a scanner or a hand means: by a code, whatever stands around it, or by its ending."""
    if code := cards.DOSSIER_CODE.search(code_typed(text)):
        return among.filter(code=code[0])
    return among.filter(code__in=_codes(normalise(text)))


def possible_doubles(*, user, procedure, person, now, other_than=None):
    """`person` asking for `procedure` within the last DOUBLE_WITHIN_DAYS, among what `user` may see; newest first."""
    since = start_of(timezone.localdate(now) - timedelta(days=settings.DOUBLE_WITHIN_DAYS))
    recent = Dossier.objects.visible_to(user).filter(version__procedure=procedure, received_at__gte=since)
    return dossiers_of(person, among=recent.exclude(pk=other_than)).dossiers


@dataclass(frozen=True)
class OfPerson:
    """The dossiers of somebody, newest first, each with its `likeness`; `is_cut` if more bear the name."""

    dossiers: QuerySet
    is_cut: bool


def dossiers_of(person, *, among):
    """Those of `among` that are `person`'s: all of the number; of the name, which many may bear, the newest.

    Each of the two is a look into one index: the names are read first and become keys.
    """
    named = list(person.by_name(among).order_by("-received_at", "-pk").values_list("pk", flat=True)[: MOST_NAMED + 1])
    found = among.filter(Q(applicant_id_number__in=person.numbers) | Q(pk__in=named[:MOST_NAMED]))
    dossiers = found.annotate(likeness=person.likeness()).order_by("-received_at", "-pk").with_list_data()
    return OfPerson(dossiers, is_cut=len(named) > MOST_NAMED)


def enquiries_of(person, *, user, procedure):
    """The open enquiries of `person` about `procedure`, among what `user` may see; newest first."""
    about_it = Enquiry.objects.visible_to(user).open().filter(version__procedure=procedure)
    his = [found.values("pk") for found in (person.by_number(about_it), person.by_name(about_it))]
    return about_it.filter(Q(pk__in=his[0]) | Q(pk__in=his[1])).with_list_data()


def guidance_before(*, user, procedure, number="", phone=""):
    """What a person of that number or phone was told to bring for `procedure`, among what `user` may see; newest first.

    A name alone tells nobody apart. What came before his last dossier is settled by it.
    """
    numbers = Person.typed(id_number=number).numbers
    his = Q(applicant_id_number__in=numbers)
    if phone := cards.clean_phone(phone):
        his |= Q(applicant_phone=phone)
    told = Enquiry.objects.visible_to(user).filter(his, kind=EnquiryKind.GUIDANCE, version__procedure=procedure)
    settled_later = told.filter(dossier__isnull=False, made_at__gte=OuterRef("made_at"))
    return told.filter(~Exists(settled_later)).with_list_data()


def most_received(desk, *, now, most):
    """The versions that `desk` received most in the last quarter."""
    since = start_of(timezone.localdate(now) - timedelta(days=92))
    return list(
        Dossier.objects.filter(receiving_desk=desk, received_at__gte=since)
        .values("version")
        .annotate(count=Count("pk"))
        .order_by("-count", "version")
        .values_list("version", flat=True)[:most]
    )


def _codes(text):
    """The codes that `text` may stand for: itself, and with every agency's code before it where it is an ending."""
    codes = {text, text.upper()}
    if ending := ENDING.fullmatch(text):
        prefixes = AgencyCode.objects.order_by().values_list("code", flat=True).distinct()
        codes |= {f"{prefix}-{ending[1]}-{ending[2]:0>4}" for prefix in prefixes}
    return codes


def papers_at_reception(dossier):
    """What was handed in then, as corrected since; without what came later, when it was asked for."""
    later = sum(len(event.data["papers"]) for event in dossier.events.filter(kind=EventKind.RESUMED))
    recorded = list(dossier.documents.all())
    as_typed = [paper for paper in recorded if paper.added_by_id is None]
    corrected = [paper for paper in recorded if paper.added_by_id is not None]
    return [paper for paper in as_typed[: len(as_typed) - later] + corrected if paper.struck_by_id is None]
