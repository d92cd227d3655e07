"""What a procedure asks for in words, and what differs between two of it, to be read side by side or in a booklet."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from procedures.content import Case, Content, FormFile, Paper, differences
from procedures.models import Channel, ExcludedTime, LeftOutDay, LimitUnit, ProcedureVersion

LABELS = {"cases": gettext_lazy("Cases"), "papers": gettext_lazy("Papers"), "forms": gettext_lazy("Forms to fill in")}
TOLD_WITH_ANOTHER = ("time_unit",)
STOPS = ",.;:!?)"
WORD = re.compile(rf"[{STOPS}]+(?=\s|$)|\S+?(?=[{STOPS}]*(?:\s|$))")
CHOICES = {"channels": Channel, "leaves_out": LeftOutDay, "excluded_times": ExcludedTime}


def limit_in_words(amount, unit) -> str:
    """5 working days; also of no amount, and of the same day."""
    if amount is None:
        return _("no time published")
    if amount == 0:
        return _("the same working day")
    if unit == LimitUnit.HALF_DAY:
        return ngettext("%(n)s half day", "%(n)s half days", amount) % {"n": amount}
    if unit == LimitUnit.HOUR:
        return ngettext("%(n)s working hour", "%(n)s working hours", amount) % {"n": amount}
    if unit == LimitUnit.CALENDAR_DAY:
        return ngettext("%(n)s day", "%(n)s days", amount) % {"n": amount}
    return ngettext("%(n)s working day", "%(n)s working days", amount) % {"n": amount}


def paper_in_words(paper: Paper) -> str:
    told = f"{paper.name} ({counts_in_words(paper)})"
    if paper.is_optional:
        told = f"{told} – {_('only where it applies')}"
    return f"{paper.case}: {told}" if paper.case else told


def counts_in_words(paper: Paper) -> str:
    """How often a paper is asked for: 1 original, 2 copies; one that is neither is only shown."""
    if paper.originals and paper.copies:
        return _("%(originals)s original, %(copies)s copy") % {"originals": paper.originals, "copies": paper.copies}
    if paper.copies:
        return _("%(copies)s copy") % {"copies": paper.copies}
    return _("%(originals)s original") % {"originals": paper.originals} if paper.originals else _("to show only")


def case_in_words(case: Case) -> str:
    return f"{case.name}: {limit_in_words(case.time_limit, case.time_unit)}" if case.time_unit else case.name


def file_in_words(form: FormFile) -> str:
    """Of which kind and how large: .docx, 34 KB."""
    return f"{Path(form.path).suffix}, {filesizeformat(form.size)}"


# What differs


@dataclass(frozen=True)
class Span:
    """A piece of text; `mark` says that it has `gone` or `come`."""

    text: str
    mark: str = ""

    @property
    def follows_closely(self) -> bool:
        """It begins with a stop: no space stands before it."""
        return self.text[0] in STOPS


@dataclass(frozen=True)
class Change:
    """A field with what stood and what stands in it, each as lines of spans; `same` lines of a list are left out."""

    field: str
    label: str | Promise
    before: list[list[Span]]
    after: list[list[Span]]
    same: int = 0


def changes(before: Content | None, after: Content) -> list[Change]:
    """Field by field; without a `before` all that `after` asks for has come."""
    found = differences(before or Content(name="", sector="", sets=0), after)
    names = {each.field for each in found}
    if "time_unit" in names:
        names.add("time_limit")
    return [
        _change(name, before, after)
        for name in (part for part in Content.__dataclass_fields__ if part in names)
        if name not in TOLD_WITH_ANOTHER
    ]


def changed_in_words(before: Content, after: Content) -> list:
    """The names of what `after` asks for otherwise."""
    names = ["time_limit" if each.field in TOLD_WITH_ANOTHER else each.field for each in differences(before, after)]
    return [label_of(name) for name in dict.fromkeys(names)]


def _change(name, before, after):
    was, is_now = in_words(before, name) if before else [], in_words(after, name)
    if isinstance(getattr(after, name), tuple):
        return Change(
            name,
            label_of(name),
            [[Span(line, "gone")] for line in was if line not in is_now],
            [[Span(line, "come")] for line in is_now if line not in was],
            same=sum(line in was for line in is_now),
        )
    return Change(name, label_of(name), *_by_word(was, is_now))


def label_of(name):
    return LABELS.get(name) or ProcedureVersion._meta.get_field(name).verbose_name


def in_words(content: Content, name: str) -> list[str]:
    """What stands in a field, line by line; no line for nothing."""
    value = getattr(content, name)
    if name in ("time_limit", "promised_limit", "extension_limit"):
        return [limit_in_words(value, content.time_unit)] if value is not None else []
    if name == "papers":
        return list(map(paper_in_words, value))
    if name == "cases":
        return list(map(case_in_words, value))
    if name == "forms":
        return [f"{form.name} ({file_in_words(form)})" for form in value]
    if name in CHOICES:
        return [str(CHOICES[name](item).label) for item in value]
    if isinstance(value, tuple):
        return list(value)
    return [line for line in str(value).splitlines() if line.strip()]


def joined(pieces: Iterable[str]) -> str:
    """Words and stops as a text, as `words_of` took it apart."""
    return "".join(piece if piece[0] in STOPS else f" {piece}" for piece in pieces).strip()


def words_of(text: str) -> list[str]:
    """Its words, and the stops after them by themselves: a word is the same before a comma."""
    return WORD.findall(text)


def _by_word(before: list[str], after: list[str]):
    """Both as lines of spans, the words that differ marked."""
    old, new = ([word for line in lines for word in words_of(line)] for lines in (before, after))
    gone, come = [""] * len(old), [""] * len(new)
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            gone[i:j], come[k:m] = ["gone"] * (j - i), ["come"] * (m - k)
    return _lines(before, gone), _lines(after, come)


def _lines(lines, marks):
    marks = iter(marks)
    return [_spans([(word, next(marks)) for word in words_of(line)]) for line in lines]


def _spans(marked):
    runs = groupby(marked, key=lambda each: each[1])
    return [Span(joined(word for word, _ in run), mark) for mark, run in runs]
