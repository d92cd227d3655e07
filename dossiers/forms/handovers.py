"""The results that are ticked to go on a list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers.models import Step


class HandoverForm(forms.Form):
    """The results that go on one list: of one office, for one desk."""

    steps = forms.ModelMultipleChoiceField(
        queryset=Step.objects.none(),
        error_messages={
            "required": _("No list was made: tick the results that go on it."),
            "invalid_choice": _(
                "No list was made: some of these results are on another list by now. Here is what is left."
            ),
        },
    )

    def __init__(self, *args, steps, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["steps"].queryset = steps.filter(handover_entry=None)

    def clean_steps(self):
        steps = self.cleaned_data["steps"]
        if len({(step.from_agency, step.desk_id) for step in steps}) > 1:
            raise forms.ValidationError(_("No list was made: a list holds results of one office for one desk."))
        return steps
