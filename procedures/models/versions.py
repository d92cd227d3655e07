from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from procedures.catalogue import says_if_any, says_shown_only
from procedures.models.catalogue import Handling, Procedure, ProcedureAtUnit, Sector
from procedures.models.decisions import DecisionLine, PublicationDecision
from procedures.models.searching import SearchedQuerySet
from procedures.triggers import tells_of_changes
from units.deadlines import TimeLimit, TimeUnit
from units.text import Fold, FoldAll
from units.validity import Validity, ends_after_it_starts, never_two_at_once
from units.worktime import DayKind

LINE_BREAK = Value("\n", output_field=models.TextField())


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


def limit_with_its_unit(name):
    return models.CheckConstraint(
        condition=Q(time_limit=None, time_unit="") | (Q(time_limit__isnull=False) & ~Q(time_unit="")),
        name=name,
        violation_error_message=_("Give the time together with its unit, or neither."),
    )


def promise_within_the_law(name):
    return models.CheckConstraint(
        condition=Q(promised_limit=None) | Q(promised_limit__lte=F("time_limit")),
        name=name,
        violation_error_message=_("The office's own time cannot be longer than the statutory one."),
    )


def time_limit(terms, *, leaves_out):
    """The time that `terms` (a version or a case of it) promise, or None."""
    if terms.time_limit is None:
        return None
    amount = terms.time_limit if terms.promised_limit is None else terms.promised_limit
    return TimeLimit(amount=amount, unit=TimeUnit(terms.time_unit), leaves_out=frozenset(map(DayKind, leaves_out)))


