"""What must hold of lists that were taken out as files, for `verify`."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection

from dossiers.export_jobs import path_of
from dossiers.models import Export, ExportState

# An export that waits is written together with the job that makes it.
WITHOUT_A_JOB = """
SELECT id FROM dossiers_export export
WHERE state = 'waiting' AND NOT EXISTS (
    SELECT FROM django_tasks_database_dbtaskresult job
    WHERE job.task_path = 'dossiers.export_jobs.make' AND job.finished_at IS NULL
      AND job.args_kwargs -> 'args' ->> 0 = export.id::text
)
ORDER BY id
"""


def exports_astray() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_A_JOB)
        yield from (f"export {key}: waits, and no job will make it" for (key,) in cursor)
    kept = {path_of(export) for export in Export.objects.filter(state=ExportState.READY)}
    there = {path for path in settings.EXPORTS_ROOT.glob("*") if path.is_file()}
    yield from (f"export {path.stem}: its file is not there" for path in sorted(kept - there))
    yield from (f"export {path.stem}: its file is there, and should not be" for path in sorted(there - kept))
