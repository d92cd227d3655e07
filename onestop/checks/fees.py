"""What must hold of the fee ledger, for `verify`."""

# The summary of a dossier and its ledger, and the numbers of the slips: one after the other in each unit and year.
FEES_DIFFER = """
WITH ledger AS (
    SELECT dossier_id,
           sum(CASE kind WHEN 'collected' THEN amount WHEN 'refunded' THEN -amount ELSE 0 END) AS kept,
           sum(CASE kind WHEN 'exempted' THEN amount ELSE 0 END) AS exempted,
           bool_or(kind = 'refunded') AS is_refunded
    FROM dossiers_feeentry GROUP BY dossier_id
), changed AS (
    SELECT DISTINCT ON (dossier_id) dossier_id, (data ->> 'due_after')::int AS due, id
    FROM dossiers_dossierevent WHERE kind = 'fee_changed' ORDER BY dossier_id, id DESC
)
SELECT code || ': ' || fee_kept || ' kept and ' || fee_exempted || ' exempted, its ledger says '
       || coalesce(kept, 0) || ' and ' || coalesce(exempted, 0)
FROM dossiers_dossier dossier LEFT JOIN ledger ON ledger.dossier_id = dossier.id
WHERE (fee_kept, fee_exempted) IS DISTINCT FROM (coalesce(kept, 0), coalesce(exempted, 0))
UNION ALL
SELECT code || ': its fee is "' || fee_status || '", its ledger says otherwise'
FROM dossiers_dossier dossier LEFT JOIN ledger ON ledger.dossier_id = dossier.id
WHERE fee_status = 'refunded' AND is_refunded IS NOT TRUE OR fee_status = 'none' AND is_refunded
UNION ALL
SELECT code || ': ' || coalesce(fee_amount, 0) || ' đồng are due, its last change says ' || due
FROM dossiers_dossier dossier JOIN changed ON changed.dossier_id = dossier.id
WHERE fee_amount IS DISTINCT FROM due AND NOT EXISTS (
    SELECT FROM dossiers_dossierevent later
    WHERE later.dossier_id = dossier.id AND later.kind = 'fee_refunded' AND later.id > changed.id
)
UNION ALL
SELECT agency.name || ': slips ' || entry.kind || ' of ' || year || ' are numbered to ' || max(number) || ', there are '
       || count(*) || ', the counter stands at ' || coalesce(max(counter.last), 0)
FROM dossiers_feeentry entry JOIN units_agency agency ON agency.id = entry.agency_id
LEFT JOIN LATERAL (
    SELECT last FROM dossiers_slipcounter counter
    WHERE counter.agency_id = entry.agency_id AND counter.year = entry.year
      AND counter.kind = CASE entry.kind WHEN 'collected' THEN 'collection' ELSE 'refund' END
) counter ON true
WHERE number IS NOT NULL GROUP BY agency.id, entry.kind, year
HAVING max(number) <> count(*) OR coalesce(max(counter.last), 0) <> max(number)
"""
