"""How gunicorn serves the portal; `--bind`, and WEB_CONCURRENCY for the number of processes, are the deployment's."""

from typing import Any

from directives.texts import meaning

worker_class = "gthread"
threads = 4
preload_app = True
graceful_timeout = 10
control_socket_disable = True
accesslog = None
"""django-structlog tells each request, with its id; gunicorn's own line would tell the query too."""


def on_starting(server: object) -> None:
    """The weights of the checks are read before the workers fork: they share them, and no first writer waits."""
    meaning.warm()


logconfig_dict: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "governance.logs.formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"gunicorn.error": {"level": "INFO", "propagate": True, "handlers": []}},
}
