"""The brief campaign: every fault once while a hundred posts go out, counted from what the network accepted."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from governance import installation

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SECONDS = 600
WRITTEN = (
    "approved", "traps", "accepted", "duplicated", "lost", "traps_accepted", "bytes_differ", "unknown_unexplained",
    "records", "seconds_to_drain", "kills", "faults", "naive",
)  # fmt: skip
"""What whoever reads the file may rely on."""


@pytest.mark.xdist_group("campaign")
def test_a_hundred_posts_survive_every_fault(tmp_path: Path) -> None:
    out = tmp_path / "chaos.json"

    ran = subprocess.run(
        [sys.executable, "-m", "bench.chaos", "--brief", "--out", str(out)],
        cwd=ROOT,
        env=installation.without_settings(os.environ),
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST_SECONDS,
    )

    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]
    told = json.loads(out.read_text())
    assert set(told) == set(WRITTEN)
    assert told["approved"] == 100
    promised = ("duplicated", "lost", "traps_accepted", "bytes_differ", "unknown_unexplained")
    assert [told[name] for name in promised] == [0] * len(promised)
    assert told["records"] == told["accepted"]
