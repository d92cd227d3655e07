from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from procedures.admin.kept import KeptByProcedureControl
from procedures.models import Process, ProcessStep
from units import clock
from units.text import normalise

WHY_READ_ONLY = _(
    "Dossiers run by this process, so its steps stay as they are; only its last day can be set. For a change, end it"
    " here and add a process from the next day."
)


def is_used(process):
    return process is not None and process.pk is not None and process.dossiers.exists()


class StepFormSet(forms.BaseInlineFormSet):
    """The steps together: at least one, and no longer than the procedure may take."""

    def clean(self):
        super().clean()
        steps = [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        if any(self.errors):
            return
        if not steps:
            raise ValidationError(_("A process needs at least one step."))
        limit = self._limit()
        planned = sum(step["hours"] for step in steps)
        if limit and planned > limit.hours:
            raise ValidationError(
                _(
                    "The steps take %(planned)s office hours, the procedure may take %(limit)s (8 a working day)."
                    " Shorten the steps, or look at the procedure's time limit."
                )
                % {"planned": number_format(planned.normalize()), "limit": limit.hours}
            )

    def _limit(self):
        if not self.instance.procedure_id:
            return None
        day = self.instance.valid_from or clock.today()
        versions = self.instance.procedure.versions
        version = versions.in_force_on(day).first() or versions.first()
        return version.limit if version else None


class StepForm(forms.ModelForm):
    class Meta:
        labels = {"role": _("Done by")}
        # Narrow enough for a row on a desk's screen.
        widgets = {
            "position": forms.NumberInput(attrs={"class": "vIntegerField"}),
            "name": forms.TextInput(attrs={"size": 30}),
            "office": forms.TextInput(attrs={"size": 28}),
            "hours": forms.NumberInput(attrs={"class": "vIntegerField"}),
        }

    def clean_name(self):
        return normalise(self.cleaned_data["name"])

    def clean_office(self):
        return normalise(self.cleaned_data["office"])


class StepInline(KeptByProcedureControl, admin.TabularInline):
    model = ProcessStep
    form = StepForm
    formset = StepFormSet
    extra = 3

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and not is_used(obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not is_used(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_used(obj)


@admin.register(Process)
class ProcessAdmin(KeptByProcedureControl, admin.ModelAdmin):
    """Quy trình nội bộ of the procedures."""

    inlines = [StepInline]
    autocomplete_fields = ["procedure"]
    list_display = ["procedure", "name", "valid_from", "valid_to", "decision"]
    search_fields = ["procedure__code", "procedure__versions__name", "decision"]
    list_select_related = ["procedure"]

    @admin.display(description=_("name"))
    def name(self, process):
        return process.procedure.versions.last()

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("procedure__versions")

    def get_readonly_fields(self, request, obj=None):
        return ["name", *(["procedure", "valid_from", "decision"] if is_used(obj) else [])]

    def get_fieldsets(self, request, obj=None):
        return [
            (
                None,
                {
                    "fields": ["procedure", *(["name"] if obj else []), ("valid_from", "valid_to"), "decision"],
                    "description": WHY_READ_ONLY if is_used(obj) else None,
                },
            )
        ]

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_used(obj)
