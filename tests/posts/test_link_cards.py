"""The card of a post's link: asked for at a pause, fetched by a worker, shown from the portal's own copy."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from governance.cast import Cast
from outlets.pages import Way
from posts import link_cards
from posts.models import LinkCard, Post
from tests import drawn, people
from tests.outlets.webbing import HEAD, Web, web
from tests.posts.writing import at, check, draft, reyes, signed_in, submit

__all__ = ["at", "draft", "reyes"]
pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=10)


@pytest.fixture
def served() -> Iterator[Web]:
    with web() as opened:
        opened.page("/coat.png", drawn.png(), headers={"Content-Type": "image/png"})
        yield opened


def asked(url: str, by: Member, at: datetime) -> LinkCard:
    (linked,) = link_cards.all_of(text=f"Coats at {url} today.", agency_id=by.agency_id, at=at)
    link_cards.ask(linked=linked, member=by, at=at)
    return LinkCard.objects.get(key=linked.key)


def fetched(url: str, by: Member, way: Way, at: datetime) -> LinkCard:
    card = asked(url, by, at)
    link_cards.fetch(card_id=card.pk, way=way, at=at)
    card.refresh_from_db()
    return card


def written(client: Client, post: Post, url: str) -> str:
    """The draft with a link; the address of its card."""
    check(client, post, htmx=True, text=f"Coats at {url} today.")
    return reverse("link_card", args=[post.pk, link_cards.key_of(url=url)])


def test_a_card_is_what_the_page_says_with_its_picture_drawn_anew(
    chicago: Cast, served: Web, at: datetime
) -> None:
    page = served.page("/", HEAD.replace("{picture}", "/coat.png"))
    card = fetched(page, chicago.people["reyes"], served.way(), at)
    assert (card.title, card.site, card.leads_to, card.fault) == (
        "Winter coats & gloves",
        "City of Chicago",
        "coats.example.org",
        "",
    )
    assert card.picture_type == "image/png"
    assert bytes(card.picture) != drawn.png()
    assert link_cards.fetch(card_id=card.pk, way=served.way(), at=at) == "nothing to do"


@pytest.mark.parametrize(
    "picture", ["http://169.254.169.254/a.png", "/missing.png", "/", "file:///etc/passwd", "http://[broken"]
)
def test_a_card_whose_picture_cannot_be_had_goes_without(
    chicago: Cast, served: Web, at: datetime, picture: str
) -> None:
    page = served.page("/", HEAD.replace("{picture}", picture))
    card = fetched(page, chicago.people["reyes"], served.way(), at)
    assert (card.title, card.picture_type, bytes(card.picture)) == ("Winter coats & gloves", "", b"")


def test_an_address_of_the_house_is_never_called_by_whatever_name(
    chicago: Cast, reyes: Client, draft: Post, at: datetime
) -> None:
    """With the portal's own way out, of which only the answer of the resolver is invented: no setting opens it."""
    url = "https://settings.example.org/latest/"
    way = replace(link_cards.way_out(), lookup=lambda host, port: ["169.254.169.254"])
    assert fetched(url, chicago.people["reyes"], way, at).fault == "not_public"
    said = reyes.get(written(reyes, draft, url)).content.decode()
    assert "This link showed no page: its address is not on the open internet." in said


def test_the_page_is_asked_when_somebody_looks_and_not_while_they_type(
    reyes: Client, draft: Post, served: Web
) -> None:
    page = served.page("/", HEAD)
    address = written(reyes, draft, page)
    assert not LinkCard.objects.exists()
    answer = reyes.get(address).content.decode()
    assert "The card of coats.example.org is looked for." in answer
    assert f'hx-get="{address}?looked=1"' in answer
    assert LinkCard.objects.get().url == page
    last = reyes.get(f"{address}?looked=8").content.decode()
    assert "No card yet" in last
    assert "hx-get" not in last


def test_without_script_the_page_is_asked_at_a_save(reyes: Client, draft: Post, served: Web) -> None:
    check(reyes, draft, text=f"Coats at {served.page('/', HEAD)} today.")
    assert LinkCard.objects.count() == 1


def test_the_composer_the_desk_and_the_page_of_the_post_show_the_card(
    chicago: Cast, reyes: Client, draft: Post, served: Web, at: datetime
) -> None:
    page = served.page("/", HEAD.replace("{picture}", "/coat.png"))
    written(reyes, draft, page)
    fetched(page, chicago.people["reyes"], served.way(), at)
    assert submit(reyes, draft).status_code == 302
    sergeant = signed_in(chicago, "whitfield")
    for shown in (
        reyes.get(reverse("post", args=[draft.pk])),
        sergeant.get(reverse("desk", args=[draft.pk])),
    ):
        said = shown.content.decode()
        assert "Winter coats &amp; gloves" in said
        assert "Where they are handed out." in said
        assert "coats.example.org/coat.png" not in said
    picture = reyes.get(reverse("link_picture", args=[draft.pk, link_cards.key_of(url=page)]))
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")


