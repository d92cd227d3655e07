"""A list of dossiers as an address names it: for its page, for its export, and for the way back to it."""

from functools import cached_property
from typing import NamedTuple

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from dossiers.filters import DossierFilterForm
from dossiers.models import Dossier
from dossiers.models.querysets import reach_of
from dossiers.orders import Order
from units.calendars import calendar_for
from units.models import OVERSEEING, AdministrativeUnit

PAGE = 25
COUNTED = 1000  # of what no page shows a number: further counting helps nobody and costs more the more there is


class Part(NamedTuple):
    """A part of the filter in words, and the query of the list without it."""

    words: str
    without: str


class DossierList:
    """The dossiers that `query` asks for, among those that `user` may see. Ask for `found` only if the form is valid.

    The one of no filter and the first page is that of the empty query.
    """

    def __init__(self, query: QueryDict, *, user, now):
        self.user = user
        self.today = timezone.localdate(now)
        self.calendar = SimpleLazyObject(lambda: calendar_for(user, on=self.today))  # read by the first who asks for it
        self.form = DossierFilterForm(query, user=user, units=_units(user))
        self.place = query.get("after", "")
        self._order = query.get("order", "")

    @classmethod
    def from_address(cls, address, *, user, now):
        """The list whose query was carried along as `address`; None without one."""
        return cls(QueryDict(address), user=user, now=now) if address else None

    @cached_property
    def order(self):
        return Order.named(self._order, self.columns)

    @cached_property
    def columns(self):
        """By what it can be ordered."""
        return ["received", "due", "finished"] if self.form.shows_finished else ["received", "due"]

    @cached_property
    def found(self):
        visible = Dossier.objects.visible_to(self.user)
        return self.form.apply(visible, today=self.today, calendar=self.calendar)

    def page(self):
        """The rows of this page, and the key after which the next one begins, if there is one."""
        rows = list(self.order.after(self.found, self.place).with_list_data()[: PAGE + 1])
        return rows[:PAGE], self.order.key(rows[PAGE - 1]) if len(rows) > PAGE else ""

    def codes(self, most):
        """Those of the first `most`, in order, whichever page this is."""
        return list(self.order.sort(self.found).values_list("code", flat=True)[:most])

    def count(self):
        """How many, and whether that is all. What a page shows a number of has that number here: of a figure the sum of
        the tallies that its report shows, of what waits today the rows to the last."""
        if self.form.cell and not self.is_part:
            return self.form.cell.count(), True
        found = self.found.order_by()
        if self.form.is_counted_to_the_end:
            return found.count(), True
        count = found[: COUNTED + 1].count()
        return min(count, COUNTED), count <= COUNTED

    @cached_property
    def is_part(self):
        """Whether some of what the units asked for decide is kept from its reader, be it of this figure or not.

        So it costs next to nothing: agencies beyond his reach have no dossiers, or the first one tells.
        """
        beyond = self.form.agencies - reach_of(self.user).agencies
        decided = Dossier.objects.filter(competent_agency__in=beyond)
        return bool(beyond) and decided.hidden_from(self.user).exists()

    @cached_property
    def told(self):
        """The figure of which only part is listed, for who oversees its unit; else None."""
        unit = self.form.cleaned_data.get("unit")
        is_overseen = self.is_part and self.user.units_of(*OVERSEEING).filter(pk=unit.pk).exists()
        return self.form.cell.count() if is_overseen and self.form.cell else None

    def neighbours(self, dossier):
        """The dossiers before and after `dossier` in this list, or None; also if it has left the list meanwhile."""
        key = self.order.key(dossier)
        if not key:
            return None, None
        return self.order.reversed.after(self.found, key).first(), self.order.after(self.found, key).first()

    def address(self, **changes):
        """The query of this list with `changes`: only what it knows, nothing that is empty."""
        asked = {name: self.form.data.get(name, "") for name in self.form.names}
        asked |= {"order": self._order, "after": self.place} | changes
        address = QueryDict(mutable=True)
        address.update({name: str(value) for name, value in asked.items() if value})
        return address.urlencode()

    def parts(self):
        return [
            Part(words, self.address(after="", **dict.fromkeys(names, ""))) for words, names in self.form.in_words()
        ]

    def in_words(self):
        return " · ".join(str(words) for words, _ in self.form.in_words())


def _units(user):
    """Those that his units are made of, and those that they took over."""
    seen = AdministrativeUnit.objects.within({duty.unit.pk for duty in user.duties})
    if user.oversees:
        seen |= AdministrativeUnit.objects.filter(pk__in=reach_of(user).taken_over)
    known = seen.filter(agencies__isnull=False).select_related("desk", "parent__parent")
    return known.distinct().order_by("code", "valid_from")
