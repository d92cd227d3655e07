from collections import defaultdict
from collections.abc import Collection, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from procedures.models import Finding, Handling, Posting, PostingPlace, ProcedureAtUnit, ProcedureVersion
from units.models import ServiceDesk, User

# Decisions are issued 5 to 20 days before the text takes effect (Decree 63/2010/NĐ-CP), and posted from then on; a day
# much further ahead is a slip of the hand.
POSTED_AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class Posted:
    """What became of what was to be posted."""

    posted: int
    already: int  # hung there, and were left as they were


@contextmanager
def all_or_nothing(versions: Collection[ProcedureVersion]):
    """A transaction that needs `versions`; where a decision was taken back meanwhile, ValidationError says so.

    PostgreSQL looks at the keys when it ends, and then one may be gone.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        keys = {version.pk for version in versions}
        if ProcedureVersion.objects.filter(pk__in=keys).count() == len(keys):
            raise
        said = _("The decision was taken back at this very moment: nothing was changed. Open the list anew.")
        raise ValidationError(said) from error


def post(
    *, versions: Iterable[ProcedureVersion], desk: ServiceDesk, place: str, posted_on: date, by: User, now: datetime
) -> Posted:
    """Put `versions` up at `place` of `desk`, all or none. Raises ValidationError, naming what cannot hang there.

    The desk's row is locked, so that two people who post the same do it one after the other.
    """
    not_in_the_future(posted_on, now)
    versions = {version.pk: version for version in versions}
    with all_or_nothing(versions.values()):
        return _post(versions, desk, place, posted_on, by)


def _post(versions, desk, place, posted_on, by):
    ServiceDesk.objects.select_for_update().get(pk=desk.pk)
    standing = Posting.objects.ever_up().filter(desk=desk, place=place, version__in=versions)
    hanging = set(standing.filter(removed_on=None).values_list("version", flat=True))
    new = [version for pk, version in versions.items() if pk not in hanging]
    not_applied = _not_applied_at(desk.unit, new, posted_on)
    until = dict(standing.filter(removed_on__gt=posted_on).values_list("version", "removed_on"))
    faults = [not_applied.get(version.pk) or _why_not(version, desk, place, posted_on, until) for version in new]
    if any(faults):
        raise ValidationError([fault for fault in faults if fault])
    Posting.objects.bulk_create(
        Posting(version=version, desk=desk, place=place, posted_on=posted_on, posted_by=by) for version in new
    )
    return Posted(posted=len(new), already=len(hanging))


@transaction.atomic
def take_down(*, postings: Iterable[Posting], removed_on: date, by: User, now: datetime) -> int:
    """Take `postings` down, all or none; it says how many still hung. Raises ValidationError.

    Nothing is locked before: of two at once the second finds none of them hanging.
    """
    not_in_the_future(removed_on, now)
    hanging = Posting.objects.filter(pk__in=[posting.pk for posting in postings], removed_on=None)
    if later := hanging.filter(posted_on__gt=removed_on).select_related("version").first():
        raise ValidationError(
            _("“%(name)s” was put up on %(day)s only: it cannot be taken down before."),
            params={"name": later.version.name, "day": f"{later.posted_on:%d/%m/%Y}"},
        )
    return hanging.update(removed_on=removed_on, removed_by=by)


@transaction.atomic
def put_back(*, postings: Iterable[Posting], by: User) -> int:
    """Undo that `by` took `postings` down, as if they had hung there all along; it says how many.

    What somebody else took down is left, and so is what has been put up anew since: it would hang there twice. What a
    spot check did not find stays down for everybody.
    """
    down = Posting.objects.filter(pk__in=[posting.pk for posting in postings], removed_by=by)
    down = down.exclude(findings__in=Finding.objects.not_found())
    list(ServiceDesk.objects.select_for_update().filter(pk__in=down.values("desk")).order_by("pk"))  # as `post` does
    return down.not_up_anew().update(removed_on=None, removed_by=None, taken_down_in=None)


def not_in_the_future(day, now):
    today = timezone.localdate(now)
    if day > today:
        raise ValidationError(
            _("%(day)s lies in the future: enter what was done, on the day it was done, until %(today)s."),
            params={"day": f"{day:%d/%m/%Y}", "today": f"{today:%d/%m/%Y}"},
        )


def _not_applied_at(unit, versions, posted_on):
    """By its key what to say of each of `versions` whose procedure `unit` does not apply.

    Asked for the day it is put up, or from which it is in force if that is later.
    """
    exceptions = defaultdict(list)
    procedures = {version.procedure_id for version in versions}
    for exception in ProcedureAtUnit.objects.filter(unit=unit, procedure__in=procedures):
        exceptions[exception.procedure_id].append(exception)
    said = _("“%(name)s” is not applied at %(unit)s: it does not hang there.")
    found = {}
    for version in versions:
        day = max(posted_on, version.valid_from or posted_on)
        if version.procedure.handling_on(day, exceptions[version.procedure_id]) == Handling.NOT_APPLIED:
            found[version.pk] = said % {"name": version.name, "unit": unit.name_in_sentence}
    return found


def _why_not(version, desk, place, posted_on, until):
    """What keeps `version` from being put up there on that day, as a sentence; None: nothing."""
    named = {"name": version.name}
    if not desk.unit.is_in_force_on(posted_on):
        return _("%(unit)s was no unit on that day.") % {"unit": desk.unit.name}
    if place == PostingPlace.BOARD and version.procedure.level != desk.unit.level:
        return _("“%(name)s” is of another level: it does not hang at this desk.") % named
    if version.valid_to and version.valid_to < posted_on:
        named["day"] = f"{version.valid_to:%d/%m/%Y}"
        return _("“%(name)s” was in force until %(day)s only: post the version that followed.") % named
    if version.valid_from and posted_on < version.valid_from - POSTED_AHEAD:
        named["day"] = f"{version.valid_from:%d/%m/%Y}"
        return _("“%(name)s” is in force from %(day)s on: that is too long after the day given.") % named
    if version.pk in until:
        named["day"] = f"{until[version.pk]:%d/%m/%Y}"
        return _("“%(name)s” hung there until %(day)s: post it again on that day or later.") % named
    return None
