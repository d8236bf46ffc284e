"""What publishing is measured with: a training network that answers, workers and beat, as the portal starts them."""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import requests
from django.conf import settings

from accounts.models import AccountStatus, Credential, OutletAccount
from bench import bare
from bench.ground import ROOT
from governance.cast import Cast, training_keys
from governance.embedded import ports
from governance.portal import FOR_URGENT, PUBLISHERS
from governance.supervisor import Child, Supervisor

_EVERY = 0.05
_PATIENCE_SECONDS = 240.0


class TooSlow(Exception):
    """What was waited for did not happen in minutes."""


@dataclass(frozen=True, kw_only=True)
class Network:
    """A running training network."""

    url: str
    pid: int

    def register(self, account: OutletAccount) -> None:
        """Make it know an account by the keys that the cast uses."""
        wish = {
            "user_id": account.external_id,
            "username": account.handle,
            "name": account.display_name,
            "description": "Of the bench",
            **training_keys(external_id=account.external_id),
        }
        requests.post(f"{self.url}/_sandbox/accounts", json=wish, timeout=10).raise_for_status()

    def arrivals(self) -> dict[str, datetime]:
        """When each post that was accepted arrived, by its number on the network."""
        told: list[dict[str, Any]] = requests.get(f"{self.url}/_sandbox/accepted", timeout=30).json()[
            "accepted"
        ]
        return {one["id"]: datetime.fromisoformat(one["arrived_at"]) for one in told}


@contextlib.contextmanager
def network(*, folder: Path) -> Iterator[Network]:
    """A training network of the bench's own, to which this process and whatever it starts now send."""
    folder.mkdir(parents=True, exist_ok=True)
    port = ports.free_port()
    before, url = settings.TRAINING_URL, f"http://{ports.LOOPBACK}:{port}"
    supervisor = Supervisor(folder=folder / "network", working_folder=ROOT, say=lambda line: None)
    state = folder / "sandbox.sqlite3"
    for left_over in folder.glob(f"{state.name}*"):
        left_over.unlink()  # of a measurement before this one: it would call the same words said twice
    command = (sys.executable, "-m", "sandbox", "--port", str(port), "--state", str(state))
    try:
        supervisor.start(
            Child(
                name="sandbox",
                command=command,
                environment=dict(os.environ),
                ready=lambda: ports.accepts(port=port),
            )
        )
        settings.TRAINING_URL = os.environ["TRAINING_URL"] = url
        yield Network(url=url, pid=supervisor.pid("sandbox"))
    finally:
        settings.TRAINING_URL = before
        os.environ.pop("TRAINING_URL", None)
        supervisor.stop()


@contextlib.contextmanager
def workers(*, folder: Path) -> Iterator[dict[str, int]]:
    """The portal's workers, the one for what is urgent, and beat: the process of each by its name."""
    supervisor = Supervisor(folder=folder / "fleet", working_folder=ROOT, say=lambda line: None)
    celery = (sys.executable, "-m", "celery", "--app", "governance.celery:app")
    worker = (*celery, "worker", "--include", "bench.bare", "--without-gossip", "--without-mingle")
    commands = {
        "worker": (*worker, "--concurrency", str(PUBLISHERS), "--hostname", "worker@bench"),
        "urgent": (*worker, "--concurrency", str(FOR_URGENT), "--hostname", "urgent@bench", "-Q", "urgent"),
        "beat": (*celery, "beat", "--schedule", str(folder / "beat"), "--pidfile="),
    }
    try:
        for name, command in commands.items():
            supervisor.start(Child(name=name, command=command, environment=dict(os.environ)))
        yield {name: supervisor.pid(name) for name in commands}
    finally:
        supervisor.stop()


def accounts(*, engaged: Cast, of: Network, how_many: int, at: datetime) -> list[OutletAccount]:
    """Accounts of the 14th District beside its own, which the network knows as well."""
    own = engaged.accounts["014"]
    of.register(own)
    made = OutletAccount.objects.bulk_create(
        OutletAccount(
            agency=own.agency,
            unit=own.unit,
            network=own.network,
            handle=f"bench{number}",
            display_name=f"Bench {number}",
            external_id=bare.account_number(number),
            status=AccountStatus.ACTIVE,
        )
        for number in range(how_many)
    )
    for account in made:
        keys = training_keys(external_id=account.external_id)
        Credential.objects.create(account=account, **keys, connected_at=at)
        of.register(account)
    return made


def until(done: Callable[[], bool]) -> float:
    """The moment of the performance counter at which something was so. Raises TooSlow."""
    deadline = time.perf_counter() + _PATIENCE_SECONDS
    while not done():
        if time.perf_counter() > deadline:
            raise TooSlow
        time.sleep(_EVERY)
    return time.perf_counter()
