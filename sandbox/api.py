"""The part of X's API that tweepy calls: who asks, how often, what goes wrong, and then what is asked."""

import re
import secrets
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime

from sandbox import (
    acts,
    app_only,
    effects,
    faults,
    late,
    limits,
    posts,
    profile,
    reading,
    signature,
    standing,
    tokens,
    uploading,
)
from sandbox.answers import Answer, Refused, forbidden, not_found, unsupported_authentication
from sandbox.call import Action, Call
from sandbox.caller import Caller
from sandbox.clock import told
from sandbox.limits import Limit
from sandbox.request import Request
from sandbox.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class _Route:
    """`needs` is the ability an account's plan must include; without `scopes` no bearer token of an account will do.
    `by_app` is how often an application may ask by itself: never where there is none.
    """

    method: str
    path: re.Pattern[str]
    limits: tuple[Limit, ...]
    action: Action
    scopes: frozenset[str] | None
    needs: str | None = None
    by_app: tuple[Limit, ...] = ()


def _route(
    method: str,
    path: str,
    spent: tuple[Limit, ...],
    action: Action,
    scopes: set[str] | None,
    needs: str | None = None,
    by_app: tuple[Limit, ...] = (),
) -> _Route:
    return _Route(
        method=method,
        path=re.compile(path),
        limits=spent,
        action=action,
        scopes=None if scopes is None else frozenset(scopes),
        needs=needs,
        by_app=by_app,
    )


_USER = r"/2/users/([^/]+)"
_READ = {"tweet.read", "users.read"}
_WRITE = _READ | {"tweet.write"}
_HIDE = _READ | {"tweet.moderate.write"}
_LIKE = _READ | {"like.write"}
_FOLLOW = _READ | {"follows.write"}
_MEDIA = {"media.write"}
_ROUTES = (
    _route("POST", r"/2/tweets", limits.CREATE, posts.create, _WRITE),
    _route("GET", r"/2/tweets", limits.LOOKUP, reading.lookup, _READ, by_app=limits.LOOKUP_BY_APP),
    _route("DELETE", r"/2/tweets/([^/]+)", limits.DELETE, posts.delete, _WRITE),
    _route(
        "GET",
        r"/2/tweets/([^/]+)",
        limits.ONE_POST,
        reading.one_post,
        _READ,
        by_app=limits.ONE_POST_BY_APP,
    ),
    _route("PUT", r"/2/tweets/([^/]+)/hidden", limits.HIDE, acts.hide, _HIDE, "hide"),
    _route("POST", r"/2/media/upload", limits.MEDIA, uploading.one_shot, _MEDIA),
    _route("GET", r"/2/media/upload", limits.MEDIA, uploading.status, _MEDIA),
    _route("POST", r"/2/media/upload/initialize", limits.MEDIA, uploading.initialize, _MEDIA),
    _route("POST", r"/2/media/upload/([^/]+)/append", limits.MEDIA, uploading.append, _MEDIA),
    _route("POST", r"/2/media/upload/([^/]+)/finalize", limits.MEDIA, uploading.finalize, _MEDIA),
    _route("POST", r"/2/media/metadata", limits.MEDIA, uploading.describe, _MEDIA),
    _route("POST", r"/2/media/subtitles", limits.MEDIA, uploading.caption, _MEDIA),
    _route("DELETE", r"/2/media/subtitles", limits.MEDIA, uploading.uncaption, _MEDIA),
    _route("GET", r"/2/users/me", limits.ME, reading.me, _READ),
    *(
        _route("GET", path, limits.USERS, action, _READ, by_app=limits.USERS_BY_APP)
        for path, action in (
            (r"/2/users(?:/by)?", reading.users),
            (r"/2/users/by/username/([^/]+)", reading.one_user),
            (_USER, reading.one_user),
        )
    ),
    _route(
        "GET", rf"{_USER}/tweets", limits.TIMELINE, reading.timeline, _READ, by_app=limits.TIMELINE_BY_APP
    ),
    _route(
        "GET", rf"{_USER}/mentions", limits.MENTIONS, reading.mentions, _READ, by_app=limits.MENTIONS_BY_APP
    ),
    _route("POST", rf"{_USER}/retweets", limits.REPOST, acts.repost, _WRITE, "repost"),
    _route("DELETE", rf"{_USER}/retweets/([^/]+)", limits.UNREPOST, acts.unrepost, _WRITE, "repost"),
    _route("POST", rf"{_USER}/likes", limits.LIKE, acts.like, _LIKE, "like"),
    _route("DELETE", rf"{_USER}/likes/([^/]+)", limits.UNLIKE, acts.unlike, _LIKE, "like"),
    _route("POST", rf"{_USER}/following", limits.FOLLOW, acts.follow, _FOLLOW, "follow"),
    _route("DELETE", rf"{_USER}/following/([^/]+)", limits.UNFOLLOW, acts.unfollow, _FOLLOW, "follow"),
    *(
        _route(method, path, limits.MEDIA, uploading.in_the_older_way, None)
        for method, path in (
            ("POST", r"/1\.1/media/upload\.json"),
            ("GET", r"/1\.1/media/upload\.json"),
            ("POST", r"/1\.1/media/metadata/create\.json"),
        )
    ),
    _route("POST", r"/1\.1/account/update_profile\.json", limits.PROFILE, profile.update, None, "profile"),
    _route(
        "POST",
        r"/1\.1/account/update_profile_image\.json",
        limits.PROFILE,
        profile.update_image,
        None,
        "profile",
    ),
)


