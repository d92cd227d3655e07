"""Content as it is stored: a version's own columns, its cases, papers and forms, and the decision it names."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import date

from procedures.catalogue import tidy
from procedures.content import Case, Content, FormFile, Paper
from procedures.models import FormFile as StoredForm
from procedures.models import Procedure, ProcedureCase, ProcedureVersion, PublicationDecision, RequiredDocument, Sector
from units.text import normalise

FORMS_FOLDER = "forms"  # below MEDIA_ROOT; what lies there is named by its sha256, blank, and never removed
WHOLE = ("sector", "decision", "cases", "required_documents__case", "forms")  # what `content_of` reads of a version
# Columns of the version itself; the others are rows of their own, or pointed to.
COLUMNS = [
    part.name
    for part in fields(Content)
    if part.name not in ("sector", "cases", "papers", "forms", "decision_number", "decision_date")
]


def content_of(version: ProcedureVersion) -> Content:
    """The content of a stored version, its texts tidied as those of a table are."""
    decision = version.decision
    return Content(
        **{name: _as_value(getattr(version, name)) for name in COLUMNS} | {"name": normalise(version.name)},
        sector=version.sector.name,
        cases=tuple(
            Case(tidy(case.name), case.time_limit, case.time_unit, case.promised_limit) for case in version.cases.all()
        ),
        papers=tuple(_paper(paper) for paper in version.required_documents.all()),
        forms=tuple(FormFile(f.name, f.path, f.content_type, f.size, f.sha256) for f in version.forms.all()),
        decision_number=decision.number if decision else "",
        decision_date=decision.issued_on if decision else None,
    )


def versions_on(procedures: Iterable[Procedure], day: date) -> dict[Procedure, ProcedureVersion | None]:
    """Of each the version in force on `day`, read whole; in a few statements however many they are."""
    procedures = list(procedures)
    in_force = ProcedureVersion.objects.in_force_on(day).filter(procedure__in=procedures).prefetch_related(*WHOLE)
    found = {version.procedure_id: version for version in in_force}
    return {procedure: found.get(procedure.pk) for procedure in procedures}


def _as_value(value):
    if isinstance(value, list):
        return tuple(tidy(item) for item in value)
    return tidy(value) if isinstance(value, str) else value


def _paper(paper):
    case = tidy(paper.case.name) if paper.case_id else ""
    return Paper(tidy(paper.name), case, paper.originals, paper.copies, paper.is_optional)


@dataclass
class Pointed:
    """The sectors and decisions that contents name; those that are not known yet are made."""

    sectors: dict = field(default_factory=lambda: {sector.name: sector for sector in Sector.objects.all()})
    decisions: dict = field(
        default_factory=lambda: {(each.number, each.issued_on): each for each in PublicationDecision.objects.all()}
    )

    def sector(self, name: str) -> Sector:
        if name not in self.sectors:
            self.sectors[name] = Sector.objects.create(name=name)
        return self.sectors[name]

    def decision(self, content: Content) -> PublicationDecision | None:
        known_by = (content.decision_number, content.decision_date)
        if not any(known_by):
            return None
        if known_by not in self.decisions:
            self.decisions[known_by] = PublicationDecision.recorded(*known_by)
        return self.decisions[known_by]


def fill(version: ProcedureVersion, content: Content, pointed: Pointed):
    """Set the columns of `version` to `content`; it is not saved."""
    for name in COLUMNS:
        value = getattr(content, name)
        setattr(version, name, list(value) if isinstance(value, tuple) else value)
    version.sector = pointed.sector(content.sector)
    version.decision = pointed.decision(content)


@dataclass
class Parts:
    """The rows that stand beside versions, to be written in one go."""

    cases: list = field(default_factory=list)
    papers: list = field(default_factory=list)
    forms: list = field(default_factory=list)

    def add(self, version: ProcedureVersion, content: Content):
        cases = {
            case.name: ProcedureCase(version=version, position=position, **asdict(case))
            for position, case in enumerate(content.cases, start=1)
        }
        self.cases += cases.values()
        for position, paper in enumerate(content.papers, start=1):
            values = asdict(paper) | {"case": cases.get(paper.case)}
            self.papers.append(RequiredDocument(version=version, position=position, **values))
        for position, form in enumerate(content.forms, start=1):
            self.forms.append(StoredForm(version=version, position=position, **asdict(form)))

    def save(self, *, in_place_of: Iterable[int] = ()):
        """Write them, in place of what the versions with those keys had."""
        for model in (RequiredDocument, ProcedureCase, StoredForm):
            model.objects.filter(version__in=in_place_of).delete()
        ProcedureCase.objects.bulk_create(self.cases)
        RequiredDocument.objects.bulk_create(self.papers, batch_size=2000)
        StoredForm.objects.bulk_create(self.forms)
