"""What tests of the network share: a client, an intent, and the answers that a sandbox gives on demand."""

from datetime import UTC, datetime
from typing import Any

from outlets.intent import Intent
from outlets.x import X
from tests.sandbox.ground import Account, Ground

NOW = datetime(2026, 11, 21, 20, 5, tzinfo=UTC)
LONG_TEXT = "word " * 57


def client(ground: Ground, account: Account, *, read_seconds: float = 10) -> X:
    return X(credential=account.credential, base_url=ground.base_url, timeout=(2, read_seconds))


def intent(account: Account, text: str = "Coffee with a cop on Saturday", **more: Any) -> Intent:
    return Intent(
        publication_id="a-publication",
        attempt=1,
        handle=account.username,
        external_user_id=account.user_id,
        text=text,
        **more,
    )


def problem(status: int, detail: str, **more: Any) -> dict[str, Any]:
    body = {"title": "A problem", "detail": detail, "type": "about:blank", "status": status} | more
    return {"name": "reject_before", "status": status, "body": body}


def coded(code: int, message: str) -> dict[str, Any]:
    body = {"errors": [{"code": code, "message": message}]}
    return {"name": "reject_before", "status": 403, "body": body}


def status_only(status: int, **more: Any) -> dict[str, Any]:
    return {"name": "reject_before", "status": status, **more}
