"""What must hold of what became of dossiers, for `verify`."""

from dossiers.models.dossier_table import WHO

# In the order in which the events were written: several stand at one time. What moves no state, such as a look at the
# identity number, says nothing of it; a finish is the last of its kind.
HISTORY_DIFFERS = """
WITH history AS (
    SELECT dossier_id,
           count(*) FILTER (WHERE kind = 'received') AS receptions,
           max(at) FILTER (WHERE kind = 'received') AS received_at,
           (array_agg(at ORDER BY id DESC) FILTER (WHERE finishes))[1] AS finished_at,
           (array_agg(kind ORDER BY id DESC) FILTER (WHERE finishes))[1] AS outcome,
           (array_agg(at ORDER BY id DESC) FILTER (WHERE kind = 'handed_back'))[1] AS returned_at,
           (array_agg(state ORDER BY id DESC) FILTER (WHERE kind <> 'unmasked'))[1] AS state
    FROM dossiers_dossierevent CROSS JOIN LATERAL (
        SELECT kind IN ('resolved', 'denied', 'withdrawn', 'stopped') AS finishes
    ) _
    GROUP BY dossier_id
), differences AS (
    SELECT dossier.code, concat_ws(', ',
        CASE WHEN history.receptions IS DISTINCT FROM 1
             THEN coalesce(history.receptions, 0) || ' events of reception' END,
        CASE WHEN history.received_at <> coalesce(received_first, dossier.received_at)
             THEN 'received_at differs from the event' END,
        CASE WHEN history.state <> dossier.state
             THEN 'state ' || dossier.state || ', last event ' || history.state END,
        CASE WHEN history.finished_at IS DISTINCT FROM dossier.finished_at
             THEN 'finished_at differs from the event' END,
        CASE WHEN coalesce(history.outcome, '') <> dossier.outcome
             THEN 'outcome "' || dossier.outcome || '", event "' || coalesce(history.outcome, '') || '"' END,
        CASE WHEN history.returned_at IS DISTINCT FROM dossier.returned_at
             THEN 'returned_at differs from the event' END) AS difference
    FROM dossiers_dossier dossier LEFT JOIN history ON history.dossier_id = dossier.id
    LEFT JOIN (
        SELECT DISTINCT ON (dossier_id) dossier_id, (before ->> 'received_at')::timestamptz AS received_first
        FROM dossiers_correction WHERE before ? 'received_at' ORDER BY dossier_id, round
    ) corrected ON corrected.dossier_id = dossier.id
)
SELECT code || ': ' || difference FROM differences WHERE difference <> ''
"""

# What was corrected is as its last correction says, and each one is told in the history; papers were struck and added
# by corrections of their own dossier, and a receipt was replaced only after it was printed.
CORRECTIONS_ASTRAY = f"""
WITH latest AS (
    SELECT DISTINCT ON (dossier_id, key) dossier_id, key, value
    FROM dossiers_correction, jsonb_each_text(after) ORDER BY dossier_id, key, round DESC
), counted AS (
    SELECT dossier_id, count(*) AS corrections, max(round) AS last FROM dossiers_correction GROUP BY dossier_id
), told AS (
    SELECT dossier_id, count(*) AS events FROM dossiers_dossierevent WHERE kind = 'corrected' GROUP BY dossier_id
)
SELECT code || ': corrected ' || revision || ' times, ' || coalesce(corrections, 0) || ' corrections recorded, '
       || coalesce(events, 0) || ' told in the history'
FROM dossiers_dossier dossier
LEFT JOIN counted ON counted.dossier_id = dossier.id LEFT JOIN told ON told.dossier_id = dossier.id
WHERE revision <> coalesce(corrections, 0) OR revision <> coalesce(last, 0) OR revision <> coalesce(events, 0)
UNION ALL
SELECT code || ': ' || latest.key || ' is not what its last correction says' FROM dossiers_dossier dossier
JOIN latest ON latest.dossier_id = dossier.id
WHERE latest.key IN ({", ".join(f"'{name}'" for name in (*WHO, "version_id", "sets", "copies", "receipt_version"))})
  AND to_jsonb(dossier) ->> latest.key IS DISTINCT FROM latest.value
UNION ALL
SELECT code || ': paper ' || position || ' was struck or added by a correction of another dossier'
FROM dossiers_dossierdocument document JOIN dossiers_dossier dossier ON dossier.id = document.dossier_id
JOIN dossiers_correction correction ON correction.id IN (document.struck_by_id, document.added_by_id)
WHERE correction.dossier_id <> document.dossier_id
UNION ALL
SELECT code || ': receipt ' || earlier || ' was replaced, but nobody printed it'
FROM dossiers_dossier dossier CROSS JOIN LATERAL generate_series(1, receipt_version - 1) earlier
WHERE receipt_version > 1 AND NOT EXISTS (
    SELECT FROM dossiers_slip WHERE dossier_id = dossier.id AND kind = 'receipt' AND version = earlier
)
"""

