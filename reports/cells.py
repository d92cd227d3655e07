"""The number that stands in one cell, for the list that it opens: from the tallies, so that no list counts its rows."""

from dossiers.cells import Cell
from reports.by_procedure import figures_by_desk, figures_by_procedure
from reports.places import Places
from reports.tallies import Figures, figures


def count_of(cell: Cell) -> int:
    """One statement, whatever the cell counts."""
    return getattr(_figures(cell), cell.figure)


def _figures(cell):
    if cell.procedures is not None:
        lines = figures_by_procedure(units=cell.units, period=cell.period)
        return sum((lines.get(procedure, Figures()) for procedure in cell.procedures), Figures())
    if cell.desk:
        return figures_by_desk(units=cell.units, period=cell.period).get(cell.desk, Figures())
    if cell.sector:
        return figures(places=Places.each(cell.units), period=cell.period, by=["sector"]).get((cell.sector,), Figures())
    return figures(places=Places.each(cell.units), period=cell.period).get((), Figures())
