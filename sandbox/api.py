"""The part of X's API that tweepy calls: who asks, how often, what goes wrong, and then what is asked."""

import re
import secrets
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime

from sandbox import effects, faults, late, limits, people, reading, writing
from sandbox.answers import Answer, Refused, not_found
from sandbox.call import Action, Call
from sandbox.clock import told
from sandbox.request import Request
from sandbox.signature import account_behind
from sandbox.store import Store

LATE = "late_accept"

_ROUTES: tuple[tuple[str, re.Pattern[str], tuple[limits.Limit, ...], Action], ...] = (
    ("POST", re.compile(r"/2/tweets"), limits.CREATE, writing.create),
    ("GET", re.compile(r"/2/tweets"), limits.LOOKUP, reading.lookup),
    ("DELETE", re.compile(r"/2/tweets/([^/]+)"), limits.DELETE, writing.delete),
    ("GET", re.compile(r"/2/tweets/([^/]+)"), limits.ONE_POST, reading.one_post),
    ("POST", re.compile(r"/2/media/upload"), limits.MEDIA, writing.upload),
    ("GET", re.compile(r"/2/media/upload"), limits.MEDIA, writing.upload_status),
    ("POST", re.compile(r"/2/media/upload/initialize"), limits.MEDIA, writing.initialize),
    ("POST", re.compile(r"/2/media/upload/([^/]+)/append"), limits.MEDIA, writing.append),
    ("POST", re.compile(r"/2/media/upload/([^/]+)/finalize"), limits.MEDIA, writing.finalize),
    ("POST", re.compile(r"/2/media/metadata"), limits.MEDIA, writing.describe),
    ("GET", re.compile(r"/2/users/me"), limits.ME, reading.me),
    ("GET", re.compile(r"/2/users(?:/by)?"), limits.USERS, reading.users),
    ("GET", re.compile(r"/2/users/by/username/([^/]+)"), limits.USERS, reading.one_user),
    ("GET", re.compile(r"/2/users/([^/]+)/tweets"), limits.TIMELINE, reading.timeline),
    ("GET", re.compile(r"/2/users/([^/]+)"), limits.USERS, reading.one_user),
)


def answer(*, store: Store, request: Request) -> Answer:
    """Check the signature, count the call, let planned trouble happen, and do what is asked."""
    headers: Mapping[str, str] = {}
    at = request.arrived_at
    try:
        route_limits, action, argument = _route(request)
        with store.writing() as db:
            account = account_behind(request=request, db=db, at=at)
            at = told(db=db, otherwise=at)
            headers = limits.spend(db=db, limits=route_limits, account=account, at=at)
            fault = _fault(db, request, account, at)
        given = effects.before(fault=fault, at=at) if fault else None
        if given is None:
            with store.writing() as db:
                name = fault.name if fault else None
                given = action(
                    Call(request=request, account=account, db=db, argument=argument, fault=name, at=at)
                )
            given = effects.after(fault=fault, answer=given) if fault else given
    except Refused as refused:
        given = refused.answer
    date = format_datetime(at, usegmt=True)
    headers = {**headers, **given.headers, "Date": date, "x-transaction-id": secrets.token_hex(8)}
    return replace(given, headers=headers)


def _fault(
    db: sqlite3.Connection, request: Request, account: sqlite3.Row, at: datetime
) -> faults.Fault | None:
    user_id = str(account["user_id"])
    fault = faults.take(db=db, request=request, user_id=user_id, username=account["username"])
    if fault and fault.name == LATE:
        late.keep(db=db, request=request, user_id=user_id, fault=fault, at=at)
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
    with store.writing() as db:
        while taken := late.take(db=db, at=told(db=db, otherwise=at)):
            request, user_id, due_at = taken
            account = people.by_id(db=db, user_id=user_id)
            _, action, argument = _route(request)
            if account is None:
                continue
            with suppress(Refused):
                action(
                    Call(request=request, account=account, db=db, argument=argument, fault=LATE, at=due_at)
                )


def _route(request: Request) -> tuple[tuple[limits.Limit, ...], Action, str]:
    for method, pattern, route_limits, action in _ROUTES:
        match = pattern.fullmatch(request.path)
        if match and method == request.method:
            return route_limits, action, match.group(1) if match.groups() else ""
    raise not_found()
