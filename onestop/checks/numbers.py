"""What must hold of codes, numbers and counters, for `verify`."""

# A number taken: by a code given here, or by an imported one that reads like one of ours.
TAKEN = r"""
WITH read AS MATERIALIZED (
    SELECT code, left(code, -12) AS prefix, substr(right(code, 12), 2, 6) AS written, right(code, 4)::int AS number
    FROM dossiers_dossier
    WHERE is_imported AND right(code, 12) ~ '^-\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])-\d{4}$'
), dated AS (
    SELECT *, make_date(2000 + left(written, 2)::int, substr(written, 3, 2)::int, 1) + right(written, 2)::int - 1 AS day
    FROM read
), taken AS (
    SELECT code, numbering_agency_id AS agency_id, numbered_on AS day, number, false AS is_imported
    FROM dossiers_dossier WHERE NOT is_imported
    UNION ALL
    SELECT dated.code, agency_code.agency_id, dated.day, dated.number, true
    FROM dated JOIN units_agencycode agency_code ON agency_code.code = dated.prefix
     AND dated.day BETWEEN coalesce(agency_code.valid_from, '-infinity') AND coalesce(agency_code.valid_to, 'infinity')
    WHERE dated.number > 0 AND to_char(dated.day, 'YYMMDD') = dated.written
)
"""

ILL_FORMED = r"""
SELECT code || ': is not well formed' FROM dossiers_dossier WHERE code !~ '^[A-Za-z0-9.-]{1,64}$'
UNION ALL
SELECT code || ': does not end in the day and number it was given' FROM dossiers_dossier
WHERE NOT is_imported AND (
    right(code, 12) IS DISTINCT FROM to_char(numbered_on, '-YYMMDD-') || to_char(number, 'FM0000')
    OR numbered_on <> (received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    AND NOT EXISTS (
        SELECT FROM dossiers_correction WHERE dossier_id = dossiers_dossier.id AND after ? 'received_at'
    )
)
UNION ALL
SELECT code || ': stands ' || count(*) || ' times' FROM dossiers_dossier GROUP BY code HAVING count(*) > 1
"""

# The counter goes on after what was imported, so the number before one given here is always somebody's.
GAPS = f"""{TAKEN}
SELECT code || ': nobody has the number ' || number - 1 || ' of that day'
FROM (
    SELECT *, max(number) OVER (
        PARTITION BY agency_id, day ORDER BY number RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS before
    FROM taken
) following
WHERE NOT is_imported AND coalesce(before, 0) < number - 1
"""

COUNTERS_BEHIND = f"""{TAKEN}
SELECT max(taken.code) || ': the counter of that day stands at ' || coalesce(max(counter.last), 0)
FROM taken LEFT JOIN dossiers_dossiercounter counter USING (agency_id, day)
GROUP BY agency_id, day HAVING max(taken.number) > coalesce(max(counter.last), 0)
"""

# What was received on paper was typed in later, and its one event of reception says the same.
FROM_BOOK_WRONG = """
SELECT code || ': entered from the paper book before it was received' FROM dossiers_dossier
WHERE entered_from_book_at < received_at
UNION ALL
SELECT code || ': number ' || paper_number || ' of the paper book, its event says otherwise'
FROM dossiers_dossier dossier
WHERE entered_from_book_at IS NOT NULL AND NOT EXISTS (
    SELECT FROM dossiers_dossierevent event
    WHERE event.dossier_id = dossier.id AND event.kind = 'received'
      AND event.data ->> 'paper_number' = dossier.paper_number
      AND (event.data ->> 'entered_at')::timestamptz = dossier.entered_from_book_at
)
"""
