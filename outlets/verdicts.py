"""What X's answer to a write means: a total reading of status, headers and body.

Certain refusals become Rejected, RateLimited or NotSent. Whatever is not recognised becomes Unknown.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from outlets.exchange import Exchange, storable
from outlets.outcomes import LimitScope, NotSent, RateLimited, Rejected, Scope, Unknown

CREDIT_PAUSE = timedelta(hours=1)
LIMIT_PAUSE = timedelta(minutes=15)
DAY_PAUSE = timedelta(hours=24)

# Words a Rejected may carry, with what has to change before anything else goes out.
REASONS: Mapping[str, Scope] = {
    "invalid": "post",
    "too_long": "post",
    "invalid_media": "post",
    "duplicate": "post",
    "reply_not_allowed": "post",
    "reply_target_gone": "post",
    "repost_target_gone": "post",
    "forbidden": "post",
    "auth_revoked": "account",
    "suspended": "account",
    "locked": "account",
    "protected": "account",
    "read_only_app": "app",
    "not_entitled": "app",
}

_BY_CODE = {
    64: "suspended",
    179: "protected",
    186: "too_long",
    187: "duplicate",
    261: "read_only_app",
    326: "locked",
    433: "reply_not_allowed",
    453: "not_entitled",
}
_DAILY_LIMIT_CODE = 185
# The first phrase found in the answer decides; X often gives no code.
_BY_PHRASE = (
    ("duplicate content", "duplicate"),
    ("status is a duplicate", "duplicate"),
    ("suspended", "suspended"),
    ("temporarily locked", "locked"),
    ("account is locked", "locked"),
    ("oauth1-permissions", "read_only_app"),
    ("not permitted to perform this action", "forbidden"),
    ("reply to this conversation is not allowed", "reply_not_allowed"),
    ("not allowed to reply", "reply_not_allowed"),
    ("subset of x api", "not_entitled"),
    ("client-not-enrolled", "not_entitled"),
    ("too long", "too_long"),
    ("media ids are invalid", "invalid_media"),
)
_REPEATED = frozenset({"parameters", "value"})
"""Where an answer says again what was asked, in the words of the post."""
_WINDOWS: tuple[tuple[str, LimitScope], ...] = (
    ("x-rate-limit", "endpoint"),
    ("x-user-limit-24hour", "user_24h"),
    ("x-app-limit-24hour", "app_24h"),
)


def refusal(exchange: Exchange, *, is_reply: bool = False) -> Rejected | RateLimited | NotSent | Unknown:
    """What an answer that is not a success means. `is_reply`: the request named a post to reply to."""
    match exchange.status:
        case None:
            return Unknown(reason="no_answer", exchange=exchange)
        case 400 | 413 | 422:
            return _rejected(exchange, _reason(exchange) or "invalid")
        case 401:
            return _rejected(exchange, "auth_revoked")
        case 402:
            retry_at = exchange.ended_at + CREDIT_PAUSE
            return NotSent(reason="credits_depleted", retry_at=retry_at, exchange=exchange, scope="app")
        case 403:
            return _forbidden(exchange)
        case 404 if is_reply:
            return _rejected(exchange, "reply_target_gone")
        case 429:
            return _rate_limited(exchange)
        case status if 200 <= status < 300:
            return Unknown(reason="answer_unreadable", exchange=exchange)
        case status:
            return Unknown(reason=f"status_{status}", exchange=exchange)


def gone(exchange: Exchange) -> Rejected:
    """The post that was to be reposted is not there (any more)."""
    return _rejected(exchange, "repost_target_gone")


def body_of(exchange: Exchange) -> Mapping[str, object]:
    """The answer's JSON object, or an empty one when it is anything else."""
    try:
        answer = json.loads(exchange.response_body or "")
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _forbidden(exchange: Exchange) -> Rejected | RateLimited:
    if _DAILY_LIMIT_CODE in _codes(exchange) or "daily limit" in _sentence(exchange).lower():
        until = max(_exhausted(exchange), default=(exchange.ended_at + DAY_PAUSE, "user_24h"))[0]
        return RateLimited(until=until, scope="user_24h", exchange=exchange)
    return _rejected(exchange, _reason(exchange) or "forbidden")


def _rejected(exchange: Exchange, reason: str) -> Rejected:
    return Rejected(reason=reason, text=_sentence(exchange), scope=REASONS[reason], exchange=exchange)


def _reason(exchange: Exchange) -> str | None:
    for code in _codes(exchange):
        if code in _BY_CODE:
            return _BY_CODE[code]
    said = _own_words(exchange).lower()
    return next((reason for phrase, reason in _BY_PHRASE if phrase in said), None)


def _own_words(exchange: Exchange) -> str:
    """The answer without what it repeats of the request: a post about a suspended licence suspends no account."""
    told = {key: value for key, value in body_of(exchange).items() if key not in _REPEATED}
    if not told:
        return exchange.response_body or ""
    if errors := _errors(exchange):
        told["errors"] = [{key: error[key] for key in error.keys() - _REPEATED} for error in errors]
    return json.dumps(told)


def _errors(exchange: Exchange) -> list[Mapping[str, object]]:
    errors = body_of(exchange).get("errors")
    return [error for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []


def _codes(exchange: Exchange) -> list[int]:
    return [code for error in _errors(exchange) if isinstance(code := error.get("code"), int)]


def _sentence(exchange: Exchange) -> str:
    """The network's own words, for a person to read."""
    said = [error.get(key) for error in _errors(exchange) for key in ("message", "detail")]
    said += [body_of(exchange).get(key) for key in ("detail", "title")]
    words = next((words for words in said if isinstance(words, str) and words), f"HTTP {exchange.status}")
    return storable(words)


def _rate_limited(exchange: Exchange) -> RateLimited:
    windows = _exhausted(exchange)
    if not windows and (reset := _moment(exchange, "x-rate-limit-reset")):
        windows = [(reset, "endpoint")]
    if not windows:
        windows = [(exchange.ended_at + _retry_after(exchange), "endpoint")]
    until, scope = max(windows)
    return RateLimited(
        until=max(until, exchange.ended_at + timedelta(seconds=1)), scope=scope, exchange=exchange
    )


def _exhausted(exchange: Exchange) -> list[tuple[datetime, LimitScope]]:
    """The windows with nothing left. On a 24-hour cap the 15-minute headers still promise an early reset."""
    found: list[tuple[datetime, LimitScope]] = []
    for family, scope in _WINDOWS:
        reset = _moment(exchange, f"{family}-reset")
        if reset and exchange.response_headers.get(f"{family}-remaining") == "0":
            found.append((reset, scope))
    return found


def _moment(exchange: Exchange, header: str) -> datetime | None:
    seconds = exchange.response_headers.get(header, "")
    if not seconds.isascii() or not seconds.isdigit() or len(seconds) > 11:
        return None
    return datetime.fromtimestamp(int(seconds), UTC)


def _retry_after(exchange: Exchange) -> timedelta:
    seconds = exchange.response_headers.get("retry-after", "")
    short = seconds.isascii() and seconds.isdigit() and len(seconds) < 7
    return timedelta(seconds=int(seconds)) if short else LIMIT_PAUSE
