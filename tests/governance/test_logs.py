"""Lines of the log: JSON, one request id from the page to the worker, and nothing that is nobody's business."""

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from governance import logs

ROOT = Path(__file__).resolve().parents[2]


def _line(message: object, **record: Any) -> dict[str, Any]:
    made = logging.LogRecord("portal", logging.INFO, "", 0, message, (), record.get("exc_info"))
    told: dict[str, Any] = json.loads(logs.formatter().format(made))
    return told


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("GET /records/?q=garage+door", "GET /records/"),
        (
            "GET /account/password/reset/key/3-set-password/",
            "GET /account/password/reset/key/3-set-password/",
        ),
        (
            "GET /account/password/reset/key/3-d4q1xk-1f00aa33bb44cc55dd66/",
            "GET /account/password/reset/key/…/",
        ),
        ("POST /write/7/", "POST /write/7/"),
    ],
)
def test_an_address_is_told_without_query_and_keys(address: str, told: str) -> None:
    assert logs.path_alone(address) == told


def test_a_row_that_postgresql_shows_is_not_told() -> None:
    try:
        raise ValueError("duplicate key\nDETAIL:  Failing row contains (7, Lock your garage door).")
    except ValueError:
        line = _line("broken", exc_info=sys.exc_info())

    assert "garage" not in json.dumps(line)
    assert "duplicate key" in line["exception"]


def test_a_line_names_logger_level_and_moment() -> None:
    line = _line("hello")

    assert (line["event"], line["logger"], line["level"]) == ("hello", "portal", "info")
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ({"event": "task_started"}, False),
        ({"event": "task_started", "request_id": "r"}, True),
        ({"event": "pass_failed"}, True),
    ],
)
def test_ticks_of_beat_are_told_only_when_a_request_began_them(told: dict[str, str], kept: bool) -> None:
    record = logging.LogRecord("portal", logging.INFO, "", 0, told, (), None)

    assert logs.WithoutTicks().filter(record) is kept


@pytest.fixture
def worker(committed_db: str, tmp_path: Path) -> Iterator[Path]:
    """A real worker's log."""
    path = tmp_path / "worker.log"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "governance.settings",
        "DATABASE_URL": f"{os.environ['TEST_APP_URL'].rpartition('/')[0]}/{committed_db}",
        "REDIS_URL": os.environ["TEST_REDIS_URL"],
        "VAR_FOLDER": str(tmp_path),
        "LOG_LEVEL": "INFO",
    }
    command = [sys.executable, "-m", "celery", "--app", "governance.celery:app", "worker", "--pool", "solo"]
    with path.open("wb") as log:
        process = subprocess.Popen(
            [*command, "--without-gossip", "--without-mingle", "--queues", "of-this-test"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
    yield path
    process.terminate()
    process.wait(timeout=20)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines() if line.startswith("{")]


def test_the_worker_tells_the_request_that_nudged_it(worker: Path) -> None:
    from celery import Celery
    from django_structlog.celery.receivers import CeleryReceiver

    receiver = CeleryReceiver()
    receiver.connect_signals()
    sender = Celery("sender", broker=os.environ["TEST_REDIS_URL"])
    structlog.contextvars.bind_contextvars(request_id="one-request")
    try:
        sender.send_task("governance.tasks.heartbeat", queue="of-this-test", ignore_result=True)
    finally:
        structlog.contextvars.clear_contextvars()

    deadline = time.monotonic() + 40
    told: list[dict[str, Any]] = []
    while not told and time.monotonic() < deadline:
        time.sleep(0.2)
        told = [line for line in _lines(worker) if line.get("request_id") == "one-request"]
    assert {line["event"] for line in told} >= {"task_started"}
    assert all(line["task_id"] for line in told)
