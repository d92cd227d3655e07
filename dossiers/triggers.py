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
