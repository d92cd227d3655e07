"""What citizens are made to have said of Kim Sơn's desks: paper cards of each month of 2017, kiosks in January 2018.

Made up with a fixed seed, but for what the article says: no desk's share of the satisfied is below 80 %, and the lowest
commune is at 80 % exactly.
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
from dossiers.models.dossier import start_of
from dossiers.states import DossierState
from onestop.demo.story import DISTRICT, TODAY, YEAR_BEGINS
from satisfaction.models import Answer, CardBatch, Factor, Mark, Source, Survey
from units.deadlines import VIETNAM
from units.models import AdministrativeUnit, ServiceDesk, User
from units.periods import plus_months

SEED = 80
LOWEST, CENTRE = 0.8, 0.955  # of the satisfied; the other communes lie between
MONTHS = [plus_months(YEAR_BEGINS, months) for months in range(12)]
JANUARY = date(2018, 1, 1)
FEWEST, MOST = 20, 45  # cards a month from a commune's box
OF_DOSSIER, OF_PROCEDURE = 0.25, 0.3  # of the cards; the others say neither
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

    def on_paper(self) -> Iterator[Answer]:
        envelopes = [envelope for desk in self.shares for envelope in self.envelopes(desk)]
        CardBatch.objects.bulk_create(batch for batch, _ in envelopes)
        for batch, marks in envelopes:
            for mark in marks:
                dossier, procedure = self.spoken_of(batch)
                yield self.answer(batch.desk, batch.month, procedure, mark, is_of_dossier=dossier, batch=batch)

    def at_kiosks(self) -> Iterator[Answer]:
        """Of January's dossiers some, each once; no desk comes below its share of 2017."""
        for desk, share in self.shares.items():
            served = self.served[desk.pk, JANUARY]
            chosen = self.rng.sample(served, len(served) // (4 if desk.unit.code == DISTRICT else 8))
            self.rated.update(one.dossier for one in chosen)
            for one, mark in zip(chosen, self.marks(len(chosen), share), strict=True):
                yield self.answer(desk, JANUARY, one.procedure, mark, source=Source.KIOSK)

    def envelopes(self, desk):
        """A sealed batch for each month, with the marks over all on its cards."""
        numbers = [self.number(desk, month) for month in MONTHS]
        numbers[-1] += -sum(numbers) % 5  # so that 80 % of the year is a whole number of cards
        marks = iter(self.marks(sum(numbers), self.shares[desk]))
        for month, number in zip(MONTHS, numbers, strict=True):
            yield self.batch(desk, month, number), [next(marks) for _ in range(number)]

    def number(self, desk, month):
        handed_back = len(self.served[desk.pk, month])
        if desk.unit.code == DISTRICT:
            return round(handed_back * self.rng.uniform(0.25, 0.35))
        return min(max(round(handed_back * self.rng.uniform(0.1, 0.16)), FEWEST), MOST)

    def marks(self, number, share):
        """So many marks over all, of which `share`, rounded up, say satisfied."""
        satisfied = ceil(round(number * share, 6))
        found = self.rng.choices((4, 5), (6, 4), k=satisfied)
        found += self.rng.choices((3, 2, 1), (75, 19, 6), k=number - satisfied)
        self.rng.shuffle(found)
        return found

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

    def answer(self, desk, month, procedure, mark, *, source=Source.PAPER, is_of_dossier=True, batch=None):
        """Each factor's mark is near that over all; comments are few."""
        rng = self.rng
        factors = {factor: min(max(mark + rng.choice((-1, 0, 0, 0, 1)), 1), 5) for factor in Factor.values}
        given = {factor: near for factor, near in factors.items() if rng.random() < GIVEN[factor]}
        return Answer(
            pk=UUID(int=rng.getrandbits(128), version=4),
            desk=desk,
            procedure_id=procedure,
            month=month,
            source=source,
            is_of_dossier=is_of_dossier,
            batch=batch,
            overall=mark,
            comment=rng.choice(PRAISE if mark >= Mark.SATISFIED else BLAME) if rng.random() < WITH_COMMENT else "",
            **given,
        )


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
