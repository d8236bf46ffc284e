"""The controls of the training network: the department's accounts on it, its clock, and trouble on demand."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import requests

from accounts.models import Credential, CredentialKind, Network, OutletAccount

SECONDS = 10
_KEYS = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")


class NoTrainingNetwork(Exception):
    """The training network does not answer, or refuses what it is told."""


@dataclass(frozen=True)
class TrainingGround:
    """One running training network; `url` is TRAINING_URL."""

    url: str

    def register(self, *, account: OutletAccount, credential: Credential) -> None:
        """Make an account known there with the keys that the portal signs with; may be done again."""
        keys = {name: getattr(credential, name) for name in _KEYS}
        self._tell(
            "accounts",
            {
                "user_id": account.external_id,
                "username": account.handle,
                "name": account.display_name,
                "description": "Invented for training. No police department writes here.",
                **keys,
            },
        )

    @contextmanager
    def in_the_past(self) -> Iterator[None]:
        """Whatever happens inside, the present is the present again afterwards, and no trouble is left planned."""
        try:
            yield
        finally:
            self.set_clock(at=None)
            self._call("DELETE", "faults", None)

    def set_clock(self, *, at: datetime | None) -> None:
        """What the network takes for now; None is the real time."""
        self._tell("clock", {"at": None if at is None else at.isoformat()})

    def plan_trouble(self, *, account: OutletAccount, effect: Mapping[str, object]) -> None:
        """What happens to the next post of an account."""
        match = {"account": account.external_id, "method": "POST"}
        self._tell("faults", {"match": match, "times": 1, "effect": effect})

    def _tell(self, path: str, wish: Mapping[str, object]) -> None:
        self._call("POST", path, wish)

    def _call(self, method: str, path: str, wish: Mapping[str, object] | None) -> None:
        try:
            answer = requests.request(method, f"{self.url}/_sandbox/{path}", json=wish, timeout=SECONDS)
        except requests.RequestException as silent:
            raise NoTrainingNetwork("The training network does not answer; make run starts it.") from silent
        if not answer.ok:
            raise NoTrainingNetwork(f"The training network refused '{path}': {answer.text[:200]}")


def register_training_accounts(*, ground: TrainingGround) -> int:
    """Make every account that practises known on the training network; returns how many.

    May be done at each start: a network that has forgotten everything works again afterwards.
    """
    practising = Credential.objects.filter(
        account__network=Network.TRAINING, kind=CredentialKind.OAUTH1
    ).select_related("account")
    for credential in practising:
        ground.register(account=credential.account, credential=credential)
    return len(practising)
