"""Applications: who may ask people for the use of their accounts, and where the answer may go."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from sandbox.answers import Refused, as_json, invalid

_REQUIRED = ("client_id", "consumer_key", "consumer_secret", "name")


def register(*, db: sqlite3.Connection, wish: Mapping[str, Any]) -> dict[str, Any]:
    """Create an application or bring it up to date. Without a `client_secret` it is a public one.

    Raises Refused: 400, or 409 when another one has the consumer key.
    """
    lacking = [name for name in _REQUIRED if not isinstance(wish.get(name), str) or not wish[name]]
    callbacks, secret = wish.get("callbacks"), wish.get("client_secret")
    if lacking or not isinstance(callbacks, list) or not all(isinstance(each, str) for each in callbacks):
        wanted = ", ".join((*_REQUIRED, "callbacks"))
        raise invalid({name: [] for name in lacking}, f"An application needs {wanted}")
    values = {name: wish[name] for name in _REQUIRED}
    values |= {"client_secret": None if secret is None else str(secret), "callbacks": json.dumps(callbacks)}
    try:
        db.execute(
            """
            INSERT INTO apps VALUES
                (:client_id, :client_secret, :consumer_key, :consumer_secret, :name, :callbacks)
            ON CONFLICT (client_id) DO UPDATE SET
                client_secret = excluded.client_secret, consumer_key = excluded.consumer_key,
                consumer_secret = excluded.consumer_secret, name = excluded.name,
                callbacks = excluded.callbacks
            """,
            values,
        )
    except sqlite3.IntegrityError:
        sentence = "Another application has this consumer key."
        raise Refused(as_json({"title": "Conflict", "detail": sentence, "status": 409}, status=409)) from None
    return {"client_id": wish["client_id"], "name": wish["name"], "callbacks": callbacks}


def by_client(*, db: sqlite3.Connection, client_id: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = db.execute("SELECT * FROM apps WHERE client_id = ?", (client_id,)).fetchone()
    return row


def by_consumer(*, db: sqlite3.Connection, consumer_key: str) -> sqlite3.Row | None:
    found = db.execute("SELECT * FROM apps WHERE consumer_key = ?", (consumer_key,))
    row: sqlite3.Row | None = found.fetchone()
    return row


def calls_back_to(*, app: sqlite3.Row, callback: str) -> bool:
    """Whether an application named this address beforehand, letter by letter."""
    return callback in json.loads(app["callbacks"])
