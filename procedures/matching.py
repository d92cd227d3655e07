"""Which procedure a row of a catalogue is: by level and code, or by level and name."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from procedures.catalogue import LOCAL_CODE, is_local, same_name
from procedures.models import Procedure, ProcedureVersion
from procedures.stored import Pointed


@dataclass(eq=False)
class Known:
    """What tells one procedure from another; `pk` is None until it is written."""

    pk: int | None
    level: str
    code: str
    local_code: str = ""
    row: int | None = None  # of this table, in which it was met
    digest: int | None = None

    @property
    def was_local(self):
        return bool(self.local_code) or is_local(self.code)


class Catalogue:
    """All procedures by code and by name: short enough to be held in memory, unlike their papers."""

    def __init__(self, faults):
        self.faults = faults
        self.by_code, self.by_name = {}, defaultdict(dict)  # a dict as an ordered set
        self.pointed = Pointed()
        by_pk = {}
        for row in Procedure.objects.order_by("pk").values_list("pk", "level", "code", "local_code"):
            by_pk[row[0]] = known = Known(*row)
            self.by_code[known.level, known.code] = known
        for known in by_pk.values():
            if known.local_code:
                self.by_code.setdefault((known.level, known.local_code), known)
        for pk, name in ProcedureVersion.objects.values_list("procedure", "name").order_by("pk").iterator():
            self.by_name[by_pk[pk].level, same_name(name)][by_pk[pk]] = True
        codes = (code for known in by_pk.values() for code in (known.code, known.local_code))
        self.last_local = max((int(LOCAL_CODE.fullmatch(code)[1]) for code in codes if is_local(code)), default=0)

    def procedures_of(self, entry):
        """(procedure, is met in this table for the first time) for each level of the row."""
        found = {level: self._find(level, entry) for level in entry.levels}
        code = entry.code or next((known.code for known in found.values() if known), None)
        for level, known in found.items():
            if known is None:
                code = code or self._next_local_code()
                known = self._add(level, code, entry)
            self.by_name[level, same_name(entry.content.name)][known] = True
            is_first = known.row is None
            if is_first:
                known.row, known.digest = entry.number, entry.digest
            elif known.digest != entry.digest:
                column = "code" if entry.code else "name"
                what = _("is the same procedure as row %(row)d, with other content")
                self.faults.add(entry.number, column, what, row=known.row)
            yield known, is_first

    def look_at_decision(self, entry):
        decision = self.pointed.decisions.get((entry.content.decision_number, entry.content.decision_date))
        if decision and decision.is_draft:
            what = _("%(decision)s is a draft here: apply it, or leave these rows to it")
            self.faults.add(entry.number, "decision_number", what, decision=decision)

    def _find(self, level, entry):
        if known := self.by_code.get((level, entry.code)):
            return known
        namesakes = self.by_name.get((level, same_name(entry.content.name)), {})
        if not entry.code:
            return self._one_of([known for known in namesakes if known.was_local] or list(namesakes), entry)
        if not is_local(entry.code):
            return next((known for known in namesakes if is_local(known.code)), None)
        return None

    def _one_of(self, namesakes, entry):
        if len(namesakes) > 1:
            codes = ", ".join(known.code for known in namesakes)
            what = _("is empty, and several procedures have this name: %(codes)s")
            self.faults.add(entry.number, "code", what, codes=codes)
        return namesakes[0] if namesakes else None

    def _next_local_code(self):
        self.last_local += 1
        return f"L.{self.last_local:06}"

    def _add(self, level, code, entry):
        known = self.by_code[level, code] = Known(None, level, code)
        if is_local(code):
            self.last_local = max(self.last_local, int(LOCAL_CODE.fullmatch(code)[1]))
        return known

    def give_code(self, known, code):
        known.local_code, known.code = known.code, code
        self.by_code[known.level, code] = known
