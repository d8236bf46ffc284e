"""The accounts as residents would see them. Plain pages that work without script."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from html import escape
from importlib import resources
from zoneinfo import ZoneInfo

from sandbox import media, people, posts
from sandbox.answers import Answer
from sandbox.call import is_id
from sandbox.clock import moment
from sandbox.request import Request
from sandbox.shown import pieces
from sandbox.store import Store

PAGE_SIZE = 50
TRAINING = "Training: nothing leaves this machine"
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_FILES = {
    "/style.css": ("style.css", "text/css; charset=utf-8"),
    "/favicon.svg": ("favicon.svg", "image/svg+xml"),
    "/favicon.ico": ("favicon.svg", "image/svg+xml"),
}


def answer(*, store: Store, request: Request, zone: ZoneInfo) -> Answer:
    if request.method not in {"GET", "HEAD"}:
        return page(405, "Not possible here", "<p>This page can only be read.</p>")
    if request.path in _FILES:
        name, content_type = _FILES[request.path]
        body = resources.files("sandbox").joinpath(name).read_bytes()
        return Answer(status=200, body=body, content_type=content_type, headers=_HEADERS)
    with store.reading() as db:
        match request.path.strip("/").split("/"):
            case [""]:
                return _accounts(db, zone)
            case ["media", media_id]:
                return _picture(db, media_id)
            case [handle]:
                return _account(db, request, handle, zone)
            case [handle, "status", post_id] if is_id(post_id):
                return _post(db, handle, post_id, zone)
    return _gone("There is no such page here.")


def _accounts(db: sqlite3.Connection, zone: ZoneInfo) -> Answer:
    rows = db.execute(
        """
        SELECT accounts.*, count(posts.id) AS number, max(posts.created_at) AS latest
        FROM accounts LEFT JOIN posts ON posts.user_id = accounts.user_id AND posts.deleted_at IS NULL
        GROUP BY accounts.user_id ORDER BY accounts.name COLLATE NOCASE
        """
    ).fetchall()
    if not rows:
        empty = "<p>No accounts yet. Every account linked to the training network will be listed here.</p>"
        return page(200, "Accounts", f'<div class="card empty">{empty}</div>')
    items = "".join(f"<li>{_account_card(row, zone)}</li>" for row in rows)
    return page(200, "Accounts", f'<ul class="plain">{items}</ul>')


def _account_card(row: sqlite3.Row, zone: ZoneInfo) -> str:
    number = {0: "No posts yet", 1: "1 post"}.get(row["number"], f"{row['number']} posts")
    latest = f", the last one {_time(row['latest'], zone)}" if row["latest"] else ""
    handle = escape(row["username"])
    return (
        f'<div class="card"><h2><a href="/{handle}">{escape(row["name"])}</a></h2>'
        f'<p class="meta">@{handle}</p>{_about(row)}<p class="meta">{number}{latest}</p></div>'
    )


def _about(row: sqlite3.Row) -> str:
    return f"<p>{escape(row['description'])}</p>" if row["description"] else ""


def _account(db: sqlite3.Connection, request: Request, handle: str, zone: ZoneInfo) -> Answer:
    account = people.by_name(db=db, username=handle)
    if account is None:
        return _gone("There is no account of this name here.")
    before = request.query.get("before", "")
    stretch = posts.Stretch(until_id=int(before)) if is_id(before) else posts.Stretch()
    rows = posts.page(db=db, user_id=account["user_id"], stretch=stretch, limit=PAGE_SIZE + 1)
    body = f'<p class="meta">@{escape(account["username"])}</p>{_about(account)}'
    body += "<h2>Posts, newest first</h2>"
    body += _list(db, rows[:PAGE_SIZE], account, zone)
    if len(rows) > PAGE_SIZE:
        body += f'<p><a href="?before={rows[PAGE_SIZE - 1]["id"]}">Older posts</a></p>'
    return page(200, account["name"], body, back=True)


def _list(db: sqlite3.Connection, rows: Sequence[sqlite3.Row], account: sqlite3.Row, zone: ZoneInfo) -> str:
    if not rows:
        return (
            '<div class="card empty"><p>No posts here. '
            "A post appears as soon as it is published to this account.</p></div>"
        )
    items = "".join(f"<li>{_card(db, row, account, zone)}</li>" for row in rows)
    return f'<ol class="plain">{items}</ol>'


def _card(db: sqlite3.Connection, row: sqlite3.Row, account: sqlite3.Row, zone: ZoneInfo) -> str:
    """Links are shown but lead nowhere: nothing leaves this machine."""
    text = "".join(
        f'<span class="link">{escape(piece.text)}</span>' if piece.is_link else escape(piece.text)
        for piece in pieces(row["text"])
    )
    address = f"/{escape(account['username'])}/status/{row['id']}"
    return (
        f'<article class="card"><p class="meta"><strong>{escape(account["name"])}</strong> '
        f'@{escape(account["username"])}</p><p class="text">{text}</p>{_pictures(db, row)}'
        f'<p class="meta"><a href="{address}">{_time(row["created_at"], zone)}</a></p></article>'
    )


def _pictures(db: sqlite3.Connection, row: sqlite3.Row) -> str:
    """Each with its alt text, for readers and, behind the word ALT, for everybody."""
    rows = media.of_post(db=db, post_id=row["id"]) if row["media_ids"] else []
    shown = "".join(f"<li>{_one(each)}</li>" for each in rows)
    return f'<ul class="pictures">{shown}</ul>' if shown else ""


def _one(row: sqlite3.Row) -> str:
    if row["media_type"] == "video/mp4":
        return f'<video controls preload="metadata" src="/media/{row["id"]}"></video>'
    words = escape(row["alt_text"])
    picture = f'<img src="/media/{row["id"]}" alt="{words}">'
    return f"{picture}<details><summary>ALT</summary><p>{words}</p></details>"


def _picture(db: sqlite3.Connection, media_id: str) -> Answer:
    row = media.content_of(db=db, named=media_id)
    if row is None:
        return _gone("There is no such picture here.")
    return Answer(
        status=200,
        body=b"".join(media.pieces_of(db=db, media_id=row["id"])),
        content_type=row["media_type"],
        headers=_HEADERS,
    )


def _post(db: sqlite3.Connection, handle: str, post_id: str, zone: ZoneInfo) -> Answer:
    account = people.by_name(db=db, username=handle)
    row = posts.find(db=db, post_id=post_id)
    if account is None or row is None or row["user_id"] != account["user_id"]:
        return _gone("This post was taken down, or it never was here.")
    handle = escape(account["username"])
    body = f'{_card(db, row, account, zone)}<p><a href="/{handle}">All posts of @{handle}</a></p>'
    return page(200, f"Post by {account['name']}", body, back=True)


def _time(stamped: str, zone: ZoneInfo) -> str:
    local: datetime = moment(stamped).astimezone(zone)
    words = f"{local:%a} {local.day} {local:%b %Y, %H:%M %Z}"
    return f'<time datetime="{escape(stamped)}">{words}</time>'


def _gone(sentence: str) -> Answer:
    return page(404, "Not here", f'<div class="card empty"><p>{sentence}</p></div>', back=True)


def page(status: int, title: str, body: str, *, back: bool = False) -> Answer:
    way_back = '<p class="back"><a href="/">All accounts</a></p>' if back else ""
    document = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} - Training network</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header class="strip"><p>{TRAINING}</p></header>
<main>
{way_back}<h1>{escape(title)}</h1>
{body}
</main>
</body>
</html>
"""
    return Answer(
        status=status, body=document.encode(), content_type="text/html; charset=utf-8", headers=_HEADERS
    )
