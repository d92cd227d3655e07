"""The run of `bench.scale`, once Django is set up."""

from bench import intake, reading, recounting
from bench.databases import Filled, filled
from bench.tables import show


def run(sizes: list[int]) -> bool:
    """Whether every budget holds; the tables are printed as they come."""
    costs, budgets = {}, []
    for size in sizes:
        with filled(size) as database:
            show_made(database)
            costs[size] = reading.costs(database)
            reading.show_costs(costs)
            budgets += recounting.compared(size)
            if size == sizes[-1]:
                budgets += intake.measured(database)
    budgets = reading.budgets(costs) + budgets
    show(("Budget", "Measured", "At most / least", ""), (budget.row for budget in budgets))
    return all(budget.holds for budget in budgets)


def show_made(made: Filled) -> None:
    print("Made up and brought in by `generate_dossiers`:\n")
    row = (f"{made.count:,}", f"{made.added:,}", f"{made.seconds:.0f}", f"{made.rate:,.0f}", f"{made.memory:.0f}")
    show(("Dossiers", "Added", "Seconds", "A second", "Most memory, MB"), [row])
