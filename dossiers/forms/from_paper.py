"""What stands on paper as it is typed from there in a hurry: a time, a day, a procedure."""

import re
from datetime import date, time

from django import forms
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from procedures.models import Procedure, ProcedureVersion, RequiredDocument
from units.fields import in_our_time
from units.text import fold

TIME = re.compile(r"(\d{1,2})(?:[:hg.,](\d{2})?|(\d{2}))?", re.ASCII)
DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})(?:[/.\-](\d{4}|\d{2}))?", re.ASCII)
BETWEEN = " · "  # of code and name, where a suggestion was taken
MOST_NAMED = 3


def time_typed(text):
    """`8:15`, `08h15`, `0815`, `8h`: that time; ValidationError for what is none."""
    found = TIME.fullmatch(text.replace(" ", "").lower())
    try:
        return time(int(found[1]), int(found[2] or found[3] or 0))
    except (TypeError, ValueError):
        raise forms.ValidationError(
            _("“%(text)s” is no time. Type hours and minutes, such as 8:15 or 0815."), params={"text": text}
        ) from None


def day_typed(text, today):
    """`12/1` or `12/01/2018`: that day, without a year the one nearest to `today`; ValidationError for what is none."""
    found = DAY.fullmatch(text.replace(" ", ""))
    try:
        years = [_whole(found[3])] if found[3] else [today.year - 1, today.year, today.year + 1]
        days = [date(year, int(found[2]), int(found[1])) for year in years]
    except (TypeError, ValueError):
        raise forms.ValidationError(
            _("“%(text)s” is no day. Type day and month, such as 12/1, or leave it empty for the day at the top."),
            params={"text": text},
        ) from None
    nearest = min(days, key=lambda candidate: abs(candidate - today))
    in_our_time(nearest)
    return nearest


def _whole(year):
    return int(year) + (2000 if len(year) == 2 else 0)


class Procedures:
    """Which version the words of a line mean at `desk` on a day. Twenty lines of one procedure ask once."""

    def __init__(self, desk):
        self.unit, self.known = desk.unit, {}

    def suggestions(self, day, often=()):
        """`1.001193 · Đăng ký khai sinh` of all in force on `day`, those of the keys `often` first."""
        versions = sorted(self._in_force_on(day), key=lambda version: (version.pk not in often, fold(version.name)))
        return [f"{version.procedure.code}{BETWEEN}{version.name}" for version in versions]

    def version(self, text, day):
        """By code, or by words of the name; ValidationError says what is wrong and what else there is."""
        if (text, day) not in self.known:
            self.known[text, day] = self._version(text, day)
        found = self.known[text, day]
        if isinstance(found, forms.ValidationError):
            raise found
        return found

    def _version(self, text, day):
        in_force = self._in_force_on(day)
        papers = Prefetch("required_documents", RequiredDocument.objects.order_by("position"))
        in_force = in_force.prefetch_related(papers)
        procedures = self._here(day).with_any_code(text.split(BETWEEN)[0])
        if version := in_force.filter(procedure__in=procedures).first():
            return version
        named = list(in_force.search(text)[: MOST_NAMED + 1])  # the likeliest first
        begin_so = [version for version in named if fold(version.name).startswith(fold(text))]
        if len(named) == 1 or len(begin_so) == 1 or begin_so and fold(begin_so[0].name) == fold(text):
            return (begin_so or named)[0]
        return self._fault(text, day, procedures, named)

    def _fault(self, text, day, procedures, named):
        if named:
            names = [f"{version.name} ({version.procedure.code})" for version in named[:MOST_NAMED]]
            names += ["…"] if len(named) > MOST_NAMED else []
            return forms.ValidationError(
                _("“%(text)s” may be: %(names)s – type the code of the right one."),
                params={"text": text, "names": "; ".join(names)},
            )
        if procedures.exists():
            return forms.ValidationError(
                _("“%(text)s” was not in force on %(day)s. Check the day, or choose what applied then."),
                params={"text": text, "day": f"{day:%d/%m/%Y}"},
            )
        return forms.ValidationError(
            _("No procedure received at this desk has “%(text)s” in its name or code."), params={"text": text}
        )

    def _in_force_on(self, day):
        in_force = ProcedureVersion.objects.in_force_on(day).with_list_data()
        return in_force.filter(procedure__in=self._here(day))

    def _here(self, day):
        return Procedure.objects.received_at(self.unit, day)
