"""The grid into which a paper book is typed: one head, and lines each of which is a dossier of its own."""

import uuid
from datetime import datetime

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from dossiers import queries
from dossiers.actions import Intake, OnPaper, enter_from_paper_book
from dossiers.forms.from_paper import Procedures, day_typed, time_typed
from dossiers.forms.papers import all_required
from dossiers.forms.people import PeopleForm
from dossiers.models import FeeStatus
from dossiers.models.querysets import is_received
from dossiers.people import Person
from units.calendars import work_calendar
from units.fields import DateField, TextField

LINES = 20
COLUMNS = (
    "paper_number",
    "time",
    "day",
    "procedure",
    "applicant_name",
    "applicant_id",
    "applicant_phone",
    "applicant_address",
    "copies",
    "fee_amount",
    "at_once",
    "result_number",
)
ASKED_BACK = ("due_on", "due_reason", "is_sure")  # shown once the line needs them
HAS_A_VALUE = ("copies", "at_once")  # before anybody has typed anything


class HeadForm(forms.Form):
    """What holds for all lines that do not say otherwise."""

    day = DateField(label=_("Day of the paper entries"), error_messages={"required": _("Give the day.")})
    reason = TextField(
        label=_("Why on paper"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "reasons"}),
        error_messages={"required": _("Say why it was written on paper first; it goes into the history.")},
    )
    procedure = TextField(
        label=_("Procedure of lines that name none"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"list": "procedures", "autocomplete": "off"}),
    )
    leader_reason = TextField(label=_("Leader's reason"), max_length=500, required=False)

    def __init__(self, *args, today, procedures, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.procedures = today, procedures
        late = ngettext(
            "Only for what is more than a day ago: which leader has it entered, and why.",
            "Only for what is more than %(days)d days ago: which leader has it entered, and why.",
            settings.PAPER_BOOK_DAYS,
        )
        self.fields["leader_reason"].help_text = late % {"days": settings.PAPER_BOOK_DAYS}

    def clean_day(self):
        if self.cleaned_data["day"] > self.today:
            raise forms.ValidationError(_("This day lies in the future."))
        return self.cleaned_data["day"]

    def clean_procedure(self):
        """Said here once, not at each of its lines; those of another day ask once more."""
        text, day = self.cleaned_data["procedure"], self.cleaned_data.get("day")
        if text and day:
            self.procedures.version(text, day)
        return text


class LineForm(PeopleForm):
    """One line of the paper book."""

    first = None  # the dossier that its key or its number has saved before, where it may be seen

    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    paper_number = TextField(
        label=pgettext_lazy("paper book", "No."),
        max_length=30,
        error_messages={"required": _("Type the number of the paper slip, or of the line in the paper book.")},
    )
    time = TextField(
        label=pgettext_lazy("paper book", "Time"),
        max_length=10,
        error_messages={"required": _("Type when it was received, such as 8:15.")},
    )
    day = TextField(label=_("Other day"), max_length=10, required=False)
    procedure = TextField(label=_("Procedure"), max_length=500, required=False)
    copies = forms.IntegerField(label=pgettext_lazy("paper book", "Copies"), min_value=1, max_value=999, required=False)
    fee_amount = forms.IntegerField(label=_("Fee paid"), min_value=0, max_value=2_000_000_000, required=False)
    at_once = forms.BooleanField(label=pgettext_lazy("paper book", "Handed back"), required=False)
    result_number = TextField(label=_("Result no."), max_length=100, required=False)
    due_on = DateField(label=_("Result due on"), required=False)
    due_reason = TextField(label=_("Reason for this date"), max_length=300, required=False)
    is_sure = forms.BooleanField(label=_("It is right so"), required=False)

    def __init__(self, *args, book, number, **kwargs):
        super().__init__(*args, now=book.now, **kwargs)
        self.book = book
        self.fields["applicant_name"].label, self.fields["applicant_id"].help_text = _("Applicant"), ""
        self.fields["applicant_name"].required = False  # a card may bring it
        for name in (*COLUMNS, *ASKED_BACK):
            self._dress(self.fields[name], number)
        self.fields["procedure"].widget.attrs["list"] = "procedures"
        for name in ("copies", "fee_amount"):
            self.fields[name].widget = forms.TextInput(self.fields[name].widget.attrs | {"inputmode": "numeric"})
        self.initial.setdefault("key", uuid.uuid4().hex)
        self.initial |= {"copies": 1, "at_once": True}

    @staticmethod
    def _dress(field, number):
        field.widget.attrs |= {"aria-label": f"{field.label} ({number})", "autocomplete": "off"}
        is_box = isinstance(field.widget, forms.CheckboxInput)
        field.widget.attrs["class"] = "form-check-input" if is_box else "form-control form-control-sm"

    @property
    def is_filled(self):
        """Whether anything was typed into the line; what stands in it from the beginning is nothing."""
        typed = (self[name].value() for name in COLUMNS if name not in HAS_A_VALUE)
        return self.is_bound and any(str(text or "").strip() for text in typed)

    @property
    def cells(self):
        return [self[name] for name in COLUMNS]

    @property
    def asked_back(self):
        """What only some lines are asked: shown where it is missing, and where it was given."""
        fields = [self[name] for name in ASKED_BACK]
        return [field for field in fields if self.is_filled and (field.errors or field.value())]

    @property
    def faults(self):
        return [field for field in self if field.errors] if self.is_filled else []

    def renew_key(self):
        """The line has saved something else before: what stands in it now goes under a key of its own."""
        self.data = self.data.copy()
        self.data[self.add_prefix("key")] = uuid.uuid4().hex

    def clean_key(self):
        return self.cleaned_data["key"] or uuid.uuid4().hex

    def clean_paper_number(self):
        return self.cleaned_data["paper_number"].upper()

    def clean_time(self):
        return time_typed(self.cleaned_data["time"])

    def clean_day(self):
        text = self.cleaned_data["day"]
        return day_typed(text, self.book.today) if text else self.book.said.get("day")

    def clean(self):
        """What is at fault by itself is said first; then what does not fit the day; then what looks odd."""
        data = self.cleaned_data
        if "applicant_name" not in self.errors and not data["applicant_name"]:
            self._take_the_name_of_the_card()
        if data.get("day") and data.get("time"):
            self._check_moment()
        if data.get("day") and "procedure" not in self.errors:
            self._check_procedure()
        if not self.errors and data["day"]:
            self._check_due_on()
        if not self.errors and data["day"] and not data["is_sure"]:
            for sentence in self.warnings():
                self.add_error("is_sure", sentence)
        return data

    def _take_the_name_of_the_card(self):
        if self.card and self.card.name:
            self.cleaned_data["applicant_name"] = self.card.name
        else:
            self.add_error("applicant_name", _("Type the applicant's full name."))

    def _check_moment(self):
        """A reception lies in the past, and none too far without a leader's word."""
        day, today = self.cleaned_data["day"], self.book.today
        self.received_at = timezone.make_aware(datetime.combine(day, self.cleaned_data["time"]))
        age = (today - day).days
        if self.received_at > self.now:
            sentence = _("%(moment)s lies in the future.") % {"moment": f"{self.received_at:%H:%M %d/%m/%Y}"}
            self.add_error("time" if day == today else "day", sentence)
        elif age > settings.PAPER_BOOK_DAYS and not self.book.said.get("leader_reason"):
            sentence = _(
                "%(day)s is %(age)d days ago. Check the day; if it is right, write at the top which leader has it "
                "entered so late, and why."
            )
            self.add_error("day", sentence % {"day": f"{day:%d/%m/%Y}", "age": age})

    def _check_procedure(self):
        text = self.cleaned_data["procedure"] or self.book.said.get("procedure", "")
        if not text:
            return self.add_error("procedure", _("Type the procedure: its code, or words of its name."))
        try:
            self.version = self.book.procedures.version(text, self.cleaned_data["day"])
        except forms.ValidationError as fault:
            self.add_error("procedure", fault)
        return None

    def _check_due_on(self):
        """Given by hand where no time limit is published and the result is still to come."""
        data = self.cleaned_data
        if self.version.limit is not None or data["at_once"]:
            data["due_on"], data["due_reason"] = None, ""
        elif data["due_on"] is None:
            sentence = _("This procedure has no published time limit: give the date that the paper slip promises.")
            self.add_error("due_on", sentence)
        elif data["due_on"] < data["day"]:
            self.add_error("due_on", _("The due date lies before the reception."))
        elif not data["due_reason"]:
            self.add_error("due_reason", _("Say why it is due on this date; it is printed on the receipt."))

    def warnings(self):
        """What may be right but seldom is, each with what to do: the line is saved once the clerk says it is right."""
        day = self.cleaned_data["day"]
        calendar, written = self.book.calendar(day), {"day": date_format(day, "l d/m/Y")}
        if not calendar.is_working(day):
            yield _("%(day)s was a day off. Correct the day, or tick “It is right so”.") % written
        hours = calendar.office_hours
        if not hours.opens <= self.cleaned_data["time"] <= hours.closes:
            yield (
                _("The desk was open from %(opens)s to %(closes)s. Correct the time, or tick “It is right so”.")
                % {"opens": f"{hours.opens:%H:%M}", "closes": f"{hours.closes:%H:%M}"}
            )
        yield from self.book.warnings(day)
        if double := self._double():
            yield (
                _(
                    "%(code)s is of the same person, for the same procedure, on that day. Empty the line if it is "
                    "this paper; if it is another one, tick “It is right so”."
                )
                % {"code": double.code}
            )

    def _double(self):
        """Typed in at reception already. What came from the paper book is told apart by its number."""
        data = self.cleaned_data
        person = Person.typed(name=data["applicant_name"], id_number=data["applicant_id"])
        given = {"user": self.book.user, "procedure": self.version.procedure, "person": person}
        found = queries.possible_doubles(now=self.received_at, **given)
        return found.filter(is_received(data["day"], data["day"]), entered_from_book_at=None).first()

    def intake(self):
        data, fee = self.cleaned_data, self._fee_amount()
        return Intake(
            version=self.version,
            papers=all_required(self.version),
            **self.people(),
            copies=data["copies"] or 1,
            fee_amount=fee,
            fee_status=FeeStatus.PAID if fee else FeeStatus.NONE,
            due_on=data["due_on"],
            due_reason=data["due_reason"],
        )

    def enter(self, *, by, now):
        """(dossier, whether it is new), as the action says; raises what it raises."""
        data, said = self.cleaned_data, self.book.said
        return enter_from_paper_book(
            desk=self.book.desk,
            intake=self.intake(),
            on_paper=OnPaper(
                number=data["paper_number"],
                received_at=self.received_at,
                reason=said["reason"],
                leader_reason=said["leader_reason"],
            ),
            key=data["key"],
            by=by,
            now=now,
            at_once=data["at_once"],
            result_number=data["result_number"] if data["at_once"] else "",
        )

    def _fee_amount(self):
        """What was typed; else the fee that was published then, for each copy."""
        data = self.cleaned_data
        if data["fee_amount"] is not None:
            return data["fee_amount"]
        fee = self.book.fee(self.version.procedure, data["day"])
        return fee and fee * (data["copies"] or 1)


class PaperBook:
    """The head and the lines, as opened or as sent."""

    def __init__(self, data=None, *, desk, user, now, initial=None):
        self.desk, self.user, self.now = desk, user, now
        self.today = timezone.localdate(now)
        self.procedures = Procedures(desk)
        self.head = HeadForm(
            data, today=self.today, procedures=self.procedures, initial={"day": self.today} | (initial or {})
        )
        self.lines = [self._line(number, data) for number in range(1, LINES + 1)]
        first = self.lines[0].fields["paper_number"] if initial else self.head.fields["reason"]
        first.widget.attrs["autofocus"] = True
        self._calendars, self._fees, self._warnings = {}, {}, {}

    @cached_property
    def filled(self):
        return [line for line in self.lines if line.is_filled]

    @property
    def faulty(self):
        return [line for line in self.filled if line.errors]

    @cached_property
    def said(self):
        """What the head says, as far as it is right."""
        self.head.is_valid()
        return getattr(self.head, "cleaned_data", {})

    def is_valid(self):
        """Whether there is anything to save; all lines are looked at, before the first of them is saved."""
        if not self.filled and self.head.is_valid():
            self.head.add_error(None, _("No line is filled in. Nothing was saved."))
        checked = [line.is_valid() for line in self.filled]
        return self.head.is_valid() and any(checked)

    def keep_only(self, lines):
        """Leave `lines` as they were typed, before empty ones."""
        kept = {line.prefix for line in lines}
        numbers = (number for number in range(1, LINES + 1) if f"line{number}" not in kept)
        self.lines = [*lines, *(self._line(number) for number in numbers)]

    def calendar(self, day):
        if day not in self._calendars:
            self._calendars[day] = work_calendar(on=day, unit=self.desk.unit)
        return self._calendars[day]

    def fee(self, procedure, day):
        if (procedure.pk, day) not in self._fees:
            self._fees[procedure.pk, day] = procedure.fee_on(day)
        return self._fees[procedure.pk, day]

    def warnings(self, day):
        """What else is to be known of a day; apps that dossiers know nothing of say it."""
        if day not in self._warnings:
            said = (import_string(path)(self.desk.unit, day) for path in settings.PAPER_BOOK_WARNINGS)
            self._warnings[day] = [sentence for sentence in said if sentence]
        return self._warnings[day]

    def _line(self, number, data=None):
        return LineForm(data, prefix=f"line{number}", book=self, number=number)
