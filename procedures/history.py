"""What became of one procedure: its versions one after the other, its fees, and what is being drafted of it."""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from procedures.content import Content
from procedures.models import DecisionLine, DecisionState, Procedure, ProcedureVersion
from procedures.stored import WHOLE, content_of
from procedures.wording import changed_in_words


@dataclass(frozen=True)
class Stage:
    """A version, what it asks for, the one before it, and how many dossiers in the reader's sight run on it."""

    version: ProcedureVersion
    content: Content
    before: Content | None
    dossier_count: int

    @property
    def changed(self) -> list:
        """The names of what it asks for otherwise than the version before."""
        return changed_in_words(self.before, self.content) if self.before else []


def stages_of(procedure: Procedure, user) -> list[Stage]:
    """Its versions, the latest first."""
    in_order = procedure.versions.prefetch_related(*WHOLE).order_by(F("valid_from").asc(nulls_first=True))
    stages, before = [], None
    for version in in_order:
        content = content_of(version)
        count = version.dossiers.visible_to(user).count()
        stages.append(Stage(version, content, before and before.content, count))
        before = stages[-1]
    return stages[::-1]


def drafted_of(procedure: Procedure) -> QuerySet[DecisionLine]:
    """The lines of drafts that speak of it, also those that would put another in its place."""
    lines = DecisionLine.objects.filter(decision__state=DecisionState.DRAFT).select_related("decision")
    return lines.filter(Q(procedure=procedure) | Q(replaced__procedure=procedure)).distinct()
