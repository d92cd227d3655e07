from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from procedures.admin.kept import KeptByProcedureControl
from procedures.catalogue import is_plain
from procedures.models import Channel, ExcludedTime, LeftOutDay, ProcedureVersion, RequiredDocument
from units.text import fold, normalise

NOT_PLAIN = _("This begins or ends with marks of the Excel list («…», |, [originals=…]). Write it otherwise.")

WHY_READ_ONLY = _(
    "Dossiers were received with this version, so what it asks for stays as it is; only its last day can be set. For a"
    " change, end it here and add a version from the next day, or upload the changed list."
)


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        lines = [line.strip() for line in super().clean(value).splitlines()]
        if not all(is_plain(line) for line in lines if line):
            raise ValidationError(NOT_PLAIN)
        return [line for line in lines if line]

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class VersionForm(forms.ModelForm):
    channels = forms.MultipleChoiceField(
        label=_("Channels"), choices=Channel, required=False, widget=forms.CheckboxSelectMultiple
    )
    leaves_out = forms.MultipleChoiceField(
        label=_("Days not counted"),
        choices=LeftOutDay,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For land procedures, for example."),
    )
    excluded_times = forms.MultipleChoiceField(
        label=_("Time not counted"),
        choices=ExcludedTime,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For these, an officer may stop the clock."),
    )
    results = LinesField(label=_("Results"), required=False, help_text=_("One a line."))

    class Meta:
        widgets = {"name": forms.Textarea(attrs={"rows": 2})}

    def clean_name(self):
        return normalise(self.cleaned_data["name"])


class RequiredDocumentForm(forms.ModelForm):
    class Meta:
        lines = {"rows": 3, "cols": 36}
        widgets = {"case": forms.Textarea(attrs=lines), "name": forms.Textarea(attrs=lines)}

    def clean_name(self):
        return self._plain("name")

    def clean_case(self):
        return self._plain("case")

    def _plain(self, name):
        value = self.cleaned_data[name]
        if value and (not is_plain(value) or (name == "case" and "»" in value)):
            raise ValidationError(NOT_PLAIN)
        return value


class UnusedOnly:
    """For inlines of a version: what dossiers were received with is not changed behind them."""

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and not is_used(obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not is_used(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_used(obj)


def is_used(version):
    return version is not None and version.pk is not None and version.dossiers.exists()


class RequiredDocumentInline(UnusedOnly, KeptByProcedureControl, admin.TabularInline):
    model = RequiredDocument
    form = RequiredDocumentForm
    extra = 0


@admin.register(ProcedureVersion)
class ProcedureVersionAdmin(KeptByProcedureControl, admin.ModelAdmin):
    form = VersionForm
    list_display = ["procedure", "name", "valid_from", "valid_to", "change", "decision_number"]
    list_display_links = ["procedure", "name"]
    list_filter = ["procedure__level", "change"]
    list_select_related = ["procedure"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["name"]
    raw_id_fields = ["procedure"]
    inlines = [RequiredDocumentInline]
    content = [
        "procedure",
        "name",
        "sector",
        "time_limit",
        "time_unit",
        "promised_limit",
        "extension_limit",
        "leaves_out",
        "excluded_times",
        "channels",
        "results",
        "legal_basis",
        "decision_number",
        "decision_date",
        "change",
        "provenance",
    ]

    def get_fieldsets(self, request, obj=None):
        validity = {"fields": ["valid_from", "valid_to"], "description": WHY_READ_ONLY if is_used(obj) else ""}
        return [(None, validity), (_("Content"), {"fields": self.content})]

    def get_readonly_fields(self, request, obj=None):
        return ["valid_from", *self.content] if is_used(obj) else []

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_used(obj)

    def get_search_results(self, request, queryset, search_term):
        for word in fold(search_term).split():
            queryset = queryset.filter(Q(searched__contains=word) | Q(procedure__code__icontains=word))
        return queryset, False
