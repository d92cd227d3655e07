import re

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Case, Count, F, Q, When
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from procedures.catalogue import says_if_any, says_shown_only
from units.deadlines import TimeLimit, TimeUnit
from units.models import AdministrativeUnit, Level
from units.text import Fold, fold
from units.validity import Validity, ValidityQuerySet, ends_after_it_starts, in_force_on, never_two_at_once
from units.worktime import DayKind


class SectorQuerySet(models.QuerySet):
    def received_on(self, day):
        """Those with procedures that the desks receive on `day`, each with their `procedure_count`."""
        received = in_force_on(day, "versions__") & Q(versions__procedure__handling=Handling.RECEIVED)
        return self.filter(received).annotate(procedure_count=Count("versions"))

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

    def received_at(self, unit):
        """The procedures whose dossiers the desk of `unit` receives."""
        here = ProcedureAtUnit.objects.filter(unit=unit)
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

    def fee_on(self, day) -> int | None:
        """What its fees come to on `day`, in đồng; None where none is known or one varies by case."""
        amounts = [fee.amount for fee in self.fees.all() if fee.is_in_force_on(day)]
        return sum(amounts) if amounts and None not in amounts else None

    def fee_kinds_on(self, day) -> set[str]:
        """Of which kinds (phí, lệ phí) the fees are that it asks for on `day`."""
        return {fee.kind for fee in self.fees.all() if fee.is_in_force_on(day)}


class Change(models.TextChoices):
    NEW = "new", _("New")
    AMENDED = "amended", _("Amended")
    EXISTING = "existing", _("In force before")


