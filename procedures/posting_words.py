"""What a posting sheet says, from the value of a version: in the words of the language that is active."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from itertools import groupby

from prints.amounts import in_figures
from procedures.catalogue import says_if_any
from procedures.content import Case, Content, Paper
from procedures.models import Channel, Fee, FeeKind
from procedures.prints.sheet import Line, Phrase, PostingSheet, SheetCase, SheetPaper, phrase
from procedures.wording import Change, case_in_words, in_words, limit_in_words, paper_in_words

ASK = "xin hỏi tại nơi tiếp nhận"
KINDS = {FeeKind.FEE: "Phí", FeeKind.CHARGE: "Lệ phí"}
HANDED_IN = {Channel.IN_PERSON: "nộp trực tiếp", Channel.ONLINE: "nộp trực tuyến", Channel.POST: "nộp qua bưu chính"}


@dataclass(frozen=True)
class Around:
    """What stands on a sheet beside the content of its version."""

    code: str
    page_url: str
    in_force: str
    decision: str
    is_received: bool
    cutoff: time  # until when one hands in what is ready the same day
    fees: tuple[Fee, ...] = ()
    warning: str = ""


@dataclass(frozen=True)
class News:
    """What `changes` say is new, field by field; without any, nothing is marked."""

    changes: dict[str, Change] = field(default_factory=dict)

    @classmethod
    def of(cls, changes: Iterable[Change]) -> "News":
        return cls({change.field: change for change in changes})

    def is_in(self, name: str) -> bool:
        return name in self.changes

    def item(self, name: str, line: str, shown: str | None = None) -> Phrase:
        """A line of the list `name`, or as it is `shown`: new as a whole, or not."""
        come = [span.text for spans in self.changes[name].after for span in spans] if self.is_in(name) else []
        return phrase(shown or line, line in come)

    def text(self, content: Content, name: str) -> tuple[Phrase, ...]:
        """The lines of the text `name`, new word by word."""
        if not self.is_in(name):
            return tuple(map(phrase, in_words(content, name)))
        lines = self.changes[name].after
        return tuple(tuple((span.text, span.mark == "come") for span in spans) for spans in lines)


def sheet_of(content: Content, around: Around, news: News | None = None) -> PostingSheet:
    """The sheet of `content`; what `news` says is new stands out on it."""
    news = news or News()
    return PostingSheet(
        code=around.code,
        name=news.text(content, "name")[0],
        sector=content.sector,
        decision=around.decision,
        in_force=around.in_force,
        cases=_cases(content, news),
        sets=phrase(f"{content.sets:02} bộ", news.is_in("sets")),
        is_received=around.is_received,
        channels=_channels(content, news),
        times=tuple(_times(content, around.cutoff, news)),
        costs=_costs(around.fees),
        results=tuple(news.item("results", result) for result in content.results),
        steps=news.text(content, "steps"),
        conditions=news.text(content, "conditions"),
        legal_basis=news.text(content, "legal_basis"),
        forms=tuple(
            news.item("forms", line, form.name)
            for form, line in zip(content.forms, in_words(content, "forms"), strict=True)
        ),
        page_url=around.page_url,
        warning=around.warning,
    )


def _cases(content, news):
    """Papers by case, in their order."""
    return tuple(
        SheetCase(name, tuple(_paper(paper, news) for paper in papers))
        for name, papers in groupby(content.papers, key=lambda paper: paper.case)
    )


def _paper(paper: Paper, news):
    note = "chỉ khi có" if paper.is_optional and not says_if_any(paper.name) else ""
    name = news.item("papers", paper_in_words(paper), paper.name)
    return SheetPaper(name, paper.originals, paper.copies, note)


def _channels(content, news):
    if not content.channels:
        return phrase(ASK)
    labels = [str(Channel(channel).label) for channel in content.channels]
    said = [news.item("channels", label)[0] for label in labels]
    return tuple((text + (";" if n < len(said) else ""), is_new) for n, (text, is_new) in enumerate(said, 1))


# How long


def _times(content: Content, cutoff, news):
    if content.time_limit is None:
        yield Line("", phrase(f"Chưa công bố; {ASK}", news.is_in("time_limit")))
    else:
        yield from _limits(content, content.time_unit, news)
    for case in content.cases:
        if case.time_unit:
            yield Line(case.name, news.item("cases", case_in_words(case), _limit_of(case)))
    if 0 in {_kept(content), *map(_kept, content.cases)}:
        yield Line(f"Nhận sau {cutoff.hour} giờ", phrase("trả kết quả trong ngày làm việc tiếp theo"))
    yield from _left_out(content, news)


def _limits(content, unit, news):
    law = phrase(limit_in_words(content.time_limit, unit), news.is_in("time_limit"))
    if content.promised_limit in (None, content.time_limit):
        yield Line("", law)
        return
    promise = limit_in_words(content.promised_limit, unit)
    yield Line("Nơi tiếp nhận cam kết", phrase(promise, news.is_in("promised_limit") or news.is_in("time_limit")))
    yield Line("Theo quy định", law)


def _limit_of(case):
    law, kept = (limit_in_words(amount, case.time_unit) for amount in (case.time_limit, _kept(case)))
    return law if law == kept else f"{kept} (theo quy định: {law})"


def _left_out(content, news):
    if left := in_words(content, "leaves_out") + in_words(content, "excluded_times"):
        is_new = news.is_in("leaves_out") or news.is_in("excluded_times")
        yield Line("Không tính", phrase("; ".join(left), is_new))
    if content.extension_limit:
        said = limit_in_words(content.extension_limit, content.time_unit)
        yield Line("Có thể gia hạn một lần, không quá", phrase(said, news.is_in("extension_limit")))


def _kept(terms: Content | Case):
    """The time that is promised, or else the law's."""
    return terms.time_limit if terms.promised_limit is None else terms.promised_limit


# What it costs


def _costs(fees):
    if not fees:
        return (Line("", phrase(f"Tùy trường hợp; {ASK}")),)
    if all(fee.amount == 0 for fee in fees):
        return (Line("", phrase("Không thu")),)
    return tuple(Line(_of_what(fee), phrase(_amount(fee))) for fee in fees)


def _of_what(fee):
    return ", ".join(filter(None, (KINDS[fee.kind], HANDED_IN.get(fee.channel))))


def _amount(fee):
    if fee.amount is None:
        said = f"tùy trường hợp; {ASK}"
    else:
        said = f"{in_figures(fee.amount)} đồng" if fee.amount else "không thu"
    return f"{said} ({fee.basis})" if fee.basis else said


def validity_in_words(first: date | None, last: date | None) -> str:
    """từ ngày 22/01/2018; an end only where one is known."""
    told = f"từ ngày {first:%d/%m/%Y}" if first else "đang áp dụng"
    return f"{told} đến hết ngày {last:%d/%m/%Y}" if last else told
