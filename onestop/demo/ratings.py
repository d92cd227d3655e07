"""What citizens are made to have said of Kim Sơn's desks: paper cards of each month of 2017, kiosks in January 2018.

Made up with a fixed seed, but for what the article says: no desk's share of the satisfied is below 80 %, in no month,
and the lowest commune is at 80 % exactly, so in each month.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil
from random import Random
from uuid import UUID

from django.db import transaction
from django.db.models import DateField
from django.db.models.functions import TruncMonth

from dossiers.models import Dossier
from dossiers.models.querysets import start_of
from dossiers.states import DossierState
from onestop.demo.story import DISTRICT, TODAY, YEAR_BEGINS
from satisfaction.models import Answer, CardBatch, Factor, Mark, Source, Survey
from units.models import AdministrativeUnit, ServiceDesk, User
from units.periods import plus_months
from units.worktime import VIETNAM

SEED = 80
LOWEST, CENTRE = 0.8, 0.955  # of the satisfied; the other communes lie between
MONTHS = [plus_months(YEAR_BEGINS, months) for months in range(12)]
JANUARY = date(2018, 1, 1)
FEWEST, MOST = 20, 45  # cards a month from a commune's box
OF_DOSSIER, OF_PROCEDURE = 0.25, 0.3  # of the cards; the others say neither
ROUND_THE_YEAR = 0.03  # how far a month's share lies from that of the year, at most
# How far a factor's share lies from that over all in every desk together, and in one desk from there, at most.
LEANS = {
    Factor.ACCESS: -0.015,
    Factor.PAPERWORK: 0.005,
    Factor.STAFF: 0.03,
    Factor.RESULT: 0.01,
    Factor.FEEDBACK: -0.025,
}
OWN_LEAN = 0.02
GIVEN = dict.fromkeys(Factor.values, 0.85) | {Factor.FEEDBACK: 0.5}  # how often a factor is marked
WITH_COMMENT = 0.04
PRAISE = (
    "Cán bộ nhiệt tình, hướng dẫn dễ hiểu.",
    "Làm nhanh, sáng nộp chiều đã có kết quả.",
    "Cán bộ vui vẻ, giải thích rõ ràng.",
    "Tôi già rồi không viết được tờ khai, cán bộ viết giúp. Cảm ơn cháu.",
    "Đúng hẹn như ghi trong giấy.",
    "Phòng sạch sẽ, có ghế ngồi chờ và nước uống.",
    "Thủ tục dán rõ trên bảng, dễ tìm.",
    "Không phải đi lại nhiều lần như mấy năm trước.",
    "Thu lệ phí có biên lai đầy đủ.",
    "Mong làm thêm sáng thứ bảy cho người đi làm xa.",
    "Rất hài lòng, mong giữ được như vậy.",
)
BLAME = (
    "Chờ lâu quá, cả buổi sáng chỉ có một người làm.",
    "Phải đi hai lần vì lần đầu không dặn đủ giấy tờ.",
    "Hẹn thứ tư mà thứ sáu mới có.",
    "Sáng thứ hai đông, thiếu ghế ngồi.",
    "Chỗ để xe chật, trời mưa không có mái che.",
    "Bảng niêm yết treo cao, chữ nhỏ khó đọc.",
    "Cán bộ nói nhanh, người già nghe không kịp.",
    "Đến lúc bốn rưỡi chiều đã không nhận nữa.",
    "Máy tính hỏng, phải về chờ hôm khác.",
    "Góp ý lần trước chưa thấy trả lời.",
)


@transaction.atomic
def make_ratings() -> int:
    """Make them all unless they are there; how many answers were made."""
    if CardBatch.objects.filter(label=label_of(MONTHS[0])).exists():
        return 0
    said = _Said()
    answers = [*said.on_paper(), *said.at_kiosks()]
    Survey.objects.bulk_create(Survey(dossier_id=dossier) for dossier in sorted(said.rated))
    Answer.objects.bulk_create(sorted(answers, key=lambda answer: answer.pk), batch_size=2000)
    return len(answers)


def label_of(month):
    return f"Hòm phiếu tháng {month:%m/%Y}"


@dataclass(frozen=True)
class Served:
    """A dossier handed back, of which somebody may speak."""

    dossier: int
    procedure: int


class _Said:
    def __init__(self):
        self.rng = Random(SEED)
        self.typist = User.objects.get(username="reform.376")
        self.served = _served()
        self.rated = set()
        centre, *communes = _desks()
        between = {desk: self.rng.uniform(LOWEST + 0.02, CENTRE) for desk in communes}
        self.shares = {centre: CENTRE} | between | {self.rng.choice(communes): LOWEST}
        self.leans = {
            desk: {factor: lean + self.around(OWN_LEAN) for factor, lean in LEANS.items()} for desk in self.shares
        }

    def on_paper(self) -> Iterator[Answer]:
        envelopes = [envelope for desk in self.shares for envelope in self.envelopes(desk)]
        CardBatch.objects.bulk_create(batch for batch, *_ in envelopes)
        for batch, number, share in envelopes:
            for marks in self.marks(batch.desk, number, share):
                dossier, procedure = self.spoken_of(batch)
                yield self.answer(batch.desk, batch.month, procedure, marks, is_of_dossier=dossier, batch=batch)

    def at_kiosks(self) -> Iterator[Answer]:
        """Of January's dossiers some, each once; no desk comes below its share of 2017."""
        for desk, share in self.shares.items():
            served = self.served[desk.pk, JANUARY]
            chosen = self.rng.sample(served, len(served) // (4 if desk.unit.code == DISTRICT else 8))
            self.rated.update(one.dossier for one in chosen)
            for one, marks in zip(chosen, self.marks(desk, len(chosen), share), strict=True):
                yield self.answer(desk, JANUARY, one.procedure, marks, source=Source.KIOSK)

    def envelopes(self, desk):
        """A sealed batch for each month, how many cards are in it, and the share of the satisfied among them."""
        for month in MONTHS:
            number, share = self.number(desk, month), self.shares[desk]
            if share == LOWEST:
                number += -number % 5  # so that 80 % is a whole number of cards
            else:
                share += self.around(ROUND_THE_YEAR)
            yield self.batch(desk, month, number), number, share

    def around(self, most):
        return self.rng.uniform(-most, most)

    def number(self, desk, month):
        handed_back = len(self.served[desk.pk, month])
        if desk.unit.code == DISTRICT:
            return round(handed_back * self.rng.uniform(0.25, 0.35))
        return min(max(round(handed_back * self.rng.uniform(0.1, 0.16)), FEWEST), MOST)

    def marks(self, desk, number, share):
        """The marks of so many people, by field: `share` are satisfied over all, and about as many with each factor."""
        satisfied = _satisfied(number, share)
        over_all = self.rng.choices((4, 5), (6, 4), k=satisfied)
        over_all += self.rng.choices((3, 2, 1), (75, 19, 6), k=number - satisfied)
        self.rng.shuffle(over_all)
        found = [{"overall": mark} for mark in over_all]
        for factor, lean in self.leans[desk].items():
            given = [marks for marks in found if self.rng.random() < GIVEN[factor]]
            self.mark_factor(given, factor, _satisfied(len(given), share + lean))
        return found

    def mark_factor(self, given, factor, satisfied):
        """Who is more satisfied over all is more likely so with the factor."""
        given.sort(key=lambda marks: self.rng.gauss(marks["overall"], 1), reverse=True)
        for place, marks in enumerate(given):
            near = marks["overall"] + self.rng.choice((-1, 0, 0, 0, 1))
            marks[factor] = min(max(near, 4), 5) if place < satisfied else min(max(near, 1), 3)

    def batch(self, desk, month, number):
        """Opened soon after its month; now and then a card in it was left blank."""
        opened_at, has_blank = _soon_after(month), self.rng.random() < 0.03
        return CardBatch(
            desk=desk,
            month=month,
            label=label_of(month),
            card_count=number + has_blank,
            difference="01 phiếu để trắng, không tính." if has_blank else "",
            opened_at=opened_at,
            opened_by=self.typist,
            sealed_at=opened_at + timedelta(minutes=2 * number),
            sealed_by=self.typist,
        )

    def spoken_of(self, batch):
        """Whether a card names a dossier (none twice), and the procedure if it names one."""
        drawn, one = self.rng.random(), self.rng.choice(self.served[batch.desk_id, batch.month])
        if drawn < OF_DOSSIER and one.dossier not in self.rated:
            self.rated.add(one.dossier)
            return True, one.procedure
        return False, one.procedure if drawn < OF_DOSSIER + OF_PROCEDURE else None

    def answer(self, desk, month, procedure, marks, *, source=Source.PAPER, is_of_dossier=True, batch=None):
        """Comments are few."""
        rng = self.rng
        words = PRAISE if marks["overall"] >= Mark.SATISFIED else BLAME
        return Answer(
            pk=UUID(int=rng.getrandbits(128), version=4),
            desk=desk,
            procedure_id=procedure,
            month=month,
            source=source,
            is_of_dossier=is_of_dossier,
            batch=batch,
            comment=rng.choice(words) if rng.random() < WITH_COMMENT else "",
            **marks,
        )


def _satisfied(number, share):
    """How many of so many: `share` of them, but the lowest share at least and all at most."""
    return min(max(round(number * share), ceil(round(number * LOWEST, 6))), number)


def _desks():
    """The centre's, then those of the communes by code."""
    district = AdministrativeUnit.objects.with_code_on(DISTRICT, TODAY).get()
    units = AdministrativeUnit.objects.in_force_on(TODAY).filter(parent=district)
    return [district.desk, *ServiceDesk.objects.filter(unit__in=units).select_related("unit").order_by("unit__code")]


def _served():
    """The dossiers handed back and not rated yet, by desk and the month in which their results were ready."""
    dossiers = Dossier.objects.filter(
        state=DossierState.HANDED_BACK,
        finished_at__gte=start_of(YEAR_BEGINS),
        finished_at__lt=start_of(TODAY),
        survey=None,
    )
    month = TruncMonth("finished_at", tzinfo=VIETNAM, output_field=DateField())
    rows = dossiers.order_by("code").values_list("returning_desk", month, "pk", "version__procedure")
    found = defaultdict(list)
    for desk, month, dossier, procedure in rows.iterator():
        found[desk, month].append(Served(dossier, procedure))
    return found


def _soon_after(month):
    """Nine o'clock on the fifth of the month after, or the Monday that follows."""
    day = plus_months(month, 1).replace(day=5)
    day += timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)
    return datetime.combine(day, time(9), VIETNAM)
