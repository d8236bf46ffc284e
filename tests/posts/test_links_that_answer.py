"""Whether the links of a post answer: asked by a worker, told to who writes and who decides, and never in the way."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit import vault
from governance.cast import Cast
from outlets.pages import Way
from posts import link_cards, reviewing, slots
from posts.link_cards import Linked
from posts.models import Approval, LinkCard, Post
from tests import people
from tests.outlets.webbing import HEAD, Web, web
from tests.posts.test_statement_counts import statements
from tests.posts.writing import at, check, draft, reyes, signed_in, submit

__all__ = ["at", "draft", "reyes"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def served() -> Iterator[Web]:
    with web() as opened:
        yield opened


def links_of(text: str, cast: Cast, at: datetime) -> tuple[Linked, ...]:
    return link_cards.all_of(text=text, agency_id=cast.agency.pk, at=at)


def asked(text: str, cast: Cast, way: Way, at: datetime) -> list[str]:
    """Have a worker ask every link of a text; why each is silent, in their order."""
    for linked in links_of(text, cast, at):
        link_cards.ask(linked=linked, member=cast.reyes, at=at)
    for card in LinkCard.objects.order_by("pk"):
        link_cards.fetch(card_id=card.pk, way=way, at=at)
    return [linked.silent for linked in links_of(text, cast, at)]


def test_links_that_show_no_page_are_told_and_those_that_ask_who_is_there_are_not(
    chicago: Cast, served: Web, at: datetime
) -> None:
    kind = {"Content-Type": "application/pdf"}
    pages = [
        served.page("/good", HEAD),
        served.page("/form.pdf", b"%PDF-1.4", headers=kind),
        served.page("/members", "", status=403),
        served.url("/gone"),
        served.page("/broken", "", status=503),
    ]
    said = ["there is no such page (404)", "its server has a fault (503)"]
    assert asked(" ".join(pages), chicago, served.way(), at) == ["", "", "", *said]


def test_a_name_nobody_knows_and_an_address_of_the_house_are_told(
    chicago: Cast, served: Web, at: datetime
) -> None:
    """The second by the portal's own way out, of which only the answer of the resolver is invented."""
    unknown = served.url("/", host="unknown.example.org")
    assert asked(unknown, chicago, served.way(), at) == ["nobody knows the name in it"]
    for address in ("10.1.2.3", "127.0.0.1", "169.254.169.254", "::1", "fe80::1"):
        way = replace(link_cards.way_out(), lookup=lambda host, port, known=address: [known])
        told = asked(f"http://house-{address.replace(':', '-')}.example.org/", chicago, way, at)
        assert told == ["its address is not on the open internet"]
    assert served.asked == []


def test_a_redirect_to_the_house_is_not_followed(chicago: Cast, served: Web, at: datetime) -> None:
    away = {"Location": "http://169.254.169.254/latest/"}
    page = served.page("/", "", status=302, headers=away)
    served.names["169.254.169.254"] = ["169.254.169.254"]
    assert asked(page, chicago, served.way(), at) == ["its address is not on the open internet"]


def test_only_the_request_of_the_link_leaves(chicago: Cast, served: Web, at: datetime) -> None:
    text = f"A secret that stays here: {served.page('/good', '<title>Coats</title>')}"
    asked(text, chicago, served.way(), at)
    ((path, sent),) = served.asked
    assert path == "/good"
    assert sent.keys() == {"Host", "User-Agent", "Accept", "Accept-Encoding"}


def test_five_links_are_asked_each_once_and_none_behind_them(chicago: Cast, at: datetime) -> None:
    text = " ".join(f"https://page{number}.example.org" for number in (1, 1, 2, 3, 4, 5, 6, 7))
    assert len(links_of(text, chicago, at)) == link_cards.MOST_LINKS == 5
    assert len(statements(lambda: links_of(text, chicago, at))) == 1
    assert statements(lambda: links_of("No link here", chicago, at)) == []


def test_an_answer_is_asked_for_again_within_a_day(chicago: Cast, served: Web, at: datetime) -> None:
    gone, good = served.url("/gone"), served.page("/good", HEAD)
    asked(f"{good} {gone}", chicago, served.way(), at)
    later = links_of(f"{good} {gone}", chicago, at + timedelta(minutes=30))
    assert [linked.wanted for linked in later] == [False, True]
    assert all(linked.wanted for linked in links_of(f"{good} {gone}", chicago, at + timedelta(days=1)))


