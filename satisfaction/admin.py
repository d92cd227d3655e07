"""Envelopes and kiosks, to be looked at. Cards, answers and the roll of rated dossiers are shown to nobody.

A single answer is of no use to whoever looks for faults in the data, and beside the roll it could be tried to find out
who gave it. What has to hold of them is for `verify`.
"""

from django.contrib import admin

from satisfaction.models import CardBatch, Kiosk
from units.admin_permissions import ReadOnly


class OfOverseenDesks(ReadOnly):
    list_filter = ["desk__unit"]
    list_select_related = ["desk__unit"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(pk__in=self.model.objects.visible_to(request.user))


@admin.register(CardBatch)
class CardBatchAdmin(OfOverseenDesks, admin.ModelAdmin):
    list_display = ["label", "desk", "month", "card_count", "opened_at", "sealed_at"]


@admin.register(Kiosk)
class KioskAdmin(OfOverseenDesks, admin.ModelAdmin):
    list_display = ["desk", "started_at", "started_by", "ended_at", "ended_by"]
