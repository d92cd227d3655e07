"""Units that are merged, split and moved at random, with what really became of each, step by step."""

from datetime import date, timedelta
from random import Random

from tests.builders import make_unit
from units.models import AdministrativeUnit, AgencyCode, UnitEvent, UnitKind

FIRST, LAST = date(2018, 1, 1), date(2024, 12, 31)


class World:
    """A province with two districts of four communes each; `now_in` says of each commune ever which ones it is now."""

    def __init__(self, seed):
        self.rng, self.day, self.made = Random(seed), FIRST, 0
        self.province = self.unit("Tỉnh", UnitKind.PROVINCE)
        self.districts = [self.unit(f"Huyện {n}", UnitKind.DISTRICT, self.province) for n in (1, 2)]
        self.now_in = {}
        for district in self.districts * 4:
            self.commune(district)

    def unfold(self, steps=10):
        for _ in range(steps):
            self.day += timedelta(days=self.rng.randrange(30, 240))
            merging = [self.merge, self.merge, self.absorb, self.spread, self.part] if len(self.communes) > 3 else []
            self.rng.choice([*merging, self.split, self.move])()
        return self

    @property
    def communes(self):
        return sorted({unit for units in self.now_in.values() for unit in units}, key=lambda unit: unit.pk)

    def merge(self):
        """Some become a new one."""
        gone = self.some(self.rng.choice([2, 3]))
        self.end(gone, [self.commune(self.rng.choice(self.districts))])

    def absorb(self):
        """One goes into another that goes on."""
        gone, staying = self.some(2)
        self.end([gone], [staying], also=[staying])

    def split(self):
        (gone,) = self.some(1)
        self.end([gone], [self.commune(self.rng.choice(self.districts)) for _ in range(2)])

    def spread(self):
        """One is split among others that were there before."""
        gone, *others = self.some(3)
        self.end([gone], others)

    def move(self):
        """One comes to lie under the other district, as a unit of the same name."""
        (gone,) = self.some(1)
        other = next(district for district in self.districts if district.pk != gone.parent_id)
        self.end([gone], [self.commune(other)])

    def part(self):
        """A hamlet goes to another commune; what was decided before does not."""
        giving, getting = self.some(2)
        self.record([giving], [giving, getting])

    def some(self, n):
        return self.rng.sample(self.communes, min(n, len(self.communes)))

    def commune(self, district):
        unit = self.unit("Xã", UnitKind.COMMUNE, district)
        self.now_in[unit] = {unit}
        return unit

    def unit(self, name, kind, parent=None):
        self.made += 1
        begins = {} if self.day == FIRST else {"valid_from": self.day}
        code = f"{10000 + self.made}"
        return make_unit(code, f"{name} {self.made}", kind, parent=parent, agency_code=f"000.{code}", **begins)

    def end(self, gone, after, also=()):
        for unit in gone:
            unit.valid_to = self.day - timedelta(days=1)
            unit.save()
            AgencyCode.objects.filter(agency=unit.committee).update(valid_to=unit.valid_to)
        for unit, units in self.now_in.items():
            if units & set(gone):
                self.now_in[unit] = units - set(gone) | set(after)
        self.record([*gone, *also], after)

    def record(self, before, after):
        event = UnitEvent.objects.create(
            effective_on=self.day, kind="merge", description=f"Việc {UnitEvent.objects.count()}"
        )
        event.from_units.set(before)
        event.to_units.set(after)

    def alive_on(self, day):
        return list(AdministrativeUnit.objects.in_force_on(day).filter(kind=UnitKind.COMMUNE).order_by("pk"))