def test_each_part_of_a_thread_has_the_card_of_its_own_link(chicago: Cast, at: datetime, served: Web) -> None:
    pages = [served.page(path, HEAD) for path in ("/one", "/two")]
    texts = [f"Coats at {page} today." for page in pages]
    written = replace(people.TIP, text=texts[0], further=(texts[1],))
    post = people.drafted(engaged=chicago, written=written, at=at)
    reyes = signed_in(chicago, "reyes")
    for address in ("composer", "post"):
        said = reyes.get(reverse(address, args=[post.pk])).content.decode()
        for page in pages:
            card = reverse("link_card", args=[post.pk, link_cards.key_of(url=page)])
            assert f"{card}?looked=0" in said
            assert "is looked for" in reyes.get(card).content.decode()
    assert submit(reyes, post).status_code == 302
    assert "is looked for" in reyes.get(card).content.decode()


def test_a_link_that_leads_elsewhere_says_so(
    chicago: Cast, reyes: Client, draft: Post, served: Web, at: datetime
) -> None:
    served.names["other.example.net"] = ["127.0.0.1"]
    served.page("/end", HEAD)
    page = served.page(
        "/", "", status=302, headers={"Location": served.url("/end", host="other.example.net")}
    )
    fetched(page, chicago.people["reyes"], served.way(), at)
    said = reyes.get(written(reyes, draft, page)).content.decode()
    assert "The link to coats.example.org leads on to other.example.net." in said


def test_what_a_page_says_is_text_and_nothing_else(
    chicago: Cast, reyes: Client, draft: Post, served: Web, at: datetime
) -> None:
    page = served.page("/", '<meta property="og:title" content="&lt;script&gt;alert(1)&lt;/script&gt;">')
    fetched(page, chicago.people["reyes"], served.way(), at)
    assert "&lt;script&gt;alert(1)" in reyes.get(written(reyes, draft, page)).content.decode()


def test_only_a_link_of_a_post_one_sees_is_asked_for(
    chicago: Cast, reyes: Client, draft: Post, served: Web
) -> None:
    address = written(reyes, draft, served.page("/", HEAD))
    assert signed_in(chicago, "kowalczyk").get(address).status_code == 404
    other = reverse("link_card", args=[draft.pk, link_cards.key_of(url="https://elsewhere.example/")])
    assert reyes.get(other).status_code == 204
    assert reyes.get(f"{address}picture/").status_code == 404
    assert not LinkCard.objects.exists()


def test_a_card_is_asked_for_again_when_it_is_old_or_lost_and_not_before(
    chicago: Cast, served: Web, at: datetime
) -> None:
    member = chicago.people["reyes"]
    page = served.page("/", HEAD)
    asked(page, member, at)
    assert asked(page, member, at + timedelta(seconds=20)).asked_at == at
    assert asked(page, member, at + timedelta(seconds=40)).asked_at > at
    link_cards.fetch(card_id=LinkCard.objects.get().pk, way=served.way(), at=at + LATER)
    assert asked(page, member, at + timedelta(minutes=50)).asked_at < at + LATER
    assert asked(page, member, at + timedelta(minutes=80)).asked_at > at + LATER


def test_a_page_that_did_not_answer_is_asked_again_sooner(chicago: Cast, served: Web, at: datetime) -> None:
    member = chicago.people["reyes"]
    card = fetched(served.url("/missing"), member, served.way(), at)
    assert card.fault == "refused"
    assert asked(card.url, member, at + timedelta(minutes=4)).asked_at == at
    assert asked(card.url, member, at + timedelta(minutes=6)).asked_at > at


def test_nobody_has_the_portal_ask_very_many_pages(chicago: Cast, at: datetime) -> None:
    member = chicago.people["reyes"]
    LinkCard.objects.bulk_create(
        LinkCard(agency=chicago.agency, url="", key=str(number), asked_by=member, asked_at=at)
        for number in range(link_cards.MOST_ASKED)
    )
    (linked,) = link_cards.all_of(text="See chicago.gov/coats", agency_id=chicago.agency.pk, at=at)
    assert linked.url == "https://chicago.gov/coats"
    link_cards.ask(linked=linked, member=member, at=at)
    assert not LinkCard.objects.filter(key=linked.key).exists()
    link_cards.ask(linked=linked, member=member, at=at + link_cards.ASKED_WITHIN)
    assert LinkCard.objects.filter(key=linked.key).exists()