# A due date moves, later only, where the clock stood still or a DueMove says so; a correction reckons it anew.
DUE_DATES_MOVED = """
WITH last AS (
    SELECT DISTINCT ON (dossier_id) dossier_id, begun_at, due_after
    FROM dossiers_pause ORDER BY dossier_id, begun_at DESC, id DESC
), reckoned AS (
    SELECT DISTINCT ON (dossier_id) dossier_id, made_at AS reckoned_at, (after ->> 'due_at')::timestamptz AS due_anew
    FROM dossiers_correction WHERE after ? 'due_at' ORDER BY dossier_id, round DESC
), moved AS (
    SELECT dossier_id, max(due_after) AS due_after
    FROM (
        SELECT dossier_id, ended_at AS at, false AS is_anew, due_after FROM dossiers_pause WHERE ended_at IS NOT NULL
        UNION ALL
        SELECT dossier_id, made_at, false, due_after FROM dossiers_duemove
        UNION ALL
        SELECT dossier_id, reckoned_at, true, due_anew FROM reckoned
    ) _ LEFT JOIN reckoned USING (dossier_id)
    WHERE reckoned_at IS NULL OR at > reckoned_at OR is_anew
    GROUP BY dossier_id
)
SELECT code || ': due_at is not what was first promised' FROM dossiers_dossier dossier
LEFT JOIN moved ON moved.dossier_id = dossier.id WHERE moved IS NULL AND due_at <> first_due_at
UNION ALL
SELECT code || ': due_at is not what moved it last says' FROM dossiers_dossier dossier
JOIN moved ON moved.dossier_id = dossier.id WHERE due_at <> due_after
UNION ALL
SELECT code || ': its due date moved without an event' FROM dossiers_dossier dossier
JOIN dossiers_duemove move ON move.dossier_id = dossier.id
WHERE NOT EXISTS (
    SELECT FROM dossiers_dossierevent event
    WHERE event.dossier_id = dossier.id AND event.kind IN ('extended', 'recalculated') AND event.at = move.made_at
)
UNION ALL
SELECT code || ': its clock does not stand as its pauses say' FROM dossiers_dossier dossier
LEFT JOIN last ON last.dossier_id = dossier.id
WHERE paused_at IS NOT NULL AND paused_at IS DISTINCT FROM last.begun_at
   OR paused_at IS NULL AND last.dossier_id IS NOT NULL AND last.due_after IS NULL
UNION ALL
SELECT code || ': promised_at is not what its last apology says' FROM dossiers_dossier dossier
LEFT JOIN (
    SELECT dossier_id, max(promised_at) AS promised_at FROM dossiers_apology GROUP BY dossier_id
) apology ON apology.dossier_id = dossier.id
WHERE dossier.promised_at IS DISTINCT FROM apology.promised_at
UNION ALL
SELECT code || ': due before the day of reception' FROM dossiers_dossier
WHERE (due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date < (received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
"""

# One step after another without a gap, and the last one says where the dossier lies.
STEPS_ASTRAY = """
WITH step AS (
    SELECT *, lag(position, 1, 0::smallint) OVER way AS position_before, lag(ended_at) OVER way AS ended_before,
           lead(position) OVER way IS NULL AS is_last
    FROM dossiers_step WINDOW way AS (PARTITION BY dossier_id ORDER BY position)
)
SELECT dossier.code || ', step ' || position || ': ' || fault
FROM step JOIN dossiers_dossier dossier ON dossier.id = dossier_id
CROSS JOIN LATERAL (VALUES
    (CASE WHEN position <> position_before + 1 THEN 'the one before it is missing' END),
    (CASE WHEN position > 1 AND begun_at IS DISTINCT FROM ended_before
        THEN 'does not begin when the one before it ends' END),
    (CASE WHEN position = 1 AND begun_at <> received_at THEN 'does not begin with the reception' END),
    (CASE WHEN is_last AND agency_id IS DISTINCT FROM holding_agency_id AND ended_at IS NULL
        THEN 'another agency holds the dossier' END),
    (CASE WHEN is_last AND ended_at IS NULL AND desk_id NOT IN (receiving_desk_id, returning_desk_id)
        THEN 'lies at a desk that is not the dossier''s' END),
    (CASE WHEN is_last AND (ended_at IS NULL) <> (state NOT IN ('handed_back', 'withdrawn', 'stopped'))
        THEN 'has not ended as the dossier has' END)
) faults (fault) WHERE fault IS NOT NULL
UNION ALL
SELECT code || ': held by an agency without a step' FROM dossiers_dossier dossier
WHERE holding_agency_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM dossiers_step step WHERE step.dossier_id = dossier.id AND step.ended_at IS NULL)
"""

# What an enquiry became was received at its desk, not before it, and says so in its history.
ENQUIRIES_ASTRAY = """
SELECT 'enquiry ' || enquiry.id || ': became ' || dossier.code || ', ' || fault
FROM dossiers_enquiry enquiry
JOIN dossiers_dossier dossier ON dossier.id = enquiry.dossier_id
CROSS JOIN LATERAL (VALUES
    (CASE WHEN dossier.receiving_desk_id <> enquiry.desk_id THEN 'received at another desk' END),
    (CASE WHEN dossier.received_at < enquiry.made_at THEN 'received before it' END),
    (CASE WHEN NOT EXISTS (
        SELECT FROM dossiers_dossierevent event WHERE event.dossier_id = dossier.id
        AND event.kind = 'received' AND event.data ->> 'enquiry' = enquiry.number
    ) THEN 'whose history does not say so' END)
) faults (fault) WHERE fault IS NOT NULL
"""

WITHOUT_AGENCY = """
SELECT dossier.code || ': no agency is competent' FROM dossiers_dossier dossier
LEFT JOIN units_agency agency ON agency.id = dossier.competent_agency_id AND agency.kind = 'committee'
WHERE dossier.finished_at IS NULL AND agency.id IS NULL
"""