class Channel(models.TextChoices):
    """Cách thức nộp hồ sơ."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    POST = "post", _("Public post")


class LimitUnit(models.TextChoices):
    WORKING_DAY = TimeUnit.WORKING_DAY.value, _("working days")
    CALENDAR_DAY = TimeUnit.CALENDAR_DAY.value, _("days")
    HALF_DAY = TimeUnit.HALF_DAY.value, _("half days")
    HOUR = TimeUnit.HOUR.value, _("working hours")


class LeftOutDay(models.TextChoices):
    WEEKEND = DayKind.WEEKEND.value, _("Saturdays and Sundays")
    HOLIDAY = DayKind.HOLIDAY.value, _("days off")


class ExcludedTime(models.TextChoices):
    """Time besides days off that a limit leaves out (NĐ 43/2014/NĐ-CP art. 61(4)); a payment has a verb of its own."""

    COMMUNE_RECEPTION = "commune_reception", _("Reception at the commune")
    VIOLATION = "violation", _("Handling of a violation of the law")
    APPRAISAL = "appraisal", _("Appraisal by experts")


class ProcedureVersionQuerySet(ValidityQuerySet):
    def search(self, words):
        """Those whose name (or code) holds every word of `words`, diacritics or not, the likeliest first.

        That is: the name itself, a name that begins so, the words standing in it as typed, as beginnings of words.
        """
        found, phrase = self, fold(words)
        for word in phrase.split():
            condition = Q(searched__contains=word)
            if any(character.isdigit() for character in word):
                condition |= Q(procedure__code__icontains=word)
            found = found.filter(condition)
        as_typed = re.escape(phrase)
        likeness = Case(
            When(searched=phrase, then=0),
            When(searched__startswith=phrase, then=1),
            When(searched__regex=rf"\m{as_typed}\M", then=2),
            When(searched__regex=rf"\m{as_typed}", then=3),
            default=4,
        )
        return found.order_by(likeness, Length("searched"), "name")

    def with_list_data(self):
        return self.select_related("procedure", "sector")

    def named_on(self, day):
        """By procedure (its key) the version whose name it has on `day`: the last begun by then, or else the first."""
        found = {}
        for version in self.select_related("procedure").order_by(F("valid_from").asc(nulls_first=True)):
            if version.procedure_id not in found or version.valid_from <= day:
                found[version.procedure_id] = version
        return found


class ProcedureVersion(Validity):
    """What a procedure asks for, from one day to another."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions", verbose_name=_("procedure"))
    name = models.CharField(_("name"), max_length=2000)
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="versions", verbose_name=_("sector"))
    time_limit = models.PositiveSmallIntegerField(
        _("statutory time"), null=True, blank=True, help_text=_("0 working days: the same day. Empty: none published.")
    )
    time_unit = models.CharField(_("unit of time"), max_length=12, choices=LimitUnit, blank=True)
    promised_limit = models.PositiveSmallIntegerField(
        _("the office's own shorter time"), null=True, blank=True, help_text=_("In the same unit; empty: none.")
    )
    leaves_out = ArrayField(
        models.CharField(max_length=10, choices=LeftOutDay),
        default=list,
        blank=True,
        verbose_name=_("days not counted"),
        help_text=_("For land procedures, for example."),
    )
    extension_limit = models.PositiveSmallIntegerField(
        _("may be extended once by"),
        null=True,
        blank=True,
        help_text=_("In the same unit, at most; empty: the law knows no extension."),
    )
    excluded_times = ArrayField(
        models.CharField(max_length=20, choices=ExcludedTime),
        default=list,
        blank=True,
        verbose_name=_("time not counted"),
        help_text=_("For these, an officer may stop the clock."),
    )
    channels = ArrayField(models.CharField(max_length=10, choices=Channel), default=list, verbose_name=_("channels"))
    results = ArrayField(models.TextField(), default=list, blank=True, verbose_name=_("results"))
    legal_basis = models.TextField(_("legal basis"), blank=True)
    decision_number = models.CharField(_("publication decision"), max_length=100, blank=True)
    decision_date = models.DateField(_("of"), null=True, blank=True)
    change = models.CharField(_("change"), max_length=10, choices=Change, default=Change.EXISTING)
    provenance = models.CharField(_("source of the data"), max_length=300, blank=True)
    searched = models.GeneratedField(
        expression=Fold(F("name")),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = ProcedureVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["procedure", "valid_from"]
        indexes = [GinIndex(OpClass("searched", name="gin_trgm_ops"), name="version_searched")]
        constraints = [
            ends_after_it_starts("version_ends_after_it_starts"),
            never_two_at_once(
                "procedure",
                name="one_version_a_day",
                message=_("Another version of this procedure is in force in those days."),
            ),
            models.CheckConstraint(
                condition=Q(time_limit=None, time_unit="") | (Q(time_limit__isnull=False) & ~Q(time_unit="")),
                name="time_limit_with_its_unit",
                violation_error_message=_("Give the time together with its unit, or neither."),
            ),
            models.CheckConstraint(
                condition=Q(promised_limit=None) | Q(promised_limit__lte=F("time_limit")),
                name="promise_not_longer_than_the_law",
                violation_error_message=_("The office's own time cannot be longer than the statutory one."),
            ),
            models.CheckConstraint(
                condition=Q(extension_limit=None) | Q(extension_limit__gt=0, time_limit__isnull=False),
                name="extension_of_a_limit",
                violation_error_message=_("Only a time that is published can be extended, and by 1 at least."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def limit(self):
        """The time the result is promised within, or None where none is published."""
        if self.time_limit is None:
            return None
        amount = self.time_limit if self.promised_limit is None else self.promised_limit
        return TimeLimit(
            amount=amount, unit=TimeUnit(self.time_unit), leaves_out=frozenset(map(DayKind, self.leaves_out))
        )

    @property
    def is_same_day(self):
        return self.limit is not None and self.limit.amount == 0

    @property
    def is_unverified(self):
        """Whether its code or content is recalled rather than found in a public text."""
        return "memory" in self.provenance or "confidence=low" in self.provenance


class RequiredDocument(models.Model):
    """Thành phần hồ sơ: a paper that the version asks for; what was handed in is a DossierDocument."""

    version = models.ForeignKey(
        ProcedureVersion, models.CASCADE, related_name="required_documents", verbose_name=_("version")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    case = models.TextField(_("case"), blank=True, help_text=_("Asked for in this case only."))
    name = models.TextField(_("paper"))
    originals = models.PositiveSmallIntegerField(_("originals"), default=1)
    copies = models.PositiveSmallIntegerField(_("copies"), default=0)
    is_optional = models.BooleanField(_("only where it applies"), default=False)

    class Meta:
        verbose_name = _("required paper")
        verbose_name_plural = _("required papers")
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="required_document_position_once")]

    def __str__(self):
        return self.name

    @property
    def says_if_any(self):
        """Whether its name says that only who has it brings it: "(nếu có)"."""
        return says_if_any(self.name)

    @property
    def says_shown_only(self):
        return says_shown_only(self.name)


class FeeKind(models.TextChoices):
    FEE = "fee", _("Fee (phí)")
    CHARGE = "charge", _("Charge (lệ phí)")


class Fee(Validity):
    """Phí, lệ phí: set by resolutions of their own, so they change without a new version of the procedure."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="fees", verbose_name=_("procedure"))
    kind = models.CharField(_("kind"), max_length=6, choices=FeeKind, default=FeeKind.CHARGE)
    amount = models.PositiveIntegerField(
        _("amount in đồng"), null=True, blank=True, help_text=_("0: free. Empty: varies by case.")
    )
    basis = models.CharField(_("set by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("fee")
        verbose_name_plural = _("fees")
        ordering = ["procedure", "kind", "valid_from"]
        constraints = [
            ends_after_it_starts("fee_ends_after_it_starts"),
            never_two_at_once(
                "procedure", "kind", name="one_fee_a_kind_a_day", message=_("A fee of this kind holds in those days.")
            ),
        ]

    def __str__(self):
        return str(self.amount)


class ProcedureAtUnit(models.Model):
    """What one unit does differently from the others of its level."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="at_units", verbose_name=_("procedure"))
    unit = models.ForeignKey(AdministrativeUnit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    handling = models.CharField(_("at this desk"), max_length=12, choices=Handling)
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("exception for a unit")
        verbose_name_plural = _("exceptions for units")
        constraints = [models.UniqueConstraint(fields=["procedure", "unit"], name="one_exception_a_unit")]

    def __str__(self):
        return f"{self.unit}: {self.get_handling_display()}"
