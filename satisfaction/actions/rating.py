"""Rating a finished dossier, once for ever. Nothing is written into its history: the desk must not learn it."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from satisfaction.models import Answer, Survey


class NotFinished(Exception):
    """There is no result yet that could be rated."""


class AlreadyRated(Exception):
    """The dossier stands in the roll: an answer about it is saved and stays as it is."""


@transaction.atomic
def rate(*, dossier, marks, source, now):
    """Enter `dossier` in the roll and drop the answer, `marks` by field of `Marks`, without it."""
    check_finished(dossier, now)
    _enter_in_roll(dossier)
    Answer.objects.create(
        desk=dossier.returning_desk,
        procedure=dossier.procedure,
        month=timezone.localdate(dossier.finished_at).replace(day=1),
        source=source,
        **marks,
    )


def check_may_be_rated(dossier, now):
    """Raise NotFinished or AlreadyRated, before anybody is asked for marks in vain."""
    check_finished(dossier, now)
    if Survey.objects.filter(dossier=dossier).exists():
        raise AlreadyRated(dossier.code)


def check_finished(dossier, now):
    if not dossier.is_finished or dossier.finished_at > now:  # an import may bring a result of days to come
        raise NotFinished(dossier.code)


def _enter_in_roll(dossier):
    try:
        with transaction.atomic():
            Survey.objects.create(dossier=dossier)
    except IntegrityError as clash:
        raise AlreadyRated(dossier.code) from clash
