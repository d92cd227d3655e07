"""Figures that are added up by name. Pure."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True)
class Sums:
    """Numbers, maybe with words about them: of two that are added the words of the first stay."""

    def __add__(self, other):
        return replace(self, **{name: getattr(self, name) + getattr(other, name) for name in self.names()})

    @classmethod
    def names(cls) -> list[str]:
        """Of the numbers."""
        return [field.name for field in fields(cls) if field.type is int]

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, name) for name in self.names())


def rolled_up(sums: Mapping[Hashable, Sums], key, kind: type[Sums]) -> dict[Hashable, Sums]:
    """`sums` added up under `key(group)`; `kind` is what nothing is."""
    found = {}
    for group, line in sums.items():
        found[key(group)] = found.get(key(group), kind()) + line
    return found
