"""What tests counted, told at the end of a run to whoever reads it, from whichever worker counted it."""

from typing import Any

import pytest

_told: list[str] = []


def tell(line: str) -> None:
    """One sentence for the end of the run."""
    _told.append(line)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker passes on what it has to tell."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["counted"] = list(_told)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A worker has ended; one that died has nothing to tell."""
    _told.extend(getattr(node, "workeroutput", {}).get("counted", ()))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What was counted, a line each."""
    for line in _told:
        terminalreporter.write_line(line)
