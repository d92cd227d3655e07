from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from satisfaction.models import Answer
from units.models import OVERSEEING, ServiceDesk
from units.validity import in_force_on


class DeskForm(forms.Form):
    """Which desk the results are of, open today or once rated; empty: all that one oversees."""

    desk = forms.ModelChoiceField(
        ServiceDesk.objects.none(),
        label=_("Unit"),
        required=False,
        empty_label=_("All units you oversee"),
        error_messages={"invalid_choice": _("You oversee no such unit.")},
    )

    def __init__(self, data, *, user):
        super().__init__(data)
        has_something = in_force_on(user.today, "unit__") | Exists(Answer.objects.filter(desk=OuterRef("pk")))
        desks = ServiceDesk.objects.filter(has_something, unit__in=user.units_of(*OVERSEEING)).select_related("unit")
        self.fields["desk"].queryset = desks.order_by("unit__code")
        self.fields["desk"].label_from_instance = lambda desk: desk.unit.name
