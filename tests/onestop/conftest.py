import pytest
from django.core.management import call_command


@pytest.fixture
def verify(capsys, settings, tmp_path):
    """Run it: (exit status, lines of checks, lines of faults)."""
    settings.MEDIA_ROOT = tmp_path

    def run():
        status = 0
        try:
            call_command("verify")
        except SystemExit as end:
            status = end.code
        printed = capsys.readouterr()
        return status, printed.out.splitlines(), printed.err.splitlines()

    return run
