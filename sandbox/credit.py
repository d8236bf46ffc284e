"""Credits paid in advance, counted in millionths of a dollar for each application."""

import sqlite3

from sandbox.answers import credits_depleted

CREATE = 15_000
CREATE_WITH_LINK = 200_000
DELETE = 10_000
ACT = 15_000
READ_OWN = 1_000
READ = 5_000


def charge(*, db: sqlite3.Connection, consumer_key: str, micros: int) -> None:
    """Take the price of a call. Raises Refused(402) when less than that is left; nothing is taken then."""
    row = db.execute(
        """
        INSERT INTO credits (consumer_key, micros, spent) VALUES (:key, NULL, :price)
        ON CONFLICT DO UPDATE SET micros = micros - :price, spent = spent + :price
        RETURNING micros
        """,
        {"key": consumer_key, "price": micros},
    ).fetchone()
    if row["micros"] is not None and row["micros"] < 0:
        raise credits_depleted()


def fill(*, db: sqlite3.Connection, consumer_key: str, dollars: float | None) -> None:
    """Set what is left; None is without end."""
    micros = None if dollars is None else round(dollars * 1_000_000)
    db.execute(
        "INSERT INTO credits (consumer_key, micros) VALUES (:key, :micros)"
        " ON CONFLICT DO UPDATE SET micros = :micros",
        {"key": consumer_key, "micros": micros},
    )


def left(*, db: sqlite3.Connection, consumer_key: str) -> dict[str, float | None]:
    """Dollars left and spent."""
    row = db.execute("SELECT * FROM credits WHERE consumer_key = ?", (consumer_key,)).fetchone()
    if row is None:
        return {"left": None, "spent": 0}
    return {"left": None if row["micros"] is None else row["micros"] / 1e6, "spent": row["spent"] / 1e6}
