"""What must hold of feedback, for `verify`: its history, and that nobody is told from what everybody reads."""

from collections.abc import Iterator

from procedures.feedback_wording import traces
from procedures.models import Feedback

HISTORY_DIFFERS = """
SELECT 'PAKN-' || feedback.id || ': ' || fault
FROM procedures_feedback feedback
LEFT JOIN LATERAL (
    SELECT deed FROM procedures_feedbackevent event
    WHERE event.feedback_id = feedback.id AND deed IN ('received', 'answered', 'declined') ORDER BY id DESC LIMIT 1
) answering ON true
LEFT JOIN LATERAL (
    SELECT deed FROM procedures_feedbackevent event
    WHERE event.feedback_id = feedback.id AND deed IN ('published', 'taken_back') ORDER BY id DESC LIMIT 1
) publishing ON true
CROSS JOIN LATERAL (VALUES
    (CASE WHEN answering.deed IS DISTINCT FROM feedback.state THEN 'its state is not what its history says' END),
    (CASE WHEN (feedback.published_at IS NOT NULL) <> (coalesce(publishing.deed, '') = 'published')
        THEN 'whether it is published is not what its history says' END)
) faults (fault) WHERE fault IS NOT NULL
"""


def telling_who() -> Iterator[str]:
    for feedback in Feedback.objects.published().iterator(chunk_size=1000):
        found = traces(feedback.public_text, feedback)
        if found or traces(feedback.public_answer, feedback, of_anybody=False):
            yield f"{feedback.number}: what everybody reads tells who somebody is"
