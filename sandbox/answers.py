"""What the sandbox sends back: answers, and refusals in the words X uses."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

PROBLEMS = "https://api.x.com/2/problems/"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """`line` says what becomes of the connection: the answer arrives, breaks off half-way, or never comes, the
    connection being closed or reset. `closes_seconds`: how long nobody is let in from now on.
    """

    status: int
    body: bytes
    content_type: str = "application/json; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    line: Literal["good", "cut", "reset", "closed"] = "good"
    closes_seconds: float = 0


def as_json(value: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    return Answer(status=status, body=json.dumps(value).encode(), headers=headers or {})


class Refused(Exception):
    """A request that is not done. Carries the answer X would give."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__(answer.status)


def plain(status: int, title: str, detail: str) -> Refused:
    return Refused(
        as_json({"title": title, "detail": detail, "type": "about:blank", "status": status}, status=status)
    )


def unauthorized() -> Refused:
    """X does not say which part of a signature was wrong."""
    return plain(401, "Unauthorized", "Unauthorized")


def forbidden(detail: str) -> Refused:
    return plain(403, "Forbidden", detail)


def unsupported_authentication() -> Refused:
    """An application by itself asks for what takes an account."""
    body = {
        "title": "Unsupported Authentication",
        "detail": "Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint.  Supported "
        "authentication types are [OAuth 1.0a User Context, OAuth 2.0 User Context].",
        "type": f"{PROBLEMS}unsupported-authentication",
        "status": 403,
    }
    return Refused(as_json(body, status=403))


def coded(code: int, message: str, *, status: int = 403) -> Refused:
    """A refusal in the older style, with a number."""
    return Refused(as_json({"errors": [{"code": code, "message": message}]}, status=status))


def retired() -> Refused:
    """Of an endpoint that X once had."""
    return coded(251, "This endpoint has been retired and should not be used.", status=410)


def suspended() -> Refused:
    return coded(64, "Your account is suspended and is not permitted to access this feature.")


def credits_depleted() -> Refused:
    body = {
        "title": "CreditsDepleted",
        "detail": "Your account has no credits left.",
        "type": f"{PROBLEMS}credits",
        "status": 402,
    }
    return Refused(as_json(body, status=402))


def invalid(parameters: Mapping[str, list[str]], message: str) -> Refused:
    return Refused(
        as_json(
            {
                "errors": [{"parameters": dict(parameters), "message": message}],
                "title": "Invalid Request",
                "detail": "One or more parameters to your request was invalid.",
                "type": f"{PROBLEMS}invalid-request",
            },
            status=400,
        )
    )


def missing(kind: str, parameter: str, value: str) -> dict[str, str]:
    """One entry of the errors list beside the answers that were found."""
    return {
        "value": value,
        "detail": f"Could not find {kind} with {parameter}: [{value}].",
        "title": "Not Found Error",
        "resource_type": kind,
        "parameter": parameter,
        "resource_id": value,
        "type": f"{PROBLEMS}resource-not-found",
    }


def not_found() -> Refused:
    return plain(404, "Not Found", "Not Found")
