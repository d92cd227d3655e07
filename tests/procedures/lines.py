"""Lines of decisions, and from when to when versions are in force."""

from dataclasses import replace

from procedures.content import as_json
from procedures.models import DecisionLine, LineKind, Procedure
from procedures.stored import content_of


def line(decision, kind, procedure=None, *, replaced=(), code="", level="commune", changes=None, **values):
    """A line of `decision`: what `procedure` (or a new one) asks for, but for `changes`."""
    model = procedure or Procedure.objects.first()
    content = None if kind == LineKind.ABOLISH else replace(content_of(model.versions.first()), **(changes or {}))
    line = DecisionLine.objects.create(
        decision=decision,
        position=decision.lines.count() + 1,
        kind=kind,
        level=level,
        code=procedure.code if procedure else code,
        procedure=procedure,
        draft=content and as_json(content),
        **values,
    )
    for each in replaced:
        line.replaced.create(procedure=each)
    return line


def amend(decision, procedure, **changes):
    return line(decision, LineKind.AMEND, procedure, changes=changes or {"time_limit": 3})


def abolish(decision, procedure):
    return line(decision, LineKind.ABOLISH, procedure)


def add(decision, code="1.009999", name="Thủ tục mới", **values):
    return line(decision, LineKind.ADD, code=code, changes={"name": name}, **values)


def validity(procedure):
    return list(procedure.versions.order_by("valid_from").values_list("valid_from", "valid_to").order_by("pk"))
