from django.contrib import admin

from procedures.admin.kept import KeptByProcedureControl
from procedures.models import LifeEvent, LifeEventPart


class LifeEventPartInline(KeptByProcedureControl, admin.TabularInline):
    model = LifeEventPart
    extra = 1
    autocomplete_fields = ["sector", "procedure"]


@admin.register(LifeEvent)
class LifeEventAdmin(KeptByProcedureControl, admin.ModelAdmin):
    list_display = ["name", "audience", "position"]
    list_editable = ["position"]
    list_filter = ["audience"]
    search_fields = ["name", "name__unaccent"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [LifeEventPartInline]
