"""Triggers that bind everyone: the application, its administrators, bulk work and plain SQL."""

import pgtrigger


def never_deleted(name):
    return [pgtrigger.Protect(name=f"{name}_never_deleted", operation=pgtrigger.Delete), never_truncated(name)]


def append_only(name):
    """Rows are added, never changed or removed."""
    return [
        pgtrigger.Protect(name=f"{name}_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        never_truncated(name),
    ]


def corrected_only(name, *, fields, also):
    """`fields` of a dossier change where its next correction records that very change; so do the columns `also` then.

    What the correction says was there, laid over the new row, gives the old one; what it says is right, laid over the
    old row, gives the new one.
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(*fields),
        declare=[
            ("correction", "dossiers_correction%ROWTYPE"),
            ("earlier", "dossiers_dossier%ROWTYPE"),
            ("later", "dossiers_dossier%ROWTYPE"),
        ],
        func=_Corrected(columns=[*fields, *also]),
    )


class _Corrected(pgtrigger.Func):
    def __init__(self, columns):
        self.columns = columns

    def render(self, *, meta, **kwargs):
        """The function's body, once the model knows its columns."""
        names = [meta.get_field(name).column for name in self.columns]
        old, new, earlier, later = (
            f"ROW({', '.join(f'{of}.{name}' for name in names)})" for of in ("OLD", "NEW", "earlier", "later")
        )
        return f"""
            SELECT * INTO correction FROM dossiers_correction WHERE dossier_id = NEW.id AND round = NEW.revision;
            earlier := jsonb_populate_record(NEW, correction.before);
            later := jsonb_populate_record(OLD, correction.after);
            IF NOT FOUND OR {earlier} IS DISTINCT FROM {old} OR {later} IS DISTINCT FROM {new} THEN
                RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table without a correction', TG_TABLE_NAME;
            END IF;
            RETURN NEW;
        """


def never_truncated(name):
    return pgtrigger.Trigger(
        name=f"{name}_never_truncated",
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;",
    )


def fees_agree(name, operation, *, key, condition=None):
    """At the commit, what a dossier says of its fees is what its ledger says; `key` names the dossier in the row."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=operation,
        timing=pgtrigger.Deferred,
        condition=condition,
        func=FEES_DIFFER.format(key=key),
    )


FEES_DIFFER = """
PERFORM 1 FROM dossiers_dossier dossier CROSS JOIN LATERAL (
    SELECT coalesce(sum(CASE kind WHEN 'collected' THEN amount WHEN 'refunded' THEN -amount END), 0) AS kept,
           coalesce(sum(amount) FILTER (WHERE kind = 'exempted'), 0) AS exempted
    FROM dossiers_feeentry WHERE dossier_id = dossier.id
) ledger
WHERE dossier.id = NEW.{key} AND (fee_kept <> ledger.kept OR fee_exempted <> ledger.exempted);
IF FOUND THEN
    RAISE EXCEPTION 'The fees of dossier % are not those of its ledger', NEW.{key} USING ERRCODE = 'check_violation';
END IF;
RETURN NULL;
"""
