"""What is kept of an exchange, how answers are read whatever they say, and the facts about networks."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outlets.canonical import canonical, comparable
from outlets.exchange import REQUEST_HEADERS, Exchange, SecretInExchange, kept
from outlets.intent import Intent, request_bytes
from outlets.networks import NETWORKS, price_of
from outlets.outcomes import NotSent, RateLimited, Rejected, Unknown
from outlets.verdicts import REASONS, refusal

NOW = datetime(2026, 11, 21, 20, 5, tzinfo=UTC)


def exchange(
    *, status: int | None = 201, body: str | None = "{}", headers: dict[str, str] | None = None
) -> Exchange:
    return Exchange(
        method="POST",
        path="/2/tweets",
        request_headers={},
        request_body="{}",
        status=status,
        response_headers=headers or {},
        response_body=body,
        started_at=NOW,
        ended_at=NOW,
    )


@pytest.mark.parametrize("name", ["Authorization", "cookie", "Proxy-Authorization", "x-api-key"])
def test_an_exchange_cannot_hold_a_header_that_is_not_listed(name: str) -> None:
    with pytest.raises(SecretInExchange):
        exchange(headers={name: "secret"})

    assert kept(headers=[(name, "secret")], allowed=REQUEST_HEADERS) == {}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
)


@given(
    status=st.none() | st.integers(100, 599),
    body=st.none() | st.text() | JSON.map(repr),
    remaining=st.text() | st.just("0"),
    reset=st.text() | st.integers().map(str),
)
def test_every_answer_means_one_outcome(
    status: int | None, body: str | None, remaining: str, reset: str
) -> None:
    headers = {"x-rate-limit-remaining": remaining, "x-rate-limit-reset": reset, "retry-after": reset}
    outcome = refusal(exchange(status=status, body=body, headers=headers))

    match outcome:
        case Rejected(reason=reason, scope=scope):
            assert REASONS[reason] == scope
            assert status is not None
            assert 400 <= status < 500
        case RateLimited(until=until):
            assert until > NOW
        case NotSent():
            assert status == 402
        case Unknown():
            assert status not in {400, 401, 402, 403, 413, 422, 429}


@pytest.mark.parametrize(
    "status", [None, 100, 200, 201, 204, 301, 307, 404, 405, 409, 410, 499, 500, 503, 599]
)
def test_an_unrecognised_answer_to_a_write_is_unknown(status: int | None) -> None:
    assert isinstance(refusal(exchange(status=status, body="<html>?</html>")), Unknown)


def test_a_days_cap_outlasts_the_quarter_hour_window_beside_it() -> None:
    headers = {
        "x-rate-limit-remaining": "57",
        "x-rate-limit-reset": str(int(NOW.timestamp()) + 60),
        "x-app-limit-24hour-remaining": "0",
        "x-app-limit-24hour-reset": str(int(NOW.timestamp()) + 7200),
    }

    outcome = refusal(exchange(status=429, headers=headers))

    assert isinstance(outcome, RateLimited)
    assert ((outcome.until - NOW).total_seconds(), outcome.scope) == (7200, "app_24h")


def test_the_request_body_is_plain_ascii_json_in_a_fixed_order() -> None:
    intent = Intent(
        publication_id="p",
        attempt=1,
        handle="Unit",
        external_user_id="9",
        text="Niños",
        reply_settings="following",
        reply_to="12",
    )

    assert request_bytes(intent) == (
        b'{"reply": {"in_reply_to_tweet_id": "12"}, "reply_settings": "following", "text": "Ni\\u00f1os"}'
    )


def test_a_text_from_x_reads_as_it_was_written() -> None:
    urls = [
        {"url": "https://t.co/a", "expanded_url": "https://example.com/?x=1&copy=2"},
        {"url": "https://t.co/b", "expanded_url": "https://x.com/photo/1", "media_key": "3_1"},
    ]

    text = canonical(text="Tips &amp; tricks &lt;here&gt; https://t.co/a https://t.co/b", urls=urls)

    assert text == "Tips & tricks <here> https://example.com/?x=1&copy=2"


def test_a_scheme_that_x_added_does_not_make_another_text() -> None:
    assert comparable("See chicago.gov/caps ") == comparable("See http://chicago.gov/caps")


@pytest.mark.parametrize(
    ("network", "text", "price"),
    [
        ("x", "Good evening", "0.015"),
        ("x", "See chicago.gov", "0.20"),
        ("training", "See chicago.gov", "0"),
    ],
)
def test_a_link_makes_a_post_on_x_dearer(network: str, text: str, price: str) -> None:
    assert price_of(network=network, text=text) == Decimal(price)


def test_networks_have_the_names_that_screens_show() -> None:
    assert {key: network.display_name for key, network in NETWORKS.items()} == {
        "x": "X",
        "training": "Training",
    }
    assert [key for key, network in NETWORKS.items() if not network.leaves_this_machine] == ["training"]
