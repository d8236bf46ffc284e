"""How gunicorn serves the portal; `--bind`, and WEB_CONCURRENCY for the number of processes, are the deployment's."""

from typing import Any

worker_class = "gthread"
threads = 4
preload_app = True
graceful_timeout = 10
control_socket_disable = True
accesslog = None
"""django-structlog tells each request, with its id; gunicorn's own line would tell the query too."""
logconfig_dict: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "governance.logs.formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"gunicorn.error": {"level": "INFO", "propagate": True, "handlers": []}},
}
