from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from procedures.models.catalogue import Procedure
from units.models import Role
from units.validity import Validity, ends_after_it_starts, never_two_at_once


class Process(Validity):
    """Quy trình nội bộ: by which steps a procedure is resolved, set by a decision of its own.

    So it is no part of a version; a dossier keeps the one that was in force when it was received.
    """

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="processes", verbose_name=_("procedure"))
    decision = models.CharField(
        _("set by"), max_length=200, blank=True, help_text=_("Number and date of the decision, where there is one.")
    )

    class Meta:
        verbose_name = _("internal process")
        verbose_name_plural = _("internal processes")
        ordering = ["procedure", "valid_from"]
        constraints = [
            ends_after_it_starts("process_ends_after_it_starts"),
            never_two_at_once(
                "procedure",
                name="one_process_a_day",
                message=_("Another process of this procedure is in force in those days."),
            ),
        ]

    def __str__(self):
        return str(self.procedure)


class StepPlace(models.TextChoices):
    """Where the file lies while the step lasts."""

    DESK = "desk", _("Desk that received it")
    AUTHORITY = "authority", _("Competent authority")
    OFFICE = "office", _("Office, by its name")


class ProcessStep(models.Model):
    """A step as it is planned: what is done, where, by whom, in how many office hours (8 hours are a working day)."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="steps", verbose_name=_("internal process"))
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=200)
    place = models.CharField(_("place"), max_length=10, choices=StepPlace, default=StepPlace.OFFICE)
    office = models.CharField(
        _("office"),
        max_length=150,
        blank=True,
        help_text=_("As it is called in every unit, or in the unit above: Phòng Tư pháp."),
    )
    role = models.CharField(
        _("held by"),
        max_length=20,
        choices=[(role.value, role.label) for role in (Role.CLERK, Role.OFFICER, Role.LEADER)],
        default=Role.OFFICER,
    )
    hours = models.DecimalField(_("office hours"), max_digits=5, decimal_places=1, default=Decimal(8))

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["process", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "position"],
                name="process_step_position_once",
                violation_error_message=_("Two steps have the same position."),
            ),
            models.CheckConstraint(
                condition=Q(place=StepPlace.OFFICE) & ~Q(office="") | ~Q(place=StepPlace.OFFICE) & Q(office=""),
                name="process_step_names_its_office",
                violation_error_message=_("Name the office where the place is an office, and only there."),
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0),
                name="process_step_takes_time",
                violation_error_message=_("Each step needs some time."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_at_desk(self):
        return self.place == StepPlace.DESK

    @property
    def place_name(self):
        return self.office or self.get_place_display()
