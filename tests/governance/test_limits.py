"""Doors that ask nobody who they are answer one address so often, and go on answering everybody else."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from governance import health, limits

ASKED = RequestFactory()


def asked_from(view: limits.View, address: str) -> HttpResponse:
    return view(ASKED.get("/", REMOTE_ADDR=address))


def test_an_address_is_answered_so_often_a_minute_and_others_as_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 1_000.0
    monkeypatch.setattr("governance.limits.time.monotonic", lambda: now)

    @limits.a_minute(3)
    def door(request: HttpRequest) -> HttpResponse:
        return HttpResponse("open")

    assert [asked_from(door, "203.0.113.9").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert asked_from(door, "203.0.113.10").status_code == 200
    now = 1_020.0
    late = asked_from(door, "203.0.113.9")
    assert (late.status_code, late["Retry-After"]) == (429, "40")
    now = 1_060.0
    assert asked_from(door, "203.0.113.9").status_code == 200


def test_so_many_addresses_fill_no_memory() -> None:
    @limits.a_minute(1)
    def door(request: HttpRequest) -> HttpResponse:
        return HttpResponse("open")

    first = [asked_from(door, f"10.0.{number >> 8}.{number & 255}").status_code for number in range(300)]
    assert set(first) == {200}


def test_whether_the_portal_lives_is_said_to_one_address_so_often_and_to_others_as_before() -> None:
    said = [asked_from(health.live, "203.0.113.77").status_code for _ in range(1_201)]
    assert (said.count(200), said[-1]) == (1_200, 429)
    assert asked_from(health.live, "203.0.113.78").status_code == 200


@pytest.mark.django_db
def test_whoever_guesses_at_the_token_of_the_numbers_is_told_to_stop(client: Client) -> None:
    said = [client.get("/metrics", REMOTE_ADDR="203.0.113.77").status_code for _ in range(121)]
    assert (said.count(404), said[-1]) == (120, 429)
