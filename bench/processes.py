"""What processes have had of the processor and of memory, as Linux says in /proc."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")  # a second
MB = 1024  # kB


def children_of(pid: int) -> list[int]:
    with suppress(FileNotFoundError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def most_memory(pid: int) -> float:
    """The most that the process has ever held, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) / MB for line in status.splitlines() if line.startswith("VmHWM"))


class Processor:
    """The milliseconds that a process's children, and whatever they have become, spent on the processor since `start`.

    Of the living to the nanosecond; of those that have ended meanwhile to the tick, as their parent has it.
    """

    def __init__(self, parent: int):
        self.parent = parent

    def start(self):
        self.ended, self.living = self._ended(), self._living()

    def spent(self) -> float:
        living = self._living()
        grown = sum(spent - self.living.get(pid, 0) for pid, spent in living.items())
        ended = self._ended() - self.ended
        gone = sum(spent for pid, spent in self.living.items() if pid not in living)
        return grown + max(ended - gone, 0)

    def _living(self) -> dict[int, float]:
        return dict(_spent(children_of(self.parent)))

    def _ended(self) -> float:
        fields = Path(f"/proc/{self.parent}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[13]) + int(fields[14])) * 1000 / TICKS  # cutime, cstime


def _spent(pids: Iterable[int]):
    for pid in pids:
        with suppress(FileNotFoundError, ProcessLookupError):
            yield pid, int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1_000_000
