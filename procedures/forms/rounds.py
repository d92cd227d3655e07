"""Confirming a whole decision at a unit, and what a spot check found; both with photos."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procedures.forms.catalogue import Styled
from procedures.models import ProcedureVersion
from units import files
from units.fields import DateField, LinkField, TextField

PHOTO_TYPES = ("image/jpeg", "image/png")
MOST_PHOTOS = 6


class WithPhotos(Styled, forms.Form):
    """One or several pictures in `photos`, known by their content."""

    @property
    def photos(self):
        return self.files.getlist(self.add_prefix("photos")) if self.files else []

    def clean(self):
        if len(self.photos) > MOST_PHOTOS:
            self.add_error(None, _("Choose %(n)d photos at most.") % {"n": MOST_PHOTOS})
        for fault in filter(None, map(photo_fault, self.photos)):
            self.add_error(None, fault)
        return self.cleaned_data

    @property
    def faults(self):
        return [fault for faults in self.errors.values() for fault in faults]


class RoundForm(WithPhotos):
    """What of a decision hangs now and what came down: all of it, unless a tick is taken away."""

    put_up = forms.ModelMultipleChoiceField(None, required=False)
    taken_down = forms.ModelMultipleChoiceField(None, required=False)
    done_on = DateField(label=_("Done on"), error_messages={"required": _("Give the day.")})
    link = LinkField(label=_("Link to the page on the portal"), required=False)
    note = TextField(label=_("Note"), required=False, max_length=500)

    def __init__(self, *args, to_do, today, **kwargs):
        super().__init__(*args, initial={"done_on": today}, **kwargs)
        self.style()
        self.to_do = to_do
        # Wider than what is left to do, since somebody may have done some of it meanwhile.
        begun = [version.pk for version in to_do.missing] + [posting.version_id for posting in to_do.hanging]
        self._offer("put_up", pk__in=begun)
        self._offer("taken_down", pk__in=to_do.decision.lines.values("ended__version"))
        self.fields["done_on"].widget.attrs["max"] = today

    def _offer(self, name, **of_the_decision):
        field = self.fields[name]
        field.queryset = ProcedureVersion.objects.filter(**of_the_decision).select_related("procedure")
        field.error_messages["invalid_choice"] = _("Not all that was sent is this unit's to post for this decision.")

    def clean(self):
        given = super().clean()
        if not (self.errors or given["put_up"] or given["taken_down"]):
            self.add_error(None, _("Nothing is ticked: tick what hangs now and what came down."))
        return given

    def rows(self):
        """Name of the field, version, whether it is ticked."""
        of_each = [("put_up", version) for version in self.to_do.missing]
        of_each += [("taken_down", posting.version) for posting in self.to_do.over]
        return [(name, version, self._is_ticked(name, version)) for name, version in of_each]

    def _is_ticked(self, name, version):
        return not self.is_bound or str(version.pk) in self.data.getlist(name)


class ProofForm(WithPhotos):
    """What proves a round that was confirmed before: photos, or a link where it has none."""

    link = LinkField(label=_("Link to the page on the portal"), required=False)

    def __init__(self, *args, made, **kwargs):
        super().__init__(*args, prefix=f"round-{made.pk}", **kwargs)
        self.style()
        if made.link:
            del self.fields["link"]

    def clean(self):
        given = super().clean()
        if not (self.errors or self.photos or given.get("link")):
            self.add_error(None, _("Choose a photo or give a link."))
        return given


class SpotCheckForm(WithPhotos):
    """Of each posting of a sample: was it there?"""

    note = TextField(
        label=_("Note"), required=False, max_length=500, help_text=_("What the unit should know: it reads it.")
    )

    def __init__(self, *args, sample, **kwargs):
        super().__init__(*args, **kwargs)
        self.style()
        self.sample = sample
        choices = [("yes", pgettext_lazy("spot check", "Found")), ("no", pgettext_lazy("spot check", "Not found"))]
        for posting in sample:
            said = _("Say of each whether it was found: “%(name)s”.") % {"name": posting.version.name}
            self.fields[self.name_of(posting)] = forms.ChoiceField(
                choices=choices, widget=forms.RadioSelect, error_messages={"required": said}
            )

    @staticmethod
    def name_of(posting):
        return f"found_{posting.pk}"

    @property
    def found(self):
        """By the posting's key."""
        return {posting.pk: self.cleaned_data[self.name_of(posting)] == "yes" for posting in self.sample}

    def rows(self):
        return [(posting, self[self.name_of(posting)]) for posting in self.sample]


def photo_fault(upload):
    """What is wrong with it, in a sentence; empty for one that is taken."""
    named = {"name": upload.name, "limit": settings.UPLOAD_MAX_BYTES // 1024**2}
    if upload.size > settings.UPLOAD_MAX_BYTES:
        return _("“%(name)s” is larger than %(limit)d MB: take the photo again in a smaller size.") % named
    if files.content_type_of(upload) not in PHOTO_TYPES:
        return _("“%(name)s” is no photo (JPEG or PNG), whatever its name says: choose another file.") % named
    return ""
