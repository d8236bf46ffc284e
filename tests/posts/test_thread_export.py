"""A thread is released as one file: the record of each part in order, checked offline, alone and together."""

import io
import json
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from governance.cast import Cast
from posts.models import Status
from records.models import Record
from tests.posts.desks import signed_in
from tests.posts.test_threads_out import Out, drain, fault, thread
from tests.records.conftest import sign


def _export(cast: Cast, post_id: int, to: Path) -> Path:
    """From the page of its newest record, unpacked."""
    record = Record.objects.filter(post_id=post_id).latest("pk")
    answer: Any = signed_in(cast.whitfield).get(f"/records/{record.number}/export/")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        archive.extractall(to)
    (folder,) = to.iterdir()
    return folder


def _verify(folder: Path) -> tuple[int, str]:
    """As a stranger would: no portal, no packages, no environment."""
    command = [sys.executable, "-I", "-S", str(folder / "verify.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={}, timeout=120)
    return done.returncode, done.stdout + done.stderr


def _exchange_places(folder: Path) -> None:
    """Tell the second part as the first, without a contradiction in the folder itself."""
    (folder / "part-01").rename(folder / "part-1x")
    (folder / "part-02").rename(folder / "part-01")
    (folder / "part-1x").rename(folder / "part-02")
    told = json.loads((folder / "thread.json").read_text())
    first, second = told["parts"][:2]
    first["record"], second["record"] = second["record"], first["record"]
    (folder / "thread.json").write_text(json.dumps(told))


def test_a_thread_is_exported_in_order_and_verifies_offline(
    out: Out, early: datetime, tmp_path: Path
) -> None:
    post, texts = thread(out, early)
    assert drain(post).status == Status.PUBLISHED
    sign(at=early)
    folder = _export(out[0], post.pk, tmp_path)
    code, said = _verify(folder)
    assert code == 0, said
    assert [(folder / f"part-0{number}" / "text.txt").read_text() for number in (1, 2, 3)] == texts
    assert "part-03 was sent as a reply to part-02" in said
    assert "exactly these parts in this order were submitted" in said
    assert _verify(folder / "part-02")[0] == 0

    _exchange_places(folder)
    code, said = _verify(folder)
    assert code == 1 and "these parts in this order are not what was submitted" in said
    assert "a part is not the one it is told to be" in said
    _exchange_places(folder)
    (folder / "part-03" / "text.txt").write_text("Other words.")
    code, said = _verify(folder)
    assert code == 1 and "WRONG part-03 does not hold" in said


def test_what_is_out_of_a_thread_is_exported_and_what_is_missing_is_named(
    out: Out, early: datetime, tmp_path: Path
) -> None:
    post, texts = thread(out, early)
    fault(out, texts[2], "reject_before", status=400)
    assert drain(post).status == Status.PARTLY_OUT
    sign(at=early)
    code, said = _verify(_export(out[0], post.pk, tmp_path))
    assert code == 0 and "note  without a record here: part 3" in said


def test_a_post_that_is_no_thread_is_exported_alone(out: Out, early: datetime, tmp_path: Path) -> None:
    post, texts = thread(out, early, parts=1)
    assert drain(post).status == Status.PUBLISHED
    sign(at=early)
    folder = _export(out[0], post.pk, tmp_path)
    assert (folder / "text.txt").read_text() == texts[0] and _verify(folder)[0] == 0
