"""What must hold of slips, lists and mail, for `verify`."""

SLIPS_CHANGED = """
SELECT coalesce(dossier.code, 'enquiry ' || slip.enquiry_id) || ': slip ' || slip.kind || ' ' || slip.version
    || ' differs from its sha256'
FROM dossiers_slip slip LEFT JOIN dossiers_dossier dossier ON dossier.id = slip.dossier_id
WHERE encode(sha256(slip.content), 'hex') <> slip.sha256
"""

# What is printed on them came from one office to one desk, and stays as it was printed.
HANDOVER_LISTS_ASTRAY = """
SELECT unit.name || ' (' || unit.code || '), ' || list.number || '/' || list.year || ': ' || fault
FROM dossiers_handoverlist list JOIN units_administrativeunit unit ON unit.id = list.unit_id
CROSS JOIN LATERAL (VALUES
    (CASE WHEN encode(sha256(list.content), 'hex') <> list.sha256 THEN 'differs from its sha256' END),
    (CASE WHEN list.number > 1 AND NOT EXISTS (
        SELECT FROM dossiers_handoverlist before
        WHERE before.unit_id = list.unit_id AND before.year = list.year AND before.number = list.number - 1
    ) THEN 'nobody has the number before it' END),
    (CASE WHEN NOT EXISTS (SELECT FROM dossiers_handoverentry WHERE list_id = list.id) THEN 'is empty' END),
    (CASE WHEN EXISTS (
        SELECT FROM dossiers_handoverentry entry JOIN dossiers_step step ON step.id = entry.step_id
        LEFT JOIN dossiers_step before
            ON before.dossier_id = step.dossier_id AND before.position = step.position - 1
        WHERE entry.list_id = list.id
          AND (step.desk_id IS DISTINCT FROM list.desk_id OR before.agency_id IS DISTINCT FROM list.agency_id)
    ) THEN 'names a result that went another way' END)
) faults (fault) WHERE fault IS NOT NULL
"""

# A mail is written together with the job that sends it.
MAILS_WITHOUT_A_JOB = """
SELECT 'mail ' || mail.id || ' (' || mail.key || '): not sent, and no job will' FROM jobs_mail mail
WHERE mail.sent_at IS NULL AND NOT EXISTS (
    SELECT FROM django_tasks_database_dbtaskresult job
    WHERE job.task_path = 'jobs.outbox.send' AND job.finished_at IS NULL
      AND job.args_kwargs -> 'args' ->> 0 = mail.id::text
)
"""
