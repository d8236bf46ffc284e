"""Logs as one JSON object a line, with the request's id, through Celery as well."""

import structlog
from structlog.typing import Processor

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


def formatter() -> structlog.stdlib.ProcessorFormatter:
    """The formatter that settings.LOGGING names: portal and library lines look the same."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_shared, processor=structlog.processors.JSONRenderer(sort_keys=True)
    )
