"""How the admin lists what there is very much of."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property


class LatestFirst(Paginator):
    """Leafs through the latest rows only: counting hundreds of thousands takes seconds, and nobody leafs that far."""

    LATEST = 1000

    @cached_property
    def count(self):
        return len(self.object_list.values_list("pk")[: self.LATEST])