class ProcedureVersionQuerySet(SearchedQuerySet):
    def applying_at(self, unit, day):
        """Those of the unit's level that apply there on `day`, each with its `handling_here`."""
        exceptions = ProcedureAtUnit.objects.in_force_on(day)
        here = exceptions.filter(procedure=OuterRef("procedure"), unit=unit)
        handling = Coalesce(Subquery(here.values("handling")[:1]), F("procedure__handling"))
        of_level = self.filter(procedure__level=unit.level).annotate(handling_here=handling)
        return of_level.exclude(handling_here=Handling.NOT_APPLIED)

    def with_list_data(self):
        return self.select_related("procedure", "sector", "decision")

    def with_has_cases(self):
        return self.annotate(has_cases=Exists(ProcedureCase.objects.filter(version=OuterRef("pk"))))

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
    sets = models.PositiveSmallIntegerField(_("sets of papers"), default=1)
    steps = models.TextField(_("how it goes"), blank=True, help_text=_("The steps as they are published."))
    conditions = models.TextField(_("conditions"), blank=True)
    legal_basis = models.TextField(_("legal basis"), blank=True)
    keywords = models.TextField(
        _("other words for it"), blank=True, help_text=_("By which people look for it: sổ đỏ, giấy khai sinh.")
    )
    decision = models.ForeignKey(
        PublicationDecision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="versions",
        verbose_name=_("publication decision"),
    )
    line = models.OneToOneField(
        DecisionLine, models.PROTECT, null=True, blank=True, editable=False, related_name="version"
    )
    change = models.CharField(_("change"), max_length=10, choices=Change, default=Change.EXISTING)
    provenance = models.CharField(_("source of the data"), max_length=300, blank=True)
    searched = models.GeneratedField(
        expression=Fold(F("name")),
        output_field=models.TextField(),
        db_persist=True,
    )
    searched_keywords = models.GeneratedField(
        expression=Fold(F("keywords")), output_field=models.TextField(), db_persist=True
    )
    searched_results = models.GeneratedField(
        expression=FoldAll(F("results")), output_field=models.TextField(), db_persist=True
    )
    searched_texts = models.GeneratedField(
        expression=Fold(Concat("steps", LINE_BREAK, "conditions", LINE_BREAK, "legal_basis")),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = ProcedureVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        triggers = tells_of_changes()
        ordering = ["procedure", "valid_from"]
        indexes = [GinIndex(OpClass("searched", name="gin_trgm_ops"), name="version_searched")]
        constraints = [
            ends_after_it_starts("version_ends_after_it_starts"),
            never_two_at_once(
                "procedure",
                name="one_version_a_day",
                message=_("Another version of this procedure is in force in those days."),
            ),
            limit_with_its_unit("time_limit_with_its_unit"),
            promise_within_the_law("promise_not_longer_than_the_law"),
            models.CheckConstraint(
                condition=Q(extension_limit=None) | Q(extension_limit__gt=0, time_limit__isnull=False),
                name="extension_of_a_limit",
                violation_error_message=_("Only a time that is published can be extended, and by 1 at least."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def day_in_force(self):
        """A day on which it is in force and no other: by it the page of a version of the past is found for ever."""
        return self.valid_from or self.valid_to

    @property
    def limit(self):
        """The time the result is promised within, or None where none is published."""
        return time_limit(self, leaves_out=self.leaves_out)

    @cached_property
    def has_cases(self):
        """Asked for with the version itself by `with_has_cases`."""
        return self.cases.exists()

    def limit_of(self, case):
        """The time of that case, or, without one or where it has none of its own, the version's."""
        return (case and time_limit(case, leaves_out=self.leaves_out)) or self.limit

    @property
    def is_same_day(self):
        return self.limit is not None and self.limit.amount == 0

    @property
    def is_unverified(self):
        """Whether its code or content is recalled rather than found in a public text."""
        return "memory" in self.provenance or "confidence=low" in self.provenance


class ProcedureCase(models.Model):
    """Trường hợp: who asks for the procedure so brings papers besides, and may wait another time for the result."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="cases", verbose_name=_("version"))
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.TextField(_("case"))
    time_limit = models.PositiveSmallIntegerField(
        _("statutory time"), null=True, blank=True, help_text=_("Empty: as the procedure's.")
    )
    time_unit = models.CharField(_("unit of time"), max_length=12, choices=LimitUnit, blank=True)
    promised_limit = models.PositiveSmallIntegerField(_("the office's own shorter time"), null=True, blank=True)
    searched = models.GeneratedField(expression=Fold(F("name")), output_field=models.TextField(), db_persist=True)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        triggers = tells_of_changes()
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="case_position_once"),
            models.UniqueConstraint(
                fields=["version", "name"],
                name="case_named_once",
                violation_error_message=_("The version has a case of this name already."),
            ),
            limit_with_its_unit("case_time_limit_with_its_unit"),
            promise_within_the_law("case_promise_not_longer_than_the_law"),
        ]

    def __str__(self):
        return self.name

    @property
    def limit(self):
        """Its own time, or else the version's."""
        return self.version.limit_of(self)


class RequiredDocumentManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().select_related("case")


class RequiredDocument(models.Model):
    """Thành phần hồ sơ: a paper that the version asks for; what was handed in is a DossierDocument."""

    version = models.ForeignKey(
        ProcedureVersion, models.CASCADE, related_name="required_documents", verbose_name=_("version")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    case = models.ForeignKey(
        ProcedureCase,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="papers",
        verbose_name=_("case"),
        help_text=_("Asked for in this case only."),
    )
    name = models.TextField(_("paper"))
    originals = models.PositiveSmallIntegerField(_("originals"), default=1)
    copies = models.PositiveSmallIntegerField(_("copies"), default=0)
    is_optional = models.BooleanField(_("only where it applies"), default=False)
    searched = models.GeneratedField(expression=Fold(F("name")), output_field=models.TextField(), db_persist=True)

    objects = RequiredDocumentManager()

    class Meta:
        verbose_name = _("required paper")
        verbose_name_plural = _("required papers")
        triggers = tells_of_changes()
        ordering = ["version", "position"]
        indexes = [GinIndex(OpClass("searched", name="gin_trgm_ops"), name="paper_searched")]
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


class FormFile(models.Model):
    """Mẫu đơn, tờ khai: a file to fill in. Versions share the bytes, so a path may stand in several rows."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="forms", verbose_name=_("version"))
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=300)
    path = models.CharField(max_length=100)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    searched = models.GeneratedField(expression=Fold(F("name")), output_field=models.TextField(), db_persist=True)

    class Meta:
        verbose_name = _("form to fill in")
        verbose_name_plural = _("forms to fill in")
        triggers = tells_of_changes()
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="form_file_position_once")]

    def __str__(self):
        return self.name


class EndedVersion(models.Model):
    """A version that a line of a decision ended, and until when it would have been in force without it."""

    line = models.ForeignKey(DecisionLine, models.PROTECT, related_name="ended", verbose_name=_("line"))
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+", verbose_name=_("version"))
    had_until = models.DateField(_("was valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("ended version")
        verbose_name_plural = _("ended versions")
        constraints = [models.UniqueConstraint(fields=["line", "version"], name="ended_once_by_a_line")]

    def __str__(self):
        return str(self.version)
