"""What the tests of the floor share."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from governance.cast import Cast
from watch.choosing import Filters
from watch.scope import Scope

MOST_QUERIES = 20


def page(client: Client, cast: Cast, key: str = "natarajan", at: str = "/floor/", **query: str) -> str:
    """The floor as somebody sees it."""
    client.force_login(cast.people[key])
    answer = client.get(at, query)
    assert answer.status_code == 200
    return answer.content.decode()


def scope(cast: Cast, at: datetime, **chosen: Any) -> Scope:
    """What Communications looks at."""
    return Scope(
        agency_id=cast.agency.pk, office=Role.COMMUNICATIONS, decides=True, filters=Filters(**chosen), at=at
    )


def queries(client: Client, address: str, **headers: str) -> int:
    """How many statements a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, headers=headers).status_code in {200, 204}
    return len(captured)
