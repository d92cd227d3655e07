"""What somebody thinks of it: one face over all, five factors if he likes, a comment."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from satisfaction.models import Factor, Mark, Marks
from units.fields import LinesField


def mark_field(label, *, required):
    """Five faces; where no answer is one too, it can be taken back."""
    return forms.TypedChoiceField(
        label=label,
        choices=[*Mark.choices] if required else [*Mark.choices, ("", _("No answer"))],
        coerce=int,
        empty_value=None,
        required=required,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the five faces."),
            "invalid_choice": _("This is none of the five faces. Choose one of them."),
        },
    )


class RatingForm(forms.Form):
    """Its cleaned data are the marks that `actions.rating.rate` takes."""

    overall = mark_field(_("How satisfied are you, over all?"), required=True)
    access = mark_field(Factor.ACCESS.label, required=False)
    paperwork = mark_field(Factor.PAPERWORK.label, required=False)
    staff = mark_field(Factor.STAFF.label, required=False)
    result = mark_field(Factor.RESULT.label, required=False)
    feedback = mark_field(Factor.FEEDBACK.label, required=False)
    comment = LinesField(
        label=_("What do you want to tell us?"),
        max_length=Marks._meta.get_field("comment").max_length,
        required=False,
        help_text=_("At most 1000 characters. Please write no names."),
        error_messages={
            "max_length": _(
                "The comment has %(show_value)d characters; at most %(limit_value)d can be kept. Shorten it."
            ),
        },
    )

    @cached_property
    def factors(self):
        return [self[factor] for factor in Factor.values]

    @property
    def has_answered_factors(self):
        """Whether to show the factors unfolded: something is in them already."""
        return any(factor.value() or factor.errors for factor in self.factors)