def answer(*, store: Store, request: Request) -> Answer:
    """Check who asks, count the call, let planned trouble happen, and do what is asked."""
    headers: Mapping[str, str] = {}
    at = request.arrived_at
    try:
        route, named = _found(request)
        with store.writing() as db:
            at = told(db=db, otherwise=request.arrived_at)
            caller = _caller(db, request, route, at)
            allowed = standing.of(db=db, user_id=caller.user_id)
            headers = limits.spend(db=db, limits=_limits(route, caller, allowed), caller=caller, at=at)
            fault = _fault(db, request, caller, at)
        given = effects.before(fault=fault, at=at) if fault else None
        if given is None:
            standing.check(standing=allowed, method=request.method, needs=route.needs)
            given = _carried_out(store, request, caller, route, named, fault, at)
            given = effects.after(fault=fault, answer=given) if fault else given
    except Refused as refused:
        given = refused.answer
    date = format_datetime(at, usegmt=True)
    headers = {**headers, **given.headers, "Date": date, "x-transaction-id": secrets.token_hex(8)}
    return replace(given, headers=headers)


def _caller(db: sqlite3.Connection, request: Request, route: _Route, at: datetime) -> Caller:
    """Signatures are judged by the real clock, tokens by the sandbox's.

    Raises Refused: 401, or 403 for a scope and for an application that asks by itself for what takes an account.
    """
    if not request.authorization.startswith("Bearer "):
        return signature.caller(request=request, db=db, at=request.arrived_at)
    if by_itself := app_only.caller(request=request, db=db):
        if not route.by_app:
            raise unsupported_authentication()
        return by_itself
    caller = tokens.caller(request=request, db=db, at=at)
    if route.scopes is None or not route.scopes <= (caller.scopes or set()):
        raise forbidden("This token does not have the scopes that are needed here.")
    return caller


def _limits(route: _Route, caller: Caller, allowed: standing.Standing) -> tuple[Limit, ...]:
    if caller.account is None:
        return route.by_app
    if route.action is not posts.create or allowed.daily_cap is None:
        return route.limits
    return (*route.limits, limits.daily_cap(allowed.daily_cap))


def _carried_out(
    store: Store,
    request: Request,
    caller: Caller,
    route: _Route,
    named: tuple[str, str],
    fault: faults.Fault | None,
    at: datetime,
) -> Answer:
    with store.writing() as db:
        call = Call(
            request=request,
            caller=caller,
            db=db,
            argument=named[0],
            second=named[1],
            fault=fault,
            at=at,
        )
        return route.action(call)


def _fault(db: sqlite3.Connection, request: Request, caller: Caller, at: datetime) -> faults.Fault | None:
    fault = faults.take(db=db, request=request, user_id=caller.user_id, username=caller.username)
    if fault and fault.name == "token_expired":
        tokens.expire(db=db, user_id=caller.user_id, at=at)
    if fault and fault.name == late.EFFECT and caller.account is not None:
        late.keep(db=db, request=request, caller=caller, fault=fault, at=at)
    return fault


def make_ready(*, store: Store, request: Request) -> None:
    """What comes before any answer: reading the request, unless a fault forbids it, and what is late."""
    with store.reading() as db:
        if not faults.leaves_unread(db=db):
            request.drain()
        overdue = late.is_due(db=db, at=told(db=db, otherwise=request.arrived_at))
    if overdue:
        _catch_up(store, request.arrived_at)


def _catch_up(store: Store, at: datetime) -> None:
    """Carry out what was put aside and is due by now, each as of its own time.

    What is refused then, for instance because somebody sent the same again, stays undone: nobody is told.
    """
    while True:
        with store.writing() as db:
            taken = late.take(db=db, at=told(db=db, otherwise=at))
        if taken is None:
            return
        with suppress(Refused):
            route, named = _found(taken.request)
            _carried_out(store, taken.request, taken.caller, route, named, taken.fault, taken.due_at)


def _found(request: Request) -> tuple[_Route, tuple[str, str]]:
    """The route and the up to two names in its path. Raises Refused(404)."""
    for route in _ROUTES:
        match = route.path.fullmatch(request.path)
        if match and route.method == request.method:
            first, second, *_ = (*match.groups(), "", "")
            return route, (first, second)
    raise not_found()
