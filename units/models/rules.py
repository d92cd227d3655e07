"""What the law says by date: how clocks run, which forms are printed, which report is made."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from units import deadlines
from units.validity import Validity, ValidityQuerySet, ends_after_it_starts, never_two_at_once


class OneADayQuerySet(ValidityQuerySet):
    def in_force_on(self, day):
        """The one of that day; raises DoesNotExist where there is none."""
        return super().in_force_on(day).get()

    def key_on(self, day):
        """The key of the one of that day, for a statement about something else."""
        return models.Subquery(super().in_force_on(day).values("pk"))


class AfterSupplement(models.TextChoices):
    """What becomes of the time limit when the papers asked for have come in."""

    GOES_ON = "goes_on", _("the time used before counts on")
    BEGINS_ANEW = "begins_anew", _("the limit begins anew")


class RuleSet(Validity):
    """The one-stop regulation of a period; a dossier keeps the one in force when it was received.

    What it foresees is counted and warned of, not enforced: sector laws differ, and a leader may decide otherwise.
    """

    key = models.SlugField(_("key"), unique=True)
    title = models.CharField(_("title"), max_length=200)
    same_day_cutoff = models.TimeField(
        _("same-day results until"), help_text=_("What is received later is due the next working day.")
    )
    transfer_cutoff = models.TimeField(
        _("handed over on the same day until"),
        null=True,
        blank=True,
        help_text=_("What is received later reaches the office the next working day. Empty: no such rule."),
    )
    after_supplement = models.CharField(
        _("after a supplement"), max_length=12, choices=AfterSupplement, default=AfterSupplement.GOES_ON
    )
    supplements_foreseen = models.PositiveSmallIntegerField(_("supplements foreseen"), default=1)
    apology_lead_days = models.PositiveSmallIntegerField(
        _("apology, working days before the due date"),
        default=0,
        help_text=_("0: on the due date at the latest."),
    )
    reappointments_foreseen = models.PositiveSmallIntegerField(_("new dates foreseen"), default=1)
    source = models.CharField(
        _("source"), max_length=400, blank=True, help_text=_("Clauses, and what of it is still to be checked.")
    )

    objects = OneADayQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule set")
        verbose_name_plural = _("rule sets")
        ordering = ["valid_from"]
        constraints = [
            ends_after_it_starts("rule_set_ends_after_it_starts"),
            never_two_at_once(name="one_rule_set_a_day", message=_("Another rule set is in force in those days.")),
        ]

    def __str__(self):
        return self.title

    @property
    def restarts_after_supplement(self):
        return self.after_supplement == AfterSupplement.BEGINS_ANEW

    def as_rules(self):
        return deadlines.Rules(name=self.key, same_day_cutoff=self.same_day_cutoff)


class FormSet(Validity):
    """Bộ mẫu phiếu: the forms of a period; a dossier keeps those of its reception."""

    key = models.SlugField(_("key"), unique=True)
    title = models.CharField(_("title"), max_length=200)
    basis = models.CharField(
        _("cited as"), max_length=200, blank=True, help_text=_("Printed on the slips; empty: not cited.")
    )
    source = models.CharField(
        _("source"), max_length=400, blank=True, help_text=_("Clauses, and what of it is still to be checked.")
    )

    objects = OneADayQuerySet.as_manager()

    class Meta:
        verbose_name = _("form set")
        verbose_name_plural = _("form sets")
        ordering = ["valid_from"]
        constraints = [
            ends_after_it_starts("form_set_ends_after_it_starts"),
            never_two_at_once(name="one_form_set_a_day", message=_("Another form set is in force in those days.")),
        ]

    def __str__(self):
        return self.title

    def cited(self, kind):
        """The line that cites a form on it: `Mẫu số 01 – Thông tư số 01/2018/TT-VPCP`; empty where none is cited."""
        form = self.form(kind)
        return " – ".join(filter(None, [form.number and f"Mẫu số {form.number}", self.basis])) if self.basis else ""

    def form(self, kind):
        """Raises DoesNotExist where the set has no such form."""
        return self.forms.get(kind=kind)


class FormKind(models.TextChoices):
    """What a form is for; its number and title depend on the set."""

    RECEIPT = "receipt", _("Receipt")
    SUPPLEMENT = "supplement", _("Request for supplements")
    REFUSAL = "refusal", _("Refusal of reception")
    APOLOGY = "apology", _("Apology and new date")
    STOP = "stop", _("Notice of stopping")
    CONTROL = "control", _("Control slip")
    REGISTER = "register", _("Register")


class Form(models.Model):
    """One form of a set, with the number and the title that it has there."""

    form_set = models.ForeignKey(FormSet, models.CASCADE, related_name="forms", verbose_name=_("form set"))
    kind = models.CharField(_("kind"), max_length=12, choices=FormKind)
    number = models.CharField(_("number"), max_length=10, blank=True, help_text=_("Empty: without one."))
    title = models.CharField(_("title"), max_length=200)
    suffix = models.CharField(
        _("after the number"), max_length=20, blank=True, help_text=_("HDHS in 07/HDHS; empty: the number alone.")
    )

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")
        ordering = ["form_set", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form_set", "kind"],
                name="form_once_in_a_set",
                violation_error_message=_("This set has such a form already."),
            )
        ]

    def __str__(self):
        return self.title


class ReportSet(Validity):
    """Bộ mẫu báo cáo: the forms of the statutory report of a period, and the days on which its terms end."""

    key = models.CharField(_("key"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=200)
    own_form = models.CharField(_("form of one unit"), max_length=60)
    consolidated_form = models.CharField(_("form of a unit with those under it"), max_length=60)
    causes_form = models.CharField(_("form of the causes of delays"), max_length=60)
    cut_off_day = models.PositiveSmallIntegerField(
        _("terms end on the day"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(28)],
        help_text=_("Of the last month of a term: 14 has a quarter go from the 15th to the 14th. Empty: its last day."),
    )
    source = models.CharField(
        _("source"), max_length=400, blank=True, help_text=_("Clauses, and what of it is still to be checked.")
    )

    objects = OneADayQuerySet.as_manager()

    class Meta:
        verbose_name = _("report set")
        verbose_name_plural = _("report sets")
        ordering = ["valid_from"]
        constraints = [
            ends_after_it_starts("report_set_ends_after_it_starts"),
            never_two_at_once(name="one_report_set_a_day", message=_("Another report set is in force in those days.")),
        ]

    def __str__(self):
        return self.title
