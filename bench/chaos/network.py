"""The controls of the campaign's sandbox, and the truth of what it accepted."""

import time
from dataclasses import dataclass
from typing import Any

import requests


@dataclass(frozen=True)
class Network:
    """One running sandbox."""

    base_url: str

    def control(self, method: str, path: str, wish: object = None, **query: str) -> Any:
        """Ask for something that X does not have. Raises requests.HTTPError with the sandbox's sentence."""
        answer = requests.request(
            method, f"{self.base_url}/_sandbox/{path}", json=wish, params=query, timeout=15
        )
        if not answer.ok:
            raise requests.HTTPError(answer.text, response=answer)
        return answer.json()

    def plan(self, *, effect: dict[str, Any], match: dict[str, str], times: int = 1) -> int:
        """Let something go wrong; the number of the fault."""
        told = self.control("POST", "faults", {"match": match, "times": times, "effect": effect})
        return int(told["id"])

    def close(self, *, seconds: float) -> None:
        """Every connection is refused for a while, the controls' too; returns when that is over."""
        self.control("POST", "faults", {"effect": {"name": "refuse_connection", "seconds": seconds}})
        time.sleep(seconds + 0.2)

    def move_on(self, *, seconds: float) -> None:
        """Its clock runs on ahead: what is late by then is accepted with the next request."""
        self.control("POST", "clock", {"advance": seconds})

    def taken(self) -> dict[int, int]:
        """How often each planned fault happened, by its number."""
        return {one["id"]: one["taken"] for one in self.control("GET", "faults")["faults"]}

    def accepted(self) -> list[dict[str, Any]]:
        """Every post that was accepted, oldest first, whatever its sender was told."""
        told: list[dict[str, Any]] = self.control("GET", "accepted")["accepted"]
        return told
