"""The sandbox as a network: it checks signatures, limits and texts, and forgets nothing."""

import os
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
import requests
from oauthlib.oauth1 import Client

from sandbox.limits import CREATE
from sandbox.store import Store
from tests.sandbox.calling import CANONICAL, call, post
from tests.sandbox.ground import Account, Ground, spawn, start


@pytest.mark.parametrize(
    "bend",
    [
        {"client_secret": "wrong"},
        {"resource_owner_secret": "wrong"},
        {"client_key": "nobody"},
        {"resource_owner_key": "1-nobody"},
        {"seconds_off": "-400"},
        {"seconds_off": "40000"},
        {"signature_method": "PLAINTEXT"},
        {"host": "evil.example"},
    ],
    ids=str,
)
def test_a_bad_signature_is_refused_and_nothing_is_accepted(
    ground: Ground, account: Account, bend: Mapping[str, str]
) -> None:
    bent = dict(bend)
    if "seconds_off" in bent:
        bent["timestamp"] = str(int(time.time()) + int(bent.pop("seconds_off")))

    answer = call(ground, account, "POST", "/2/tweets", body={"text": "Hello"}, **bent)

    assert answer.status_code == 401
    assert ground.accepted(account) == []


def test_a_nonce_is_good_for_one_request(ground: Ground, account: Account) -> None:
    oauth = {"nonce": f"n{account.user_id}", "timestamp": str(int(time.time()))}

    first = call(ground, account, "GET", "/2/users/me", **oauth)
    replayed = call(ground, account, "GET", "/2/users/me", **oauth)

    assert (first.status_code, replayed.status_code) == (200, 401)


def test_a_signature_covers_the_query(ground: Ground, account: Account) -> None:
    credential = account.credential
    client = Client(
        credential.consumer_key,
        client_secret=credential.consumer_secret,
        resource_owner_key=credential.access_token,
        resource_owner_secret=credential.access_token_secret,
    )
    _, headers, _ = client.sign(f"{CANONICAL}/2/tweets?ids=1")

    answer = requests.get(
        f"{ground.base_url}/2/tweets?ids=2",
        headers={**headers, "X-Original-Host": "api.twitter.com"},
        timeout=5,
    )

    assert answer.status_code == 401


def test_an_unsigned_request_is_refused(ground: Ground) -> None:
    assert requests.get(f"{ground.base_url}/2/users/me", timeout=5).status_code == 401


def test_ids_are_strings_too_large_for_a_number_and_grow(ground: Ground, account: Account) -> None:
    ids = [post(ground, account, f"Post {n}").json()["data"]["id"] for n in range(5)]

    assert all(isinstance(each, str) and int(each) > 2**53 for each in ids)
    assert [int(each) for each in ids] == sorted({int(each) for each in ids})


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": "x", "mood": "good"}, 400),
        ({"text": ""}, 400),
        ({"text": "   "}, 400),
        ({"text": 5}, 400),
        ({}, 400),
        (["text"], 400),
        ({"text": "bad \ufffe"}, 400),
        ({"text": "x", "reply_settings": "nobody"}, 400),
        ({"text": "x", "reply_settings": None}, 400),
        ({"text": "x" * 281}, 403),
        ({"text": "\u306e" * 141}, 403),
        ({"text": "x", "quote_tweet_id": "1"}, 403),
        ({"text": "x", "media": {"media_ids": ["1"]}}, 400),
        ({"text": "x", "reply": {"in_reply_to_tweet_id": "1"}}, 404),
        ({"text": "x", "reply": {"in_reply_to_tweet_id": 1}}, 400),
    ],
    ids=str,
)
def test_a_body_that_x_would_not_take_is_refused(
    ground: Ground, account: Account, body: object, status: int
) -> None:
    answer = call(ground, account, "POST", "/2/tweets", body=body)

    assert answer.status_code == status
    assert ground.accepted(account) == []


def test_a_text_seen_within_a_day_is_a_duplicate_even_when_it_was_taken_down(
    ground: Ground, account: Account
) -> None:
    first = post(ground, account, "Caf\u00e9 with a cop")
    call(ground, account, "DELETE", f"/2/tweets/{first.json()['data']['id']}")

    again = post(ground, account, "Cafe\u0301 with  a cop ")

    assert again.status_code == 403
    assert again.json() == {
        "title": "Forbidden",
        "detail": "You are not allowed to create a Tweet with duplicate content.",
        "type": "about:blank",
        "status": 403,
    }
    assert post(ground, ground.account(), "Caf\u00e9 with a cop").status_code == 201


def test_one_account_may_not_take_down_the_post_of_another(ground: Ground, account: Account) -> None:
    theirs = post(ground, ground.account(), "Theirs").json()["data"]["id"]

    assert call(ground, account, "DELETE", f"/2/tweets/{theirs}").status_code == 403
    assert call(ground, account, "DELETE", "/2/tweets/77").status_code == 404
    assert call(ground, account, "DELETE", "/2/tweets/abc").status_code == 400


