from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers.models.dossier import OVERSEEING
from units.models import ServiceDesk


class DeskForm(forms.Form):
    """Which desk the results are of; empty: all that one oversees."""

    desk = forms.ModelChoiceField(
        ServiceDesk.objects.none(),
        label=_("Unit"),
        required=False,
        empty_label=_("All units you oversee"),
        error_messages={"invalid_choice": _("You oversee no such unit.")},
    )

    def __init__(self, data, *, user):
        super().__init__(data)
        desks = ServiceDesk.objects.filter(unit__in=user.units_of(*OVERSEEING)).select_related("unit")
        self.fields["desk"].queryset = desks.order_by("unit__code")
        self.fields["desk"].label_from_instance = lambda desk: desk.unit.name
