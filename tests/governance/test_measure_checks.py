"""manage.py measure_checks: labelled posts in, a table of rates out."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

POSTS = (
    {
        "id": "one",
        "text": "Two men were arrested and charged with burglary.",
        "written_on": "2026-05-01",
        "labels": ["arrest"],
        "wording": "direct",
    },
    {"id": "two", "text": "Coffee at ten, all are welcome.", "written_on": "2026-05-01", "labels": []},
)


def measured(*, folder: Path, lines: list[str]) -> subprocess.CompletedProcess[str]:
    """As whoever has the folder and nothing else runs it: no database, no secret, no setting."""
    file = folder / "posts.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "manage.py", "measure_checks", str(file), "--json"]
    return subprocess.run(
        command, cwd=ROOT, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, timeout=60
    )


def test_it_prints_rates_with_counts_and_intervals_and_needs_no_portal(tmp_path: Path) -> None:
    table = json.loads(measured(folder=tmp_path, lines=[json.dumps(post) for post in POSTS]).stdout)
    assert set(table) == {"labels", "pooled", "clean_with_findings", "clean_routed", "by_group"}
    arrest = table["labels"]["arrest"]
    assert arrest["positives"] == 1
    assert arrest["recall_direct"] == {"rate": 1.0, "count": 1, "of": 1, "low": 0.2065, "high": 1.0}
    assert arrest["recall_indirect"]["rate"] is None
    assert table["clean_with_findings"]["of"] == 1


def test_a_line_that_is_no_labelled_post_is_named(tmp_path: Path) -> None:
    ran = measured(folder=tmp_path, lines=[json.dumps(POSTS[0]), "{not json"])
    assert ran.returncode == 1
    assert "2" in ran.stderr
