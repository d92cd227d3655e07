from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from procedures.admin.kept import KeptByProcedureControl
from procedures.catalogue import is_plain
from procedures.models import Channel, ExcludedTime, LeftOutDay, ProcedureCase, ProcedureVersion, RequiredDocument
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


class PlainNameForm(forms.ModelForm):
    """A name that can be told from the marks of the table."""

    class Meta:
        widgets = {"name": forms.Textarea(attrs={"rows": 3, "cols": 36})}

    def clean_name(self):
        name = self.cleaned_data["name"]
        if not is_plain(name) or self.cannot_hold(name):
            raise ValidationError(NOT_PLAIN)
        return name

    def cannot_hold(self, name):
        return False


class CaseForm(PlainNameForm):
    def cannot_hold(self, name):
        return "»" in name


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


class CaseInline(UnusedOnly, KeptByProcedureControl, admin.TabularInline):
    model = ProcedureCase
    form = CaseForm
    extra = 0


class RequiredDocumentInline(UnusedOnly, KeptByProcedureControl, admin.TabularInline):
    model = RequiredDocument
    form = PlainNameForm
    extra = 0

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """The cases of this version; a new one is saved first."""
        if db_field.name == "case":
            version = request.resolver_match.kwargs.get("object_id")
            kwargs["queryset"] = ProcedureCase.objects.filter(version=version)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(ProcedureVersion)
class ProcedureVersionAdmin(KeptByProcedureControl, admin.ModelAdmin):
    form = VersionForm
    list_display = ["procedure", "name", "valid_from", "valid_to", "change", "decision"]
    list_display_links = ["procedure", "name"]
    list_filter = ["procedure__level", "change"]
    list_select_related = ["procedure", "decision"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["name"]
    raw_id_fields = ["procedure"]
    inlines = [CaseInline, RequiredDocumentInline]
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
        "sets",
        "steps",
        "conditions",
        "legal_basis",
        "keywords",
        "decision",
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
