"""A real sandbox process for tests, and accounts on it that no other test uses."""

import itertools
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from outlets.credential import OAuth1Credential

ROOT = Path(__file__).resolve().parents[2]
_numbers = itertools.count(9_000_001)


@dataclass(frozen=True)
class Account:
    """An account registered on the sandbox."""

    user_id: str
    username: str
    credential: OAuth1Credential


@dataclass(frozen=True)
class Ground:
    """The controls of one running sandbox."""

    base_url: str
    state: Path

    def control(self, method: str, path: str, json: object = None, **query: str) -> Any:
        """Call a control and give its answer; fails the test when it refuses."""
        answer = requests.request(
            method, f"{self.base_url}/_sandbox/{path}", json=json, params=query, timeout=10
        )
        assert answer.ok, answer.text
        return answer.json()

    def account(self, *, consumer_key: str = "consumer-of-tests") -> Account:
        """A new account, of an application that all tests share unless another is named."""
        user_id = str(next(_numbers))
        keys = {
            "consumer_key": consumer_key,
            "consumer_secret": "consumer-secret-of-tests",
            "access_token": f"{user_id}-token",
            "access_token_secret": f"token-secret-{user_id}",
        }
        wish = {"user_id": user_id, "username": f"Unit{user_id}", "name": f"Unit {user_id}"}
        self.control("POST", "accounts", {**wish, **keys, "description": "Invented for a test"})
        return Account(user_id=user_id, username=wish["username"], credential=OAuth1Credential(**keys))

    def fault(
        self, account: Account, effect: dict[str, Any] | str, *, nth: int = 1, times: int = 1, **match: str
    ) -> None:
        """Plan trouble for this account alone."""
        match = {"account": account.user_id, **match}
        self.control("POST", "faults", {"match": match, "nth": nth, "times": times, "effect": effect})

    def advance(self, seconds: float) -> None:
        """Move the sandbox's clock on."""
        self.control("POST", "clock", {"advance": seconds})

    def accepted(self, account: Account) -> list[dict[str, Any]]:
        """The truth of what this account posted."""
        posts: list[dict[str, Any]] = self.control("GET", "accepted", account=account.user_id)["accepted"]
        return posts


def spawn(state: Path, *, port: str = "0", stderr: int | None = None) -> subprocess.Popen[str]:
    """The sandbox in a process of its own; port 0 is a free one."""
    return subprocess.Popen(
        [sys.executable, "-m", "sandbox", "--port", port, "--state", str(state)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    )


def start(state: Path) -> tuple[subprocess.Popen[str], Ground]:
    """A sandbox on a free port, ready to answer."""
    process = spawn(state)
    assert process.stdout is not None
    port = process.stdout.readline().split()[-1]
    return process, Ground(base_url=f"http://127.0.0.1:{port}", state=state)


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """One sandbox for the session."""
    process, running = start(tmp_path_factory.mktemp("sandbox") / "state.sqlite3")
    yield running
    process.terminate()
    assert process.wait(timeout=10) == 0


@pytest.fixture
def moving(ground: Ground) -> Iterator[Ground]:
    """The sandbox whose clock and periods this test may change; afterwards they are X's again."""
    yield ground
    ground.control("POST", "clock", {"at": None})
    ground.control("POST", "periods", {})


@pytest.fixture
def account(ground: Ground) -> Account:
    """An account of this test's own."""
    return ground.account()
