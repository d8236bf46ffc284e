"""The database's clock, by which due times are judged: workers on several machines agree on it."""

from datetime import datetime

from django.db import connection


def now() -> datetime:
    """The present moment by PostgreSQL's wall clock, in UTC."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment
