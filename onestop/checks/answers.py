"""What must hold of what citizens answered, for `verify`."""

# The roll and the ballot box know nothing of each other, but they hold as many. A card need not name a dossier.
ANSWERS_ASTRAY = """
WITH rated AS (
    SELECT dossier.returning_desk_id AS desk_id, version.procedure_id,
           date_trunc('month', dossier.finished_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS month, count(*) AS surveys
    FROM satisfaction_survey survey
    JOIN dossiers_dossier dossier ON dossier.id = survey.dossier_id
    JOIN procedures_procedureversion version ON version.id = dossier.version_id
    GROUP BY 1, 2, 3
), answered AS (
    SELECT desk_id, procedure_id, month, count(*) AS answers
    FROM satisfaction_answer WHERE is_of_dossier GROUP BY 1, 2, 3
), batch AS (
    SELECT batch.*, (SELECT count(*) FROM satisfaction_answer WHERE batch_id = batch.id) AS answers,
           (SELECT count(*) FROM satisfaction_card WHERE batch_id = batch.id) AS cards
    FROM satisfaction_cardbatch batch
), astray AS (
    SELECT desk_id, procedure.code || ' of ' || to_char(month, 'MM/YYYY') || ': ' || coalesce(surveys, 0)
           || ' dossiers rated, ' || coalesce(answers, 0) || ' answers' AS fault
    FROM rated FULL JOIN answered USING (desk_id, procedure_id, month)
    JOIN procedures_procedure procedure ON procedure.id = procedure_id
    WHERE surveys IS DISTINCT FROM answers
    UNION ALL
    SELECT desk_id, 'envelope "' || label || '": ' || card_count || ' cards, ' || answers || ' answers, no reason given'
    FROM batch WHERE sealed_at IS NOT NULL AND card_count <> answers AND difference = ''
    UNION ALL
    SELECT desk_id, 'envelope "' || label || '": sealed, but ' || cards || ' cards are left in it'
    FROM batch WHERE sealed_at IS NOT NULL AND cards > 0
    UNION ALL
    SELECT desk_id, 'envelope "' || label || '": not sealed, but ' || answers || ' answers came out of it'
    FROM batch WHERE sealed_at IS NULL AND answers > 0
)
SELECT unit.name || ' (' || unit.code || '): ' || fault
FROM astray
JOIN units_servicedesk desk ON desk.id = desk_id
JOIN units_administrativeunit unit ON unit.id = desk.unit_id
"""
