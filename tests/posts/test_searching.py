"""The search: whose posts and members are found, how words are read, and what it costs."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import authority as authorities
from accounts import finding
from accounts.models.member import SOUGHT
from governance.cast import Cast
from posts import searching
from posts.drafting import Written
from posts.models import Status
from records.models import Record
from tests import people
from tests.posts.statuses import in_status


@pytest.fixture
def at() -> datetime:
    """Now: a page asks the clock itself."""
    return datetime.now(UTC)


def written(text: str) -> Written:
    return Written(category="safety_tip", text=text, answers={"source": "Beat 1413"})


def found(engaged: Cast, key: str, words: str, at: datetime) -> list[str]:
    held = authorities.load(member=engaged.people[key], at=at)
    unit_ids = None if held.department_wide else {held.unit_id} | {unit for _, unit in held.roles}
    page = searching.posts(authority=held, unit_ids=unit_ids, words=words)
    return ["".join(text for text, _ in one.pieces) for one in page.rows]


@pytest.mark.parametrize(
    ("words", "hit"),
    [
        ("garages", True),  # the same stem
        ("GARAGE tonight", True),
        ("garage boat", False),
        ('"side door"', True),
        ('"door side"', False),
        ("boat or garage", True),
        ("garage -tonight", False),
        ("", False),
        ("the", False),  # says nothing
        ("';--", False),
        ("garage & | ! ( <->", True),
    ],
)
def test_words_are_read_as_people_type_them(words: str, hit: bool, chicago: Cast, at: datetime) -> None:
    people.drafted(engaged=chicago, written=written("Lock your garage side door tonight."), at=at)
    assert bool(found(chicago, "reyes", words, at)) is hit


@pytest.mark.parametrize(
    ("key", "hit"),
    [("reyes", True), ("lindqvist", True), ("natarajan", True), ("marsh", True), ("tran", False)],
)
def test_a_post_is_found_by_those_who_may_see_it(key: str, hit: bool, chicago: Cast, at: datetime) -> None:
    """CPD-SM.III.C.3.c"""
    people.drafted(engaged=chicago, written=written("Palmer Square is closed."), at=at)
    assert bool(found(chicago, key, "palmer", at)) is hit


def test_another_agency_finds_nothing(chicago: Cast, alsip: Cast, at: datetime) -> None:
    people.drafted(engaged=chicago, written=written("Palmer Square is closed."), at=at)
    assert found(alsip, "petrov", "palmer", at) == []


def test_what_was_found_is_marked_and_nothing_of_it_is_markup(
    chicago: Cast, at: datetime, client: Client
) -> None:
    people.drafted(engaged=chicago, written=written("Fewer than < 40 cars & trucks on Palmer Square."), at=at)
    client.force_login(chicago.reyes)
    page = client.get(reverse("search"), {"q": "palmer"}).content.decode()
    assert "<mark>Palmer</mark>" in page
    assert "&lt; 40 cars &amp; trucks" in page


def test_pages_follow_one_another_without_a_gap(chicago: Cast, at: datetime) -> None:
    for number in range(25):
        people.drafted(engaged=chicago, written=written(f"Lock gate {number} tonight."), at=at)
    held = authorities.load(member=chicago.natarajan, at=at)
    first = searching.posts(authority=held, unit_ids=None, words="gate")
    rest = searching.posts(authority=held, unit_ids=None, words="gate", after=first.next_after)
    seen = [one.post.pk for page in (first, rest) for one in page.rows]
    assert (len(first.rows), len(seen), len(set(seen))) == (20, 25, 25)
    assert rest.next_after is None


def test_the_index_answers_the_question(chicago: Cast, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM posts_draft WHERE to_tsvector('english'::regconfig, COALESCE(text, '')) "
            "@@ websearch_to_tsquery('english'::regconfig, 'garage')"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "words_of_drafts" in plan


def test_members_of_a_large_department_are_found_by_an_index_of_each_name_and_number(
    chicago: Cast, at: datetime
) -> None:
    held = authorities.load(member=chicago.natarajan, at=at)
    with CaptureQueriesContext(connection) as asked:
        finding.members(authority=held, words="tran")
    with connection.cursor() as cursor:
        # A table of its own, since only the owner of one may have its rows counted.
        cursor.execute("CREATE TEMP TABLE large (LIKE accounts_member INCLUDING INDEXES)")
        cursor.execute(
            "INSERT INTO large SELECT (jsonb_populate_record(member, jsonb_build_object('id', n, 'email', n, "
            "'log_on_id', 'm' || n, 'first_name', md5('a' || n), 'last_name', md5('b' || n)))).* "
            "FROM accounts_member member, generate_series(1, 5000) n WHERE member.id = %s",
            [chicago.reyes.pk],
        )
        cursor.execute("ANALYZE large")
        cursor.execute("EXPLAIN " + asked[0]["sql"].replace('"accounts_member"', '"large"'))
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert plan.count("Bitmap Index Scan on large_upper") == len(SOUGHT), plan


@pytest.mark.parametrize(
    ("key", "words", "names"),
    [
        ("reyes", "ortega", ["Ortega"]),
        ("reyes", "tran", []),  # of another unit
        ("okafor", "tran", ["Tran"]),  # a commander finds the department
        ("natarajan", "Minh Tran", ["Tran"]),
        ("natarajan", "tran minh", ["Tran"]),
        ("natarajan", "vance", []),  # of another agency
        ("natarajan", "t", []),
        ("natarajan", "%%", []),
    ],
)
def test_members_are_found_by_whoever_may(
    key: str, words: str, names: list[str], chicago: Cast, alsip: Cast, at: datetime
) -> None:
    held = authorities.load(member=chicago.people[key], at=at)
    assert [one.member.last_name for one in finding.members(authority=held, words=words)] == names


def test_a_member_is_found_by_the_star_with_the_roles_of_today(chicago: Cast, at: datetime) -> None:
    held = authorities.load(member=chicago.natarajan, at=at)
    [one] = finding.members(authority=held, words=chicago.whitfield.star_number)
    assert (one.member, one.roles) == (chicago.whitfield, ("Designated sergeant",))


def test_the_number_of_a_record_leads_to_the_record(chicago: Cast, client: Client, at: datetime) -> None:
    """CPD-SM.III.C.3.c"""
    post = in_status(Status.PUBLISHED, engaged=chicago, at=at)
    number = Record.objects.get(post_id=post.pk).number
    client.force_login(chicago.reyes)
    assert client.get(reverse("search"), {"q": number}).url == reverse("record", args=[number])
    client.force_login(chicago.tran)
    assert client.get(reverse("search"), {"q": number}).status_code == 200


@pytest.mark.parametrize("words", ["\x00", "a" * 5000, "🚔", "\ue000palmer\ue001", "%", "'"])
def test_whatever_is_typed_gets_a_page(words: str, chicago: Cast, client: Client) -> None:
    client.force_login(chicago.reyes)
    assert client.get(reverse("search"), {"q": words}).status_code == 200


def test_a_search_needs_few_queries_however_much_it_finds(
    chicago: Cast, client: Client, at: datetime
) -> None:
    for number in range(21):
        people.drafted(engaged=chicago, written=written(f"Lock gate {number} tonight."), at=at)
    client.force_login(chicago.natarajan)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(reverse("search"), {"q": "gate"}).status_code == 200
    assert len(counted) <= 16
