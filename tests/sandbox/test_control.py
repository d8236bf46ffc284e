"""The controls of the training ground and its pages for residents."""

import json
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
import requests

from tests.sandbox.ground import Account, Ground


def seed(ground: Ground, account: Account, **post: object) -> str:
    wish = {"account": account.username, "text": "An old post", "created_at": "2026-11-01T10:00:00-06:00"}
    return str(ground.control("POST", "posts", {"posts": [wish | post]})["ids"][0])


def page(ground: Ground, path: str) -> requests.Response:
    return requests.get(f"{ground.base_url}/{path}", timeout=5)


def test_registering_an_account_twice_changes_nothing_and_tells_no_secret(ground: Ground) -> None:
    account = ground.account()
    wish = {
        "user_id": account.user_id,
        "username": account.username,
        "name": "Renamed",
        "description": "",
        "consumer_key": account.credential.consumer_key,
        "consumer_secret": account.credential.consumer_secret,
        "access_token": account.credential.access_token,
        "access_token_secret": account.credential.access_token_secret,
    }

    first = ground.control("POST", "accounts", wish)
    second = ground.control("POST", "accounts", wish)

    assert first == second
    told = json.dumps(first) + json.dumps(ground.control("GET", "accounts"))
    assert account.credential.access_token_secret not in told
    assert account.credential.access_token not in told


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"name": ""}, 400),
        ({"access_token": "7-other"}, 400),
        ({"user_id": "1", "access_token": "1-x"}, 409),
    ],
    ids=str,
)
def test_a_registration_that_cannot_work_is_refused(
    ground: Ground, account: Account, change: dict[str, str], status: int
) -> None:
    wish = {
        "user_id": account.user_id,
        "username": account.username,
        "name": "Unit",
        "consumer_key": "c",
        "consumer_secret": "c",
        "access_token": account.credential.access_token,
        "access_token_secret": "t",
    }

    answer = requests.post(f"{ground.base_url}/_sandbox/accounts", json=wish | change, timeout=5)

    assert answer.status_code == status


def test_the_same_seed_may_be_sent_again(ground: Ground, account: Account) -> None:
    first, second = seed(ground, account), seed(ground, account)
    chosen = seed(ground, account, text="With an id of its own", id="1234567890123456789")

    assert first == second
    assert int(first) > 2**53
    assert chosen == "1234567890123456789"
    assert ground.accepted(account) == []


def test_cleared_faults_do_not_happen(ground: Ground, account: Account) -> None:
    ground.fault(account, {"name": "suspended"})

    assert ground.control("DELETE", "faults")["removed"] >= 1
    assert ground.control("GET", "health")["status"] == "ok"


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/json", "Host": "rebound.example:80"},
    ],
    ids=str,
)
def test_a_page_in_a_browser_cannot_reach_the_controls(ground: Ground, headers: dict[str, str]) -> None:
    answer = requests.post(f"{ground.base_url}/_sandbox/faults", data="{}", headers=headers, timeout=5)

    assert answer.status_code in {403, 415}


def test_residents_see_posts_newest_first_without_those_taken_down(ground: Ground, account: Account) -> None:
    seed(ground, account, text="The older & the <wiser>")
    seed(ground, account, text="The newer one", created_at="2026-11-02T10:00:00-06:00")
    gone = seed(ground, account, text="Taken down", deleted_at="2026-11-03T10:00:00-06:00")

    shown = page(ground, account.username.lower()).text

    assert shown.index("The newer one") < shown.index("The older &amp; the &lt;wiser&gt;")
    assert "Taken down" not in shown
    assert "Sun 1 Nov 2026, 10:00 CST" in shown
    assert page(ground, f"{account.username}/status/{gone}").status_code == 404


def test_many_posts_are_spread_over_pages(ground: Ground, account: Account) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(51):
        seed(ground, account, text=f"Post {number}.", created_at=(start + timedelta(days=number)).isoformat())

    first = page(ground, account.username).text
    older = first.split('href="?before=')[1].split('"')[0]

    assert "Post 0." not in first
    assert "Post 0." in page(ground, f"{account.username}?before={older}").text


class Outline(HTMLParser):
    """What a person who cannot see the page depends on."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


@pytest.mark.parametrize("path", ["", "{handle}", "{handle}/status/{post}", "nobody", "no/such/page"])
def test_every_page_is_marked_as_training_and_works_under_a_strict_policy(
    ground: Ground, account: Account, path: str
) -> None:
    post = seed(ground, account)

    answer = page(ground, path.format(handle=account.username, post=post))

    outline = Outline(answer.text)
    assert "Training: nothing leaves this machine" in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    assert ("lang", "en") in outline.attributes
    assert outline.tags.count("h1") == outline.tags.count("main") == outline.tags.count("title") == 1
    assert not {"script", "style"} & set(outline.tags)
    assert not {"style", "onclick"} & {name for name, _ in outline.attributes}


def test_an_account_without_posts_says_what_will_appear(ground: Ground, account: Account) -> None:
    assert "A post appears as soon as it is published" in page(ground, account.username).text


def test_style_and_icon_come_from_the_sandbox_itself(ground: Ground) -> None:
    assert page(ground, "style.css").headers["Content-Type"].startswith("text/css")
    assert page(ground, "favicon.ico").status_code == 200


def test_a_page_can_only_be_read(ground: Ground) -> None:
    assert requests.post(f"{ground.base_url}/", data="x", timeout=5).status_code == 405
