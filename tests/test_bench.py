"""What the bench measures with."""

import os
import subprocess
import sys

import pytest

from bench.processes import Processor
from bench.tables import Budget

BUSY = "import time\nwhile time.process_time() < 0.3: pass\nprint('done', flush=True)\n"


@pytest.fixture
def processor():
    """Of this process's children, from here on."""
    processor = Processor(os.getpid())
    processor.start()
    return processor


def test_a_child_that_has_ended_is_counted(processor):
    subprocess.run([sys.executable, "-c", BUSY], check=True, capture_output=True)
    assert 250 < processor.spent() < 600


def test_a_child_that_lives_is_counted(processor):
    with subprocess.Popen([sys.executable, "-c", f"{BUSY}input()"], stdin=-1, stdout=-1) as child:
        child.stdout.readline()
        assert 250 < processor.spent() < 600
        processor.start()
        assert processor.spent() < 50
        child.communicate(b"\n")


@pytest.mark.parametrize(
    ("measured", "is_least", "holds"), [(3, False, True), (3.1, False, False), (3, True, True), (2.9, True, False)]
)
def test_a_budget_holds_up_to_its_bound(measured, is_least, holds):
    assert Budget("intake", measured, 3, is_least=is_least).holds == holds