def test_a_reply_is_for_those_who_were_mentioned(ground: Ground, account: Account) -> None:
    other = ground.account()
    open_to_us = post(ground, other, f"Ask @{account.username} about it").json()["data"]["id"]
    closed = post(ground, other, "Not about you").json()["data"]["id"]

    yes = post(ground, account, "Happy to help", reply={"in_reply_to_tweet_id": open_to_us})
    no = post(ground, account, "May I?", reply={"in_reply_to_tweet_id": closed})

    assert (yes.status_code, no.status_code) == (201, 403)


def test_the_hundred_and_first_post_within_a_quarter_hour_is_refused_with_the_time_to_wait(
    ground: Ground, account: Account
) -> None:
    allowed = CREATE[0].allowed
    last = [post(ground, account, f"Post number {n}") for n in range(allowed)][-1]

    refused = post(ground, account, "One too many")

    assert (last.status_code, last.headers["x-rate-limit-remaining"]) == (201, "0")
    assert refused.status_code == 429
    assert refused.headers["x-rate-limit-remaining"] == "0"
    assert 0 < int(refused.headers["x-rate-limit-reset"]) - time.time() <= 900
    assert len(ground.accepted(account)) == allowed


def test_every_answer_carries_limits_and_a_transaction(ground: Ground, account: Account) -> None:
    answer = call(ground, account, "GET", "/2/users/me")

    assert answer.headers["x-rate-limit-limit"] == "75"
    assert len(answer.headers["x-transaction-id"]) == 16


def test_what_is_missing_stands_beside_what_was_found(ground: Ground, account: Account) -> None:
    post_id = post(ground, account, "Here").json()["data"]["id"]

    both = call(ground, account, "GET", f"/2/tweets?ids={post_id},12&tweet.fields=created_at").json()
    none = call(ground, account, "GET", "/2/tweets/12")
    people = call(ground, account, "GET", f"/2/users/by?usernames={account.username.upper()},nobody").json()
    person = call(ground, account, "GET", f"/2/users/by/username/{account.username}").json()
    unknown = call(ground, account, "GET", "/2/users/424242/tweets")

    assert [each["id"] for each in both["data"]] == [post_id]
    assert both["errors"][0]["resource_id"] == "12"
    assert (none.status_code, list(none.json())) == (200, ["errors"])
    assert [each["id"] for each in people["data"]] == [account.user_id]
    assert people["errors"][0]["value"] == "nobody"
    assert person["data"]["username"] == account.username
    assert (unknown.status_code, list(unknown.json())) == (200, ["errors"])


@pytest.mark.parametrize(
    "query",
    [
        "max_results=4",
        "max_results=101",
        "max_results=ten",
        "since_id=x",
        "start_time=yesterday",
        "start_time=2026-01-01T00:00:00",
        "colour=blue",
        "tweet.fields=secrets",
        "tweet.fields=id&tweet.fields=text",
        "pagination_token=zzz",
    ],
)
def test_a_query_that_x_would_not_take_is_refused(ground: Ground, account: Account, query: str) -> None:
    answer = call(ground, account, "GET", f"/2/users/{account.user_id}/tweets?{query}")

    assert answer.status_code == 400


def test_simultaneous_posts_are_each_accepted_once(ground: Ground, account: Account) -> None:
    answers: list[int] = []

    def send(number: int) -> None:
        answers.append(post(ground, account, f"Same text {number % 5}").status_code)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [201] * 5 + [403] * 15
    assert len({each["id"] for each in ground.accepted(account)}) == 5


def test_what_was_accepted_survives_a_killed_process(tmp_path: Path) -> None:
    process, running = start(tmp_path / "state.sqlite3")
    account = running.account()
    post_id = post(running, account, "Before the lights went out").json()["data"]["id"]
    os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=5)

    process, again = start(tmp_path / "state.sqlite3")
    try:
        assert [each["id"] for each in again.accepted(account)] == [post_id]
        assert post(again, account, "Before the lights went out").status_code == 403
    finally:
        process.terminate()
        assert process.wait(timeout=5) == 0


def test_a_taken_port_gets_one_sentence(ground: Ground, tmp_path: Path) -> None:
    port = ground.base_url.rpartition(":")[2]
    process = spawn(tmp_path / "other.sqlite3", port=port, stderr=subprocess.PIPE)

    _, told = process.communicate(timeout=10)

    assert process.returncode == 1
    assert told.count("\n") == 1
    assert "Choose another port" in told


def test_the_file_of_an_earlier_release_is_brought_up_to_date(tmp_path: Path) -> None:
    store = Store(path=tmp_path / "state.sqlite3")
    store.prepare()
    with store.writing() as db:
        db.execute("ALTER TABLE posts DROP COLUMN arrived_at")

    store.prepare()

    with store.reading() as db:
        assert "arrived_at" in {row["name"] for row in db.execute("PRAGMA table_info(posts)")}


def test_state_is_written_through_to_the_disk(ground: Ground) -> None:
    with sqlite3.connect(ground.state) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
