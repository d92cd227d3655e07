"""The papers of an intake: a tick, the counts and the scans for each that the procedure asks for."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dossiers.actions import Paper
from units import files


def all_required(version):
    """The papers that everybody has to hand in, as many as are asked for; what is only shown goes back."""
    return tuple(
        Paper(name=paper.name, required=paper, originals=paper.originals, photocopies=paper.copies)
        for paper in version.required_documents.all()
        if not (paper.is_optional or paper.case_id) and (paper.originals or paper.copies)
    )


def tick_name(required):
    return f"document_{required.pk}"


class PaperRow:
    """The tick, the counts and the scans of one required paper; counts that were not sent are the required ones."""

    counts = ("originals", "certified_copies", "photocopies")

    def __init__(self, form, required, *, case=None, recorded=None):
        """`case` is the one chosen; `recorded` the paper as it was taken down, where that is being corrected."""
        self.form, self.required, self.name, self.recorded = form, required, required.name, recorded
        self.is_required = not required.is_optional and required.case in (None, case)
        self.is_shown_only = not (required.originals or required.copies)
        self.defaults = {"originals": required.originals, "certified_copies": 0, "photocopies": required.copies}
        if recorded:
            self.defaults = {count: getattr(recorded, count) for count in self.counts}
        self.error = ""
        self.values = {}

    @property
    def tick_name(self):
        return tick_name(self.required)

    @property
    def scans_name(self):
        return f"scan_{self.required.pk}"

    def count_name(self, count):
        return f"{count}_{self.required.pk}"

    @property
    def is_ticked(self):
        if not self.form.is_bound and self.recorded:
            return True
        return self._typed(self.tick_name, "") not in ("", "0", "false")

    @property
    def is_handed_in(self):
        """Ticked and kept; what is only shown goes back into the pocket."""
        return self.is_ticked and any(self.values.values())

    @property
    def is_missing(self):
        return self.is_required and not self.is_ticked

    @property
    def fields(self):
        """The counts as they stand in the form: what was typed, else what is asked for."""
        labels = {
            "originals": _("originals"),
            "certified_copies": _("certified copies"),
            "photocopies": _("photocopies"),
        }
        return [
            {
                "name": self.count_name(count),
                "label": labels[count],
                "value": self._typed(self.count_name(count), self.defaults[count]),
            }
            for count in self.counts
        ]

    def clean(self):
        if not self.is_ticked:
            return None
        for count in self.counts:
            text = self.form.data.get(self.count_name(count), str(self.defaults[count])).strip()
            if text and not (text.isascii() and text.isdigit() and int(text) <= 999):
                return self._fail(_("The number of copies must be a whole number from 0 to 999."))
            self.values[count] = int(text or 0)
        if self.is_shown_only and self.scans and not any(self.values.values()):
            self.values["photocopies"] = 1
        if not any(self.values.values()) and not self.is_shown_only:
            return self._fail(_("Say how many were handed in: originals, certified copies or photocopies."))
        for scan in self.scans:
            if fault := scan_fault(scan):
                return self._fail(fault)
        return None

    @property
    def scans(self):
        return self.form.files.getlist(self.scans_name) if self.form.files else []

    def paper(self):
        return Paper(name=self.name, required=self.required, scans=tuple(self.scans), **self.values)

    def _typed(self, name, default):
        """As sent; before that as the form was opened with: typed on another page, or brought to an enquiry."""
        return (self.form.data if self.form.is_bound else self.form.initial).get(name, default)

    def _fail(self, message):
        self.error = message
        self.form.add_error(None, f"{self.name}: {message}")


def scan_fault(scan):
    """What is wrong with an upload, in a sentence; empty for one that is taken."""
    if scan.size > settings.UPLOAD_MAX_BYTES:
        sentence = _("“%(name)s” is larger than %(limit)d MB; scan it at a lower resolution and choose it again.")
        return sentence % {"name": scan.name, "limit": settings.UPLOAD_MAX_BYTES // 1024**2}
    if files.content_type_of(scan) is None:
        sentence = _("“%(name)s” is not a PDF, JPEG or PNG file, whatever its name says; choose another file.")
        return sentence % {"name": scan.name}
    return ""
