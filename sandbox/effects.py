"""What a planned fault does to the request it meets and to its answer."""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sandbox.answers import (
    Answer,
    Refused,
    as_json,
    credits_depleted,
    forbidden,
    suspended,
    unauthorized,
)
from sandbox.faults import WINDOWS, Fault
from sandbox.limits import too_many
from sandbox.posts import DUPLICATE

_QUARTER_SECONDS = 900
_DAY_SECONDS = 86_400
_BROKEN_OFF = Answer(status=500, body=b"", line="reset")


def before(*, fault: Fault, at: datetime) -> Answer | None:
    """What is answered in place of doing anything. Raises Refused, or gives an answer that never arrives."""
    details = fault.details
    match fault.name:
        case "reject_before":
            raise Refused(_custom(details, int(details.get("status", 500))))
        case "reset_before" | "reset_before_read":
            return _BROKEN_OFF
        case "late_accept":
            time.sleep(float(details.get("held", 0)))
            return _BROKEN_OFF
        case "rate_limited":
            raise too_many(_exhausted(details, at, window="endpoint", seconds=_QUARTER_SECONDS))
        case "cap_24h":
            raise too_many(_exhausted(details, at, window="user_24h", seconds=_DAY_SECONDS))
        case "credits_depleted":
            raise credits_depleted()
        case "suspended":
            raise suspended()
        case "duplicate_403":
            raise forbidden(DUPLICATE)
        case "token_expired":
            raise unauthorized()
    return None


def after(*, fault: Fault, answer: Answer) -> Answer:
    """What becomes of the answer to a request that was carried out."""
    match fault.name:
        case "accept_then_status":
            return _custom(fault.details, int(fault.details.get("status", 503)))
        case "accept_then_hang":
            time.sleep(float(fault.details.get("seconds", 30)))
        case "slow":
            time.sleep(float(fault.details.get("seconds", 1)))
        case "accept_then_reset" | "refresh_lost":
            return replace(answer, line="reset")
        case "accept_then_close":
            return replace(answer, line="closed")
        case "accept_then_cut":
            return replace(answer, line="cut")
        case "accept_then_truncated_body":
            return replace(answer, body=answer.body[: len(answer.body) // 2], line="cut")
        case "accept_then_bad_json":
            return replace(answer, body=b'{"data": {"id": ')
    return answer


def _custom(details: Mapping[str, Any], status: int) -> Answer:
    headers = {str(name): str(value) for name, value in details.get("headers", {}).items()}
    body = details.get("body", {"title": "Planned fault", "status": status, "type": "about:blank"})
    if isinstance(body, str):
        return Answer(
            status=status, body=body.encode(), content_type="text/html; charset=utf-8", headers=headers
        )
    return as_json(body, status=status, headers=headers)


def _exhausted(details: Mapping[str, Any], at: datetime, *, window: str, seconds: float) -> Mapping[str, str]:
    """Headers of a used-up window. On a day's cap the quarter-hour window still has calls left, as on X."""
    resets_at = int((at + timedelta(seconds=float(details.get("reset_in", seconds)))).timestamp())
    headers = {
        "x-rate-limit-limit": "100",
        "x-rate-limit-remaining": "57",
        "x-rate-limit-reset": str(int((at + timedelta(seconds=_QUARTER_SECONDS)).timestamp())),
    }
    family = WINDOWS[details.get("window", window)]
    headers |= {f"{family}-limit": "100", f"{family}-remaining": "0", f"{family}-reset": str(resets_at)}
    return headers
