"""Monday's mail to those who wish it: once a week each, whoever asks and however often."""

from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from dashboards.digest import digest_of
from dashboards.digest_words import subject, text
from dashboards.prints.digest import render_digest
from dashboards.scope import NothingToShow, overseen_by, scope_of
from jobs.models import Mail
from jobs.outbox import post
from reports.models import DigestReader
from units import clock
from units.models import User
from units.periods import DAY, Period, week_of


@task
def tell_leaders():
    """Each who has no mail of the last week yet, by a job of his own: one that fails keeps nobody else waiting."""
    now = clock.now()
    for user in untold(now=now):
        tell_of_week.enqueue(user.pk)


@task
def tell_of_week(pk):
    tell(User.objects.get(pk=pk), now=clock.now())


def untold(*, now: datetime) -> list[User]:
    """Who wished it before this Monday's hour and has no mail of it yet; before that hour nobody."""
    today = timezone.localdate(now)
    hour = _hour(today)
    if now < hour:
        return []
    readers = DigestReader.objects.filter(since__lt=hour, user__is_active=True).exclude(user__email="")
    by_key = {_key(reader.user, today): reader.user for reader in readers.select_related("user").order_by("pk")}
    told = set(Mail.objects.filter(key__in=by_key).values_list("key", flat=True))
    return [user for key, user in by_key.items() if key not in told and user.oversees]


def tell(user: User, *, now: datetime) -> bool:
    """Write the mail, with the page as PDF; whether it is a new one. Of who oversees no unit any more, none."""
    today = timezone.localdate(now)
    if not user.oversees:
        return False
    week = week_of(today - 7 * DAY)
    try:
        scope = scope_of(user, overseen_by(user), code="", period=week, today=today)
    except NothingToShow:  # his unit was none yet in that week
        return False
    digest = digest_of(scope, now=now)
    attachment = (file_name(scope.unit.code, week), render_digest(digest))
    key = _key(user, today)
    return post(key=key, to=user.email, subject=subject(digest), text=text(digest), attachment=attachment)


def file_name(code: str, week: Period) -> str:
    return f"ban-tin-tuan-{code}-{week.first}.pdf"


def _hour(today: date) -> datetime:
    """Of this week's Monday."""
    return timezone.make_aware(datetime.combine(week_of(today).first, time(settings.DIGEST_HOUR)))


def _key(user, today):
    return f"weekly digest of {week_of(today - 7 * DAY).first} to user {user.pk}"
