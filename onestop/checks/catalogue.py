"""What must hold of procedures and their postings, for `verify`."""

from procedures.actions import POSTED_AHEAD

VERSIONS_AT_ONCE = """
SELECT procedure.code || ': two versions in force at once, ' || one.id || ' and ' || other.id
FROM procedures_procedureversion one
JOIN procedures_procedureversion other ON other.procedure_id = one.procedure_id AND other.id > one.id
 AND daterange(one.valid_from, one.valid_to, '[]') && daterange(other.valid_from, other.valid_to, '[]')
JOIN procedures_procedure procedure ON procedure.id = one.procedure_id
"""

CASES_ASTRAY = """
SELECT dossier.code || ': its case is of another version'
FROM dossiers_dossier dossier
JOIN procedures_procedurecase chosen ON chosen.id = dossier.case_id AND chosen.version_id <> dossier.version_id
"""

# That its version ended before it was put up is no fault: decisions are often published after the day they hold from.
POSTED_WRONGLY = f"""
SELECT procedure.code || ' at ' || unit.name || ' (' || unit.code || '): ' || fault
FROM procedures_posting posting
JOIN procedures_procedureversion version ON version.id = posting.version_id
JOIN procedures_procedure procedure ON procedure.id = version.procedure_id
JOIN units_servicedesk desk ON desk.id = posting.desk_id
JOIN units_administrativeunit unit ON unit.id = desk.unit_id
CROSS JOIN LATERAL (VALUES
    (CASE WHEN posting.place = 'board' AND procedure.level <>
        CASE WHEN unit.kind IN ('province', 'district') THEN unit.kind ELSE 'commune' END
        THEN 'hangs at a desk of another level' END),
    (CASE WHEN posting.posted_on < version.valid_from - {POSTED_AHEAD.days}
        THEN 'posted long before its version is in force' END),
    (CASE WHEN NOT daterange(unit.valid_from, unit.valid_to, '[]') @> posting.posted_on
        THEN 'posted when there was no such unit' END)
) faults (fault) WHERE fault IS NOT NULL
"""
