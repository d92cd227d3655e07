"""Figures over units that are merged, split and moved: both maps hold it all, and every line is a recount."""

from datetime import date, timedelta
from random import Random

import pytest

from dossiers import actions
from dossiers.models import Dossier
from reports.folding import fold
from reports.maps import footnotes
from reports.places import Places
from reports.results import Result, count
from reports.tallies import Figures, figures
from tests.builders import at, make_user, receive
from tests.dossiers.import_rows import import_rows, open_row, row
from tests.units.changing_maps import FIRST, LAST, World
from units.lineage import Lineage
from units.maps import of_the_day, of_the_time
from units.models import Role
from units.periods import Period
from units.sums import rolled_up

DOSSIERS = 60
pytestmark = pytest.mark.django_db


@pytest.fixture
def changed(birth, tmp_path, clock):
    """A world that changed, in whose communes dossiers came and went; some were left open and handed over."""

    def unfold(seed):
        world, rng = World(seed).unfold(), Random(seed)
        rows = [brought(world, rng, number) for number in range(DOSSIERS)]
        import_rows(tmp_path, *rows, now="2025-01-10 08:00")
        hand_over_some(world, rng)
        if seed % 2:
            fold()
        return world

    return unfold


def brought(world, rng, number):
    received = FIRST + timedelta(days=rng.randrange((LAST - FIRST).days))
    unit = rng.choice(world.alive_on(received))
    cells = {"receiving_unit": unit.code, "competent_unit": unit.code, "returned_at": ""}
    cells |= {"received_at": f"{received} 08:00", "due_at": f"{received + timedelta(days=rng.randrange(9))} 17:00"}
    cells["code"] = f"000.{unit.code}-{received:%y%m%d}-{number + 1:04}"
    if rng.random() < 0.4:
        return open_row(**cells)
    return row(**cells, finished_at=f"{received + timedelta(days=rng.randrange(400))} 16:00"[:16])


def hand_over_some(world, rng):
    by, lineage = make_user("hander", Role.ADMINISTRATOR, world.province), Lineage.on(LAST)
    for unit in world.now_in:
        if rng.random() < 0.6 and (heirs := lineage.successors(unit)):
            dossiers = Dossier.objects.filter(competent_agency__unit=unit)
            given = {"by": by, "now": at("2024-12-31 09:00"), "source": "Nghị quyết"}
            actions.hand_to_successor(dossiers=dossiers, unit=unit, to=rng.choice(heirs), **given)


def recounted(units, period):
    found = count(units=list(units), first=period.first, last=period.last, by="unit")
    return sum((Result("", **line) for line in found.values()), Result(""))


def named(line):
    return {name: getattr(line, name) for name in Result.names()}


@pytest.mark.parametrize("seed", range(6))
def test_of_any_history_every_line_is_the_recount_and_all_add_up(changed, seed):
    world, rng = changed(seed), Random(seed)
    for scope in (world.province, *world.districts, rng.choice(world.communes)):
        maps = [draw(scope, Lineage.on(LAST)) for draw in (of_the_time, of_the_day)]
        for _ in range(4):
            first = FIRST + timedelta(days=rng.randrange((LAST - FIRST).days))
            period = Period(first, min(first + timedelta(days=rng.choice([0, 30, 365, 2000])), LAST))
            totals = [total_of_lines(drawn, period) for drawn in maps]
            if scope == world.province:
                assert (
                    totals[0]
                    == totals[1]
                    == figures(places=Places.each(maps[0].units), period=period).get((), Figures())
                )


def total_of_lines(drawn, period):
    sums = figures(places=Places.each(drawn.units), period=period, by=["unit"])
    by_part = rolled_up(sums, lambda group: drawn.part_of[group[0]], Figures)
    for part in (*drawn.lines, *drawn.undivided):
        recount = recounted(part.units, period)
        assert recount.holds
        assert named(by_part.get(part, Figures())) == named(recount)
    over = figures(places=Places.over(drawn.units, drawn.lineage.units.values()), period=period).get((), Figures())
    assert over == sum(by_part.values(), Figures())
    return over


def test_what_is_handed_over_to_the_heir_changes_no_line_by_todays_units(changed, birth, district, clock):
    world = World(3)
    old = world.communes[0]
    clerk = make_user("clerk.old", Role.CLERK, old)
    receive(by=clerk, procedure=birth, now=at("2018-03-01 08:00"))
    world.day = date(2019, 2, 1)
    heir = world.commune(world.districts[0])
    world.end([old], [heir])
    period = Period(date(2018, 1, 1), date(2018, 12, 31))
    before = [lines_by_name(draw, heir, period) for draw in (of_the_time, of_the_day)]
    given = {"by": make_user("h", Role.LEADER, heir), "now": at("2019-02-02 08:00"), "source": "Nghị quyết"}
    actions.hand_to_successor(dossiers=Dossier.objects.all(), unit=old, to=heir, **given)
    after = [lines_by_name(draw, heir, period) for draw in (of_the_time, of_the_day)]
    assert before == [{old.name: 1}, {heir.name: 1}]
    assert after == [{heir.name: 1}, {heir.name: 1}]  # counted where it is decided now, whatever the period


def lines_by_name(draw, unit, period):
    drawn = draw(unit, Lineage.on(LAST))
    sums = figures(places=Places.each(drawn.units), period=period, by=["unit"])
    return {drawn.part_of[key].unit.name: line.received for (key,), line in sums.items()}


class TestFootnotes:
    def test_where_nothing_changed_nothing_is_said(self, district, commune, clock):
        drawn = of_the_day(district, Lineage.on(date(2018, 1, 15)))
        said = footnotes(drawn, Period(date(2017, 1, 1), date(2017, 12, 31)), {commune.pk})
        assert (said.undivided, said.others, said.is_changed) == ({}, [], False)

    def test_what_was_split_names_its_heirs_and_the_day(self):
        world = World(1)
        world.day = date(2019, 5, 1)
        gone, *others = world.some(3)
        world.end([gone], others)
        drawn = of_the_day(world.province, Lineage.on(LAST))
        period = Period(date(2019, 1, 1), date(2019, 12, 31))
        if {gone.parent_id} != {other.parent_id for other in others}:
            assert [part.unit for part in drawn.undivided] == [gone]
        for heir in others:
            said = footnotes(of_the_day(heir, Lineage.on(LAST)), period, {heir.pk}).others
            assert any(gone.name in note and "01/05/2019" in note and heir.name in note for note in said)

    def test_a_part_that_went_elsewhere_is_told_while_it_matters(self):
        world = World(1)
        world.day = date(2019, 5, 1)
        giving, getting = world.some(2)
        world.record([giving], [giving, getting])
        drawn = of_the_day(giving, Lineage.on(LAST))
        told = footnotes(drawn, Period(date(2019, 1, 1), date(2019, 12, 31)), set()).others
        assert [(giving.name in note, getting.name in note) for note in told] == [(True, True)]
        assert footnotes(drawn, Period(date(2019, 5, 1), date(2019, 12, 31)), set()).others == []
