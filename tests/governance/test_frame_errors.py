"""What people read when something did not work."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import timezone

from governance import cast, errors, urls
from tests import people


def breaks(request: HttpRequest) -> HttpResponse:
    raise OperationalError("the password is hunter2")


def refuses(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("You are off duty. Go on duty at the top of the page to write.")


handler404, handler403, handler500 = urls.handler404, urls.handler403, urls.handler500
urlpatterns = [*urls.urlpatterns, path("breaks/", breaks), path("refuses/", refuses)]


@pytest.fixture
def client() -> Client:
    made = Client(raise_request_exception=False, enforce_csrf_checks=True)
    made.force_login(people.engage_on_duty(house=cast.CHICAGO, at=timezone.now()).people["reyes"])
    return made


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_fault_says_what_was_kept_with_a_code_and_no_trace(client: Client) -> None:
    answer = client.get("/breaks/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Kept" in page
    assert "code " in page
    assert "hunter2" not in page
    assert "Traceback" not in page


def test_the_page_of_a_fault_needs_no_database() -> None:
    # Without the django_db mark, any question to the database fails the test.
    page = errors.broken(RequestFactory().get("/write/7/")).content.decode()
    assert 'href="/write/7/"' in page


def test_the_page_of_a_fault_does_not_repeat_a_post() -> None:
    assert "Try again" not in errors.broken(RequestFactory().post("/write/7/submit/")).content.decode()


@pytest.mark.django_db
def test_an_address_that_takes_forms_alone_says_so_to_who_opens_it(client: Client) -> None:
    answer = client.get("/permissions/ask/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "only takes a form" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_refusal_gives_its_reason(client: Client) -> None:
    answer = client.get("/refuses/")
    assert answer.status_code == 403
    assert "You are off duty. Go on duty at the top of the page to write." in answer.content.decode()


@pytest.mark.django_db
def test_an_unknown_address_says_so_to_members_and_strangers(client: Client) -> None:
    for visitor in (client, Client()):
        answer = visitor.get("/nowhere/")
        assert answer.status_code == 404
        assert "Nothing here for you" in answer.content.decode()


@pytest.mark.django_db
def test_a_stale_form_says_that_what_was_typed_is_kept(client: Client) -> None:
    answer = client.post("/duty/start/")
    assert answer.status_code == 403
    assert "This page was open too long" in answer.content.decode()
