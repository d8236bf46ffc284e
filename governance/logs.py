"""Logs as one JSON object a line, with the request's id, through Celery as well.

What a line never holds: a query, a one-time key in an address, and the rows that PostgreSQL shows with an error.
"""

import logging
import re

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_KEY_IN_A_PATH = re.compile(r"(?<=/)[^/?\s]{20,}(?=[/?\s]|$)")
_QUERY = re.compile(r"\?\S*")
_ROW = re.compile(r"DETAIL:.*?(?=\n\n(?:The above|During)|\Z)", re.DOTALL)
HIDDEN = "…"


def path_alone(address: str) -> str:
    """An address without its query, and without long segments: the keys of one-time links are such."""
    return _KEY_IN_A_PATH.sub(HIDDEN, _QUERY.sub("", address))


def without_content(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Take out what may be a secret or the words of a post."""
    for key in ("request", "referer"):
        if isinstance(told := event.get(key), str):
            event[key] = path_alone(told)
    for key in ("event", "error", "exception"):
        if isinstance(told := event.get(key), str):
            event[key] = _ROW.sub(f"DETAIL: {HIDDEN}", told)
    event.pop("user_agent", None)
    return event


_shared: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]

structlog.configure(
    processors=[*_shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)


class WithoutTicks(logging.Filter):
    """Beat hands over several tasks a second: of one that no request began, only what goes wrong is said."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is to be written."""
        told = record.msg
        if record.levelno > logging.INFO or not isinstance(told, dict) or "request_id" in told:
            return True
        return told.get("event") not in {"task_enqueued", "task_started", "task_succeeded"}


def formatter() -> structlog.stdlib.ProcessorFormatter:
    """The formatter that settings.LOGGING names: portal and library lines look the same."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            without_content,
            structlog.processors.JSONRenderer(sort_keys=True, default=str),
        ],
    )
