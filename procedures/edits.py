"""Changes that many procedures get alike: each makes of what one asks for what it would. No database here."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from procedures.content import Content, Paper
from units.text import fold


class Edit:
    """Called with a content it gives the changed one; `fault` says in a sentence why it cannot, or nothing."""

    def __call__(self, content: Content) -> Content:
        raise NotImplementedError

    def fault(self, content: Content) -> str:
        return ""


@dataclass(frozen=True)
class MoreWords(Edit):
    """By which people look for it; what it has already does not come twice."""

    words: tuple[str, ...]

    def __call__(self, content):
        return replace(content, keywords=self.over(content.keywords))

    def over(self, keywords: str) -> str:
        known = words_in(keywords)
        folded = set(map(fold, known))
        more = [word for word in self.words if fold(word) not in folded]
        return ", ".join([*known, *more]) if more else keywords


def words_in(text: str) -> list[str]:
    return [word.strip() for word in re.split(r"[,;\n]", text) if word.strip()]


@dataclass(frozen=True)
class OtherSector(Edit):
    sector: str

    def __call__(self, content):
        return replace(content, sector=self.sector)


@dataclass(frozen=True)
class OtherTime(Edit):
    """What hangs on the statutory time goes on as long as it makes sense, as with a table (`content.over`)."""

    time_limit: int
    time_unit: str

    def __call__(self, content):
        same_unit, promise = content.time_unit == self.time_unit, content.promised_limit
        keeps_promise = same_unit and promise is not None and promise <= self.time_limit
        return replace(
            content,
            time_limit=self.time_limit,
            time_unit=self.time_unit,
            promised_limit=promise if keeps_promise else None,
            extension_limit=content.extension_limit if same_unit else None,
        )


@dataclass(frozen=True)
class OwnTime(Edit):
    """The office's own shorter time, in the unit of the law's."""

    promised_limit: int

    def __call__(self, content):
        return replace(content, promised_limit=self.promised_limit)

    def fault(self, content):
        if content.time_limit is None:
            return _("No time is published of it: there is nothing to shorten.")
        if self.promised_limit > content.time_limit:
            return _("The office's own time cannot be longer than the statutory one.")
        return ""


@dataclass(frozen=True)
class PaperAdded(Edit):
    paper: Paper

    def __call__(self, content):
        asked_for = {(paper.case, fold(paper.name)) for paper in content.papers}
        is_known = (self.paper.case, fold(self.paper.name)) in asked_for
        return content if is_known else replace(content, papers=(*content.papers, self.paper))


@dataclass(frozen=True)
class PapersTakenOut(Edit):
    """Those in whose names the words stand, diacritics or not."""

    words: str

    def __call__(self, content):
        words = fold(self.words)
        return replace(content, papers=tuple(paper for paper in content.papers if words not in fold(paper.name)))


@dataclass(frozen=True)
class PapersRenamed(Edit):
    """Words in the names of papers give way to others, small or capital; a capital stays one."""

    old: str
    new: str

    def __call__(self, content):
        papers = (replace(paper, name=self._renamed(paper.name)) for paper in content.papers)
        return replace(content, papers=tuple(papers))

    def fault(self, content):
        before, after = ({(paper.case, paper.name) for paper in each.papers} for each in (content, self(content)))
        if any(not name for _case, name in after):
            return _("A paper would have no name left: take it out instead.")
        if len(after) < len(before):
            return _("Two of its papers would have the same name: take one out instead.")
        return ""

    def _renamed(self, name):
        changed = re.sub(rf"(?<!\w){re.escape(self.old)}(?!\w)", self._as_in, name, flags=re.IGNORECASE)
        return name if changed == name else " ".join(changed.split())

    def _as_in(self, match):
        return self.new[:1].upper() + self.new[1:] if match[0][0].isupper() else self.new
