from django.db import migrations

# Paid with the result where the event of the hand-back says so and it was not received in the same press; else paid at
# reception. Exempt by a ground that nobody asked for then. Slips are numbered as they would have been.
TAKEN = """
WITH paid_late AS (
    SELECT DISTINCT dossier_id FROM dossiers_dossierevent WHERE kind = 'handed_back' AND data @> '{"fee_collected": true}'
), taken AS (
    SELECT dossier.id AS dossier_id, fee_status, coalesce(fee_amount, 0) AS amount,
           CASE WHEN is_late THEN returned_at ELSE received_at END AS at,
           CASE WHEN is_late THEN handed_back.by_id ELSE received_by_id END AS by_id,
           CASE WHEN is_late THEN returning_desk_id ELSE receiving_desk_id END AS desk_id,
           version.procedure_id, received_at
    FROM dossiers_dossier dossier
    JOIN procedures_procedureversion version ON version.id = dossier.version_id
    LEFT JOIN paid_late ON paid_late.dossier_id = dossier.id
    CROSS JOIN LATERAL (SELECT paid_late IS NOT NULL AND returned_at <> received_at AS is_late) how
    LEFT JOIN LATERAL (
        SELECT by_id FROM dossiers_dossierevent event
        WHERE event.dossier_id = dossier.id AND kind = 'handed_back' ORDER BY event.id DESC LIMIT 1
    ) handed_back ON true
    WHERE NOT is_imported AND (fee_status = 'exempt' OR fee_status = 'paid' AND fee_amount > 0)
), numbered AS (
    SELECT taken.*, agency.id AS agency_id, extract(year FROM at AT TIME ZONE 'Asia/Ho_Chi_Minh')::int AS year
    FROM taken JOIN units_servicedesk desk ON desk.id = desk_id
    JOIN units_agency agency ON agency.unit_id = desk.unit_id AND agency.kind = 'committee'
)
INSERT INTO dossiers_feeentry
    (dossier_id, kind, nature, amount, at, by_id, desk_id, agency_id, key, year, number,
     receipt_book, receipt_serial, ground, words)
SELECT dossier_id, CASE fee_status WHEN 'paid' THEN 'collected' ELSE 'exempted' END,
       CASE WHEN kinds = '{fee}' THEN 'fee' WHEN kinds = '{charge}' THEN 'charge' ELSE 'both' END,
       amount, at, by_id, desk_id, agency_id, 'taken-before',
       CASE fee_status WHEN 'paid' THEN year END,
       CASE fee_status WHEN 'paid' THEN
           row_number() OVER (PARTITION BY agency_id, fee_status, year ORDER BY at, dossier_id) END,
       '', '', CASE fee_status WHEN 'paid' THEN '' ELSE 'unrecorded' END, ''
FROM numbered CROSS JOIN LATERAL (
    SELECT array_agg(DISTINCT kind::text) AS kinds FROM procedures_fee fee
    WHERE fee.procedure_id = numbered.procedure_id
      AND daterange(valid_from, valid_to, '[]') @> (received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
) published
ORDER BY at, dossier_id
"""

COUNTED = """
INSERT INTO dossiers_slipcounter (agency_id, kind, year, last)
SELECT agency_id, 'collection', year, max(number) FROM dossiers_feeentry WHERE kind = 'collected' GROUP BY 1, 3
"""

SUMMED = """
UPDATE dossiers_dossier dossier SET fee_kept = kept, fee_exempted = exempted
FROM (
    SELECT dossier_id, coalesce(sum(amount) FILTER (WHERE kind = 'collected'), 0) AS kept,
           coalesce(sum(amount) FILTER (WHERE kind = 'exempted'), 0) AS exempted
    FROM dossiers_feeentry GROUP BY dossier_id
) ledger WHERE ledger.dossier_id = dossier.id
"""

# A status that was unknown before says the nearest that was not.
UNDONE = """
ALTER TABLE dossiers_feeentry DISABLE TRIGGER USER;
DELETE FROM dossiers_feeentry;
ALTER TABLE dossiers_feeentry ENABLE TRIGGER USER;
DELETE FROM dossiers_slipcounter WHERE kind IN ('collection', 'refund');
UPDATE dossiers_dossier SET fee_kept = 0, fee_exempted = 0 WHERE fee_kept + fee_exempted > 0;
UPDATE dossiers_dossier SET fee_status = 'none' WHERE fee_status = 'refunded'
"""


class Migration(migrations.Migration):
    """Fees collected or exempted before there was a ledger get their lines, and the slips' counters go on from them."""

    dependencies = [
        ("dossiers", "0022_fee_ledger"),
    ]

    operations = [
        migrations.RunSQL(TAKEN, migrations.RunSQL.noop),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
        migrations.RunSQL(SUMMED, UNDONE),
    ]