def test_composer_and_desk_say_which_link_did_not_answer_and_nothing_waits_for_it(
    chicago: Cast, reyes: Client, draft: Post, served: Web, at: datetime
) -> None:
    text = f"Coats at {served.page('/good', HEAD)} and {served.url('/gone')} today."
    content = check(reyes, draft, htmx=True, text=text).content.decode()
    key = link_cards.key_of(url=served.url("/gone"))
    address = reverse("link_card", args=[draft.pk, key])
    assert f'hx-get="{address}?answer=1&amp;looked=0"' in content
    assert "showed no page" not in reyes.get(f"{address}?answer=1").content.decode()
    asked(text, chicago, served.way(), at)
    here = at.astimezone(chicago.agency.tzinfo)
    said = "This link showed no page: there is no such page (404)."
    answer = reyes.get(f"{address}?answer=1").content.decode()
    assert said in answer and "hx-get" not in answer
    assert re.search(
        rf"It was asked <time[^>]*>{here:%a} {here.day} {here:%b}, {here:%H:%M %Z}</time>", answer
    )
    assert submit(reyes, draft).status_code == 302
    for client, page in ((signed_in(chicago, "whitfield"), "desk"), (reyes, "post")):
        content = client.get(reverse(page, args=[draft.pk])).content.decode()
        assert content.count(said) == 1 and served.url("/gone") in content


def test_the_approval_rests_on_what_each_link_answered_and_keeps_it_cpd_tw_v_b_4(
    chicago: Cast, reyes: Client, draft: Post, served: Web, at: datetime
) -> None:
    good, gone, wary = served.page("/good", HEAD), served.url("/gone"), served.page("/m", "", status=403)
    text = f"Coats at {good}, {gone} and {wary} today."
    check(reyes, draft, htmx=True, text=text)
    asked(text, chicago, served.way(), at)
    assert submit(reyes, draft).status_code == 302
    when = slots.in_words(at, zone=chicago.agency.tzinfo)
    short = [link.removeprefix("http://") for link in (good, gone, wary)]
    said = [
        f"{short[0]} answered ({when})",
        f"{short[1]} showed no page, there is no such page (404) ({when})",
        f"{short[2]} answered with 403 ({when})",
    ]
    desk = signed_in(chicago, "whitfield")
    page = desk.get(reverse("desk", args=[draft.pk])).content.decode()
    assert " · ".join(["3 links in the text", *said]) in page

    draft.refresh_from_db()
    assert draft.revision is not None
    typed = {"binding": draft.revision.binding, "links_read": _read(page)}
    desk.post(reverse("approve_post", args=[draft.pk]), typed)
    approval = Approval.objects.get(revision=draft.revision)
    kept = json.loads(vault.text(digest=approval.attested_digest, agency_id=chicago.agency.pk))
    assert kept["facts"][-3:] == said


def _read(page: str) -> str:
    """What the form says was read of links."""
    return re.findall(r'name="links_read" value="([^"]*)"', page)[0]


def test_what_a_link_answered_since_the_page_was_read_is_read_before_it_is_approved_cpd_tw_v_b_4(
    chicago: Cast, reyes: Client, served: Web, at: datetime
) -> None:
    link = served.page("/good", HEAD)
    written = replace(people.EVIDENCE, text=f"{people.EVIDENCE.text} {link}")
    asked(written.text, chicago, served.way(), at)
    post = people.submitted(engaged=chicago, written=written, at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)
    desk, act = signed_in(chicago, "natarajan"), reverse("approve_post", args=[post.pk])
    page = desk.get(reverse("desk", args=[post.pk])).content.decode()
    ticks = re.findall(r'name="attested" value="([^"]+)"', page)
    assert post.revision is not None and ticks
    typed = {
        "binding": post.revision.binding,
        "attested": ticks,
        "guidance": "Name no street.",
        "links_read": _read(page),
    }
    LinkCard.objects.update(fetched_at=at - timedelta(hours=2), status=404, fault="no_page")
    came = desk.post(act, typed).content.decode()
    new = f"{link.removeprefix('http://')} showed no page, there is no such page (404)"
    assert "What a link answered has changed since you opened this page, so nothing was approved yet" in came
    assert new in came and "Name no street." in came and "Tick every box" not in came
    assert all(f'value="{one}" id="attest-{one}" checked' in came for one in ticks)
    assert Approval.objects.filter(revision=post.revision).count() == 1

    LinkCard.objects.update(fetched_at=at)
    assert desk.post(act, {**typed, "links_read": _read(came)}).status_code == 302
    approval = Approval.objects.get(revision=post.revision, decided_by=chicago.natarajan)
    kept = json.loads(vault.text(digest=approval.attested_digest, agency_id=chicago.agency.pk))
    assert kept["facts"][-1].startswith(new), "the same at another minute is the same"


