"""What administrators do with staff. Each action is recorded with who did it and when, for ever, in Vietnamese."""

import secrets
from itertools import chain, count

from axes.utils import reset as forget_failed_logins
from django.conf import settings
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from units.models import Assignment, ServiceDesk, User
from units.text import fold

# Without the letters and digits that are mistaken for one another when read aloud or copied by hand.
PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@transaction.atomic
def create_staff(*, full_name, title, phone, email="", username, assignment, by, now):
    """A new member of staff with his first assignment; returns him and the password that he must change."""
    password = one_time_password()
    person = User(
        username=username or suggested_username(full_name, assignment["place"].unit),
        full_name=full_name,
        title=title,
        phone=phone,
        email=email,
        must_change_password=True,
    )
    person.set_password(password)
    person.full_clean()
    person.save()
    record(person, lambda: _("Account opened."), ADDITION, by=by, now=now)
    assign(person=person, **assignment, by=by, now=now)
    return person, password


@transaction.atomic
def change_details(*, person, full_name, title, phone, email="", by, now):
    """Correct name, position, phone and e-mail."""
    person = locked(person)
    before = f"{person.full_name}, {person.title}, {person.phone}, {person.email}"
    person.full_name, person.title, person.phone, person.email = full_name, title, phone, email
    person.save(update_fields=["full_name", "title", "phone", "email"])
    record(person, lambda: _("Details changed; before: %(before)s.") % {"before": before}, CHANGE, by=by, now=now)


@transaction.atomic
def assign(*, person, role, place, valid_from, valid_to, is_full_time, by, now):
    """Give `person` work from one day to another; ValidationError where it clashes with what he has."""
    locked(person)
    assignment = Assignment(user=person, role=role, valid_from=valid_from, valid_to=valid_to, is_full_time=is_full_time)
    if isinstance(place, ServiceDesk):
        assignment.desk = place
    else:
        assignment.agency = place
    assignment.full_clean()
    assignment.save()
    record(person, lambda: _("Assigned: %(work)s.") % {"work": in_words(assignment)}, CHANGE, by=by, now=now)
    return assignment


@transaction.atomic
def end_assignment(*, assignment, last_day, by, now):
    """Make `last_day` the last one of an assignment; ValidationError before its first or over another one."""
    locked(assignment.user)
    assignment.valid_to = last_day
    assignment.full_clean()
    assignment.save(update_fields=["valid_to"])
    record(
        assignment.user, lambda: _("Last day set: %(work)s.") % {"work": in_words(assignment)}, CHANGE, by=by, now=now
    )


@transaction.atomic
def take_back_assignment(*, assignment, by, now):
    """Undo an assignment that begins today or later, as if it had not been given."""
    locked(assignment.user)
    work = in_words(assignment)
    assignment.delete()
    record(assignment.user, lambda: _("Taken back: %(work)s.") % {"work": work}, DELETION, by=by, now=now)


@transaction.atomic
def disable(*, person, by, now):
    """Let `person` in no more, from the next request on; assignments and all that he did stay."""
    person = locked(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    record(person, lambda: _("Account disabled."), CHANGE, by=by, now=now)


@transaction.atomic
def enable(*, person, by, now):
    person = locked(person)
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(person, lambda: _("Account enabled."), CHANGE, by=by, now=now)


@transaction.atomic
def reset_password(*, person, by, now):
    """A password for one log-in; `person` is logged out everywhere, and let in again if he was locked out."""
    password = one_time_password()
    person = locked(person)
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    forget_failed_logins(username=person.username)
    record(person, lambda: _("One-time password made."), CHANGE, by=by, now=now)
    return password


def one_time_password():
    """Three groups of four, 59 bits: kx7m-p4rt-w9hn."""
    return "-".join("".join(secrets.choice(PASSWORD_LETTERS) for _letter in range(4)) for _group in range(3))


def suggested_username(full_name, unit):
    """`lan.14635` for Phạm Thị Lan; lanpt.14635, lanpt2.14635 and so on where that is taken."""
    *others, given = ["".join(filter(str.isalnum, word)) for word in fold(full_name).split()] or ["staff"]
    stem = given + "".join(word[:1] for word in others)
    names = (f"{name}.{unit.code}" for name in chain([given, stem], (f"{stem}{n}" for n in count(2))))
    return next(name for name in names if not User.objects.filter(username=name).exists())


def locked(person):
    return User.objects.select_for_update(of=("self",)).get(pk=person.pk)


def in_words(assignment):
    """Role, place and days of an assignment, as the trail keeps them."""
    with override(settings.LANGUAGE_CODE):
        first = date_format(assignment.valid_from, "SHORT_DATE_FORMAT") if assignment.valid_from else "…"
        last = date_format(assignment.valid_to, "SHORT_DATE_FORMAT") if assignment.valid_to else "…"
        place = f"{assignment.place.name}, {assignment.unit.name}"
        time = _("full-time") if assignment.is_full_time else _("part-time")
        return f"{assignment.get_role_display()}, {place}, {first} – {last}, {time}"


def record(person, sentence, flag, *, by, now):
    """Write into the trail what was done; `sentence` is called in the language of the trail."""
    with override(settings.LANGUAGE_CODE):
        message = sentence()
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(person.pk),
        object_repr=str(person)[:200],
        action_flag=flag,
        change_message=message,
        action_time=now,
    )
