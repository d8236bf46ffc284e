"""The portal's Celery app, with a broker that delivers every message twice. Workers and both beats run with it."""

from typing import Any

from governance.celery import app

_send_once = app.amqp.send_task_message


def _send_twice(*arguments: Any, **options: Any) -> Any:
    _send_once(*arguments, **options)
    return _send_once(*arguments, **options)


vars(app.amqp)["send_task_message"] = _send_twice  # a property that Celery keeps once it was asked
