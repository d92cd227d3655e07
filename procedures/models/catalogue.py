from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from procedures.catalogue import local_code_after
from procedures.triggers import tells_of_changes
from units.models import AdministrativeUnit, Level
from units.text import Fold
from units.validity import Validity, ends_after_it_starts, in_force_on, never_two_at_once


class SectorQuerySet(models.QuerySet):
    def received_on(self, day):
        """Those with procedures that the desks receive on `day`, each with their `procedure_count`."""
        received = in_force_on(day, "versions__") & Q(versions__procedure__handling=Handling.RECEIVED)
        return self.filter(received).annotate(procedure_count=Count("versions"))

    def with_counts_on(self, day):
        """Those with procedures in force on `day`, received or only posted, each with their `procedure_count`."""
        return self.filter(in_force_on(day, "versions__")).annotate(procedure_count=Count("versions"))

    def by_name(self):
        """As people look for them, Đ beside D: by code points it comes after Y."""
        return self.order_by(Fold("name"), "name")


class Sector(models.Model):
    """Lĩnh vực."""

    name = models.CharField(_("name"), max_length=300, unique=True)

    objects = SectorQuerySet.as_manager()

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        triggers = tells_of_changes()
        ordering = ["name"]

    def __str__(self):
        return self.name


class Handling(models.TextChoices):
    """What a unit does with a procedure; many are posted on the board but not received at the desk."""

    RECEIVED = "received", _("Received at the desk")
    POSTED_ONLY = "posted_only", _("Posted only")
    NOT_APPLIED = "not_applied", _("Not applied")


class ProcedureQuerySet(models.QuerySet):
    def with_any_code(self, code):
        """Known by its code, or by the local one that it had before its code was known."""
        return self.filter(Q(code=code) | Q(local_code=code))

    def published(self):
        """Those of which some version was in force, is or will be; nobody is told of others."""
        return self.filter(versions__isnull=False).distinct()

    def next_local_code(self):
        """For one whose national code is not known; the caller keeps others from taking it."""
        known = self.filter(Q(code__startswith="L.") | Q(local_code__startswith="L.")).values_list("code", "local_code")
        return local_code_after(code for codes in known for code in codes)

    def received_at(self, unit, day):
        """The procedures whose dossiers the desk of `unit` receives on `day`."""
        here = ProcedureAtUnit.objects.in_force_on(day).filter(unit=unit)
        return self.filter(level=unit.level).filter(
            Q(pk__in=here.filter(handling=Handling.RECEIVED).values("procedure"))
            | (Q(handling=Handling.RECEIVED) & ~Q(pk__in=here.values("procedure")))
        )


class Procedure(models.Model):
    """Thủ tục hành chính: one per level and code; what it asks for is in its versions."""

    level = models.CharField(_("level"), max_length=10, choices=Level)
    code = models.CharField(_("code"), max_length=40, help_text=_("National code, or a local one such as L.000001."))
    local_code = models.CharField(
        _("former local code"),
        max_length=40,
        blank=True,
        help_text=_("The one it had before its national code was known."),
    )
    handling = models.CharField(
        _("at the desks"),
        max_length=12,
        choices=Handling,
        default=Handling.RECEIVED,
        help_text=_("Units that differ are listed below."),
    )

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        triggers = tells_of_changes()
        ordering = ["level", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["level", "code"],
                name="procedure_known_by_level_and_code",
                violation_error_message=_("This level has a procedure with this code already."),
            ),
            models.UniqueConstraint(
                fields=["level", "local_code"], condition=~Q(local_code=""), name="procedure_local_code_once"
            ),
        ]

    def __str__(self):
        return self.code

    def version_on(self, day):
        """The version in force on `day`, or None."""
        return self.versions.in_force_on(day).first()

    def handling_on(self, day, exceptions) -> str:
        """What a unit does with it on `day`: as its `exceptions` say, or else as all of its level do."""
        return next((each.handling for each in exceptions if each.is_in_force_on(day)), self.handling)

    def fees_on(self, day, channel="") -> list:
        """Its fees on `day` for who hands in by `channel`: one of that channel comes before the one of its kind."""
        here = [fee for fee in self.fees.all() if fee.is_in_force_on(day) and fee.channel in ("", channel)]
        special = {fee.kind for fee in here if fee.channel}
        return [fee for fee in here if fee.channel or fee.kind not in special]

    def fee_on(self, day, channel="") -> int | None:
        """What its fees come to on `day`, in đồng; None where none is known or one varies by case."""
        amounts = [fee.amount for fee in self.fees_on(day, channel)]
        return sum(amounts) if amounts and None not in amounts else None

    def fee_kinds_on(self, day) -> set[str]:
        """Of which kinds (phí, lệ phí) the fees are that it asks for on `day`."""
        return {fee.kind for fee in self.fees.all() if fee.is_in_force_on(day)}


class ProcedureAtUnit(Validity):
    """What one unit does differently from the others of its level, from one day to another."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="at_units", verbose_name=_("procedure"))
    unit = models.ForeignKey(AdministrativeUnit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    handling = models.CharField(_("at this desk"), max_length=12, choices=Handling)
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("exception for a unit")
        verbose_name_plural = _("exceptions for units")
        constraints = [
            ends_after_it_starts("exception_ends_after_it_starts"),
            never_two_at_once(
                "procedure",
                "unit",
                name="one_exception_a_unit_a_day",
                message=_("The unit differs in this procedure in those days already."),
            ),
        ]

    def __str__(self):
        return f"{self.unit}: {self.get_handling_display()}"
