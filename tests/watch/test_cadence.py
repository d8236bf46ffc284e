"""How regularly units post: what is counted beside what, for whom, and in what order."""

import csv
import io
from datetime import datetime, timedelta

from django.test import Client

from accounts import duty
from accounts.models import Tour
from governance.cast import Cast
from posts.models import Status
from tests.posts.statuses import in_status
from watch import cadence
from watch.cadence import UnitCadence


def seen(chicago: Cast, at: datetime) -> dict[str, UnitCadence]:
    found = cadence.of(
        units=[chicago.units[number] for number in ("001", "014", "018", "COM")],
        agency_id=chicago.agency.pk,
        zone=chicago.agency.tzinfo,
        at=at,
    )
    return {row.unit.number: row for row in found}


def test_cpd_tw_v_d_7_posts_stand_beside_the_tours_of_those_who_wrote_for_the_unit_then(
    chicago: Cast, at: datetime
) -> None:
    in_status(Status.PUBLISHED, engaged=chicago, at=at)
    duty.start(member=chicago.reyes, at=at + timedelta(days=1))
    Tour.objects.create(
        agency=chicago.agency,
        member=chicago.ortega,
        started_at=at - timedelta(days=60),
        ends_at=at - timedelta(days=59),
    )
    rows = seen(chicago, at + timedelta(days=3))
    busy, silent = rows["014"], rows["018"]
    # Reyes came twice and Ortega once; his tour of two months ago and those of sergeants do not count.
    assert (busy.posts, busy.tours, busy.days, sum(busy.counts[-4:])) == (1, 3, 3, 1)
    assert (silent.posts, silent.last_at, silent.days) == (0, None, None)
    assert list(rows) == ["001", "014", "018"]


def test_the_page_is_there_for_who_leads_or_writes_and_counts_as_many_statements_for_many_units_as_for_one(
    chicago_lately: Cast, client: Client, django_assert_max_num_queries: object
) -> None:
    client.force_login(chicago_lately.natarajan)
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        page = client.get("/insights/cadence/").content.decode()
    assert page.index("001st District") < page.index("014th District") < page.index("018th District")
    client.force_login(chicago_lately.reyes)
    own = client.get("/insights/cadence/").content.decode()
    assert "014th District" in own and "018th District" not in own and "Begin a post" in own
    client.force_login(chicago_lately.lindqvist)
    assert client.get("/insights/cadence/").status_code == 404


def test_the_figures_are_a_file_of_what_the_page_shows_for_whom_it_shows_it(
    chicago_lately: Cast, client: Client
) -> None:
    client.force_login(chicago_lately.natarajan)
    assert 'href="/insights/cadence.csv"' in client.get("/insights/cadence/").content.decode()
    heading, *rows = csv.reader(io.StringIO(client.get("/insights/cadence.csv").getvalue().decode()))
    assert heading[:2] == ["Unit", "Last post (America/Chicago)"] and heading[-1] == "Day 28"
    assert [row[0][:14] for row in rows] == ["001st District", "014th District", "018th District"]
    assert {len(row) for row in rows} == {len(heading)}
    client.force_login(chicago_lately.reyes)
    (_, own) = csv.reader(io.StringIO(client.get("/insights/cadence.csv").getvalue().decode()))
    assert own[0].startswith("014th District")
    client.force_login(chicago_lately.lindqvist)
    assert client.get("/insights/cadence.csv").status_code == 404
