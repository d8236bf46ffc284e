"""What the checks read by is loaded before servers and workers fork, so that nobody's first text waits for it."""

import os
import subprocess
import sys

import pytest

TOLD = """
from directives.texts import meaning
{begun}
print(meaning.model.cache_info().currsize)
"""


@pytest.mark.parametrize(
    "begun",
    [
        "from governance import serving; serving.on_starting(None)",
        "from celery import signals; import governance.celery; signals.worker_init.send(sender=None)",
    ],
    ids=["web server", "worker"],
)
def test_weights_and_vectors_are_read_as_it_starts(begun: str) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(
        [sys.executable, "-c", TOLD.format(begun=begun)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["1"], done.stderr