def test_an_approval_names_the_links_that_are_not_asked_cpd_tw_v_b_4(chicago: Cast, at: datetime) -> None:
    texts = [" ".join(f"https://page{n}.example.org" for n in range(several)) for several in (7, 12)]
    (one,) = link_cards.answers_of(texts=texts[:1], agency=chicago.agency, at=at)[5:]
    assert one.words == (
        "2 further links were not asked: page5.example.org, page6.example.org (only the first 5 of a text are)"
    )
    (many,) = link_cards.answers_of(texts=texts, agency=chicago.agency, at=at)[5:]
    assert many.words.startswith("7 further links were not asked: page5")
    assert "page9.example.org and 2 more (" in many.words


def test_an_approval_says_that_a_link_was_not_asked_yet_cpd_tw_v_b_4(chicago: Cast, at: datetime) -> None:
    texts = ["Coats at https://coats.example.org/today/ and no word more."]
    (said,) = link_cards.answers_of(texts=texts, agency=chicago.agency, at=at)
    assert said.words == "no answer of coats.example.org/today is kept"
    texts = ["Coats at https://coats.example.org:8443/"]
    way = replace(link_cards.way_out(), lookup=lambda host, port: ["93.184.216.34"])
    asked(texts[0], chicago, way, at)
    (said,) = link_cards.answers_of(texts=texts, agency=chicago.agency, at=at)
    assert said.words.startswith("coats.example.org:8443 was not asked: its address names a port")


def test_a_public_page_at_another_port_is_not_said_to_be_silent(chicago: Cast, at: datetime) -> None:
    way = replace(link_cards.way_out(), lookup=lambda host, port: ["93.184.216.34"])
    assert asked("https://coats.example.org:8443/", chicago, way, at) == [""]
    (linked,) = links_of("https://coats.example.org:8443/", chicago, at)
    assert "names a port" in linked.fault


def test_a_link_written_after_the_post_came_back_is_asked_too(
    chicago: Cast, reyes: Client, draft: Post, served: Web, at: datetime
) -> None:
    before, after = served.page("/before", HEAD), served.page("/after", HEAD)
    submit(reyes, draft, text=f"Coats at {before} today.")
    post = Post.objects.select_related("revision").get(pk=draft.pk)
    assert post.revision is not None
    reviewing.return_(
        post_id=post.pk, binding=post.revision.binding, actor=chicago.whitfield, reason="Where?", at=at
    )
    check(reyes, draft, htmx=True, text=f"Coats at {after} today.")
    for link in (before, after):
        address = reverse("link_card", args=[draft.pk, link_cards.key_of(url=link)])
        assert reyes.get(address).status_code == 200, link


def test_a_machine_without_a_way_out_asks_nothing(
    reyes: Client, draft: Post, served: Web, settings: Any
) -> None:
    settings.ASK_LINKS = False
    text = f"Coats at {served.page('/good', HEAD)} today."
    assert "link_card" not in check(reyes, draft, htmx=True, text=text).content.decode()
    check(reyes, draft, text=text)
    address = reverse("link_card", args=[draft.pk, link_cards.key_of(url=served.url("/good"))])
    assert reyes.get(address).status_code == 204
    assert not LinkCard.objects.exists()


def test_each_part_of_a_thread_says_what_its_links_answered(chicago: Cast, at: datetime) -> None:
    texts = [" ".join(f"https://{part}.example.org/{n}" for n in range(4)) for part in ("one", "two")]
    said = link_cards.answers_of(texts=texts, agency=chicago.agency, at=at)
    assert said[-1].words == "no answer of two.example.org/3 is kept" and len(said) == 8
