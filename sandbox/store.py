"""What the sandbox remembers: one SQLite file, every commit on disk before it is answered."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
    user_id TEXT PRIMARY KEY,
    username TEXT NOT NULL COLLATE NOCASE UNIQUE,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    consumer_key TEXT NOT NULL,
    consumer_secret TEXT NOT NULL,
    access_token TEXT NOT NULL UNIQUE,
    access_token_secret TEXT NOT NULL,
    created_at TEXT NOT NULL,
    location TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE IF NOT EXISTS posts (
    id INTEGER PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES accounts,
    text TEXT NOT NULL,
    reply_settings TEXT,
    reply_to INTEGER,
    created_at TEXT NOT NULL,
    deleted_at TEXT,
    origin TEXT NOT NULL CHECK (origin IN ('api', 'seed')),
    request_body TEXT,
    request_sha256 TEXT,
    fault TEXT,
    arrived_at TEXT,
    conversation INTEGER,
    quotes INTEGER,
    repeats INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS posts_of_account ON posts (user_id, id);
CREATE INDEX IF NOT EXISTS posts_by_time ON posts (user_id, created_at);
CREATE INDEX IF NOT EXISTS replies_of_post ON posts (reply_to) WHERE reply_to IS NOT NULL;
CREATE TABLE IF NOT EXISTS acts (
    id INTEGER PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES accounts,
    kind TEXT NOT NULL CHECK (kind IN ('repost', 'like', 'follow', 'hide')),
    object_id INTEGER NOT NULL,
    at TEXT NOT NULL,
    ended_at TEXT,
    fault TEXT,
    arrived_at TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS acts_on_object ON acts (kind, object_id);
CREATE TABLE IF NOT EXISTS standing (
    user_id TEXT PRIMARY KEY REFERENCES accounts,
    state TEXT NOT NULL CHECK (state IN ('active', 'suspended', 'locked', 'protected', 'deleted')),
    may TEXT NOT NULL,
    read_only INTEGER NOT NULL,
    daily_cap INTEGER
) STRICT;
CREATE TABLE IF NOT EXISTS apps (
    client_id TEXT PRIMARY KEY,
    client_secret TEXT,
    consumer_key TEXT NOT NULL UNIQUE,
    consumer_secret TEXT NOT NULL,
    name TEXT NOT NULL,
    callbacks TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS codes (
    sha256 TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES apps,
    user_id TEXT NOT NULL REFERENCES accounts,
    callback TEXT NOT NULL,
    scope TEXT NOT NULL,
    challenge TEXT NOT NULL,
    method TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tokens (
    sha256 TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('access', 'refresh')),
    family TEXT NOT NULL,
    client_id TEXT NOT NULL REFERENCES apps,
    user_id TEXT NOT NULL REFERENCES accounts,
    scope TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    ended_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tokens_of_family ON tokens (family);
CREATE TABLE IF NOT EXISTS request_tokens (
    token TEXT PRIMARY KEY,
    secret TEXT NOT NULL,
    consumer_key TEXT NOT NULL,
    callback TEXT NOT NULL,
    user_id TEXT REFERENCES accounts,
    verifier TEXT,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS signing_tokens (
    token TEXT PRIMARY KEY,
    secret TEXT NOT NULL,
    consumer_key TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES accounts
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS credits (
    consumer_key TEXT PRIMARY KEY,
    micros INTEGER,
    spent INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS profile_images (
    user_id TEXT PRIMARY KEY REFERENCES accounts,
    media_type TEXT NOT NULL,
    content BLOB NOT NULL,
    sha256 TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS media (
    id INTEGER PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES accounts,
    category TEXT NOT NULL DEFAULT 'tweet_image',
    media_type TEXT NOT NULL,
    total_bytes INTEGER NOT NULL,
    content BLOB,
    sha256 TEXT,
    alt_text TEXT NOT NULL DEFAULT '',
    polls INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS captions (
    media_id INTEGER NOT NULL REFERENCES media,
    language TEXT NOT NULL,
    subtitle_id INTEGER NOT NULL REFERENCES media,
    display_name TEXT NOT NULL,
    PRIMARY KEY (media_id, language)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pieces (
    media_id INTEGER NOT NULL REFERENCES media,
    number INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (media_id, number)
) STRICT;
CREATE TABLE IF NOT EXISTS post_media (
    post_id INTEGER NOT NULL REFERENCES posts,
    position INTEGER NOT NULL,
    media_id INTEGER NOT NULL REFERENCES media,
    PRIMARY KEY (post_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS posts_of_media ON post_media (media_id);
CREATE TABLE IF NOT EXISTS nonces (
    access_token TEXT NOT NULL,
    nonce TEXT NOT NULL,
    signed_at INTEGER NOT NULL,
    PRIMARY KEY (access_token, nonce, signed_at)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS windows (
    owner TEXT NOT NULL,
    family TEXT NOT NULL,
    resets_at INTEGER NOT NULL,
    used INTEGER NOT NULL,
    PRIMARY KEY (owner, family)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS calls (
    owner TEXT NOT NULL,
    family TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS calls_in_order ON calls (owner, family, at);
CREATE TABLE IF NOT EXISTS app_tokens (
    consumer_key TEXT PRIMARY KEY,
    token TEXT NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS faults (
    id INTEGER PRIMARY KEY,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    account TEXT,
    text TEXT,
    effect TEXT NOT NULL,
    remaining INTEGER NOT NULL,
    passed_over INTEGER NOT NULL DEFAULT 0,
    taken INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS late (
    id INTEGER PRIMARY KEY,
    due_at TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES accounts,
    consumer_key TEXT NOT NULL DEFAULT '',
    method TEXT NOT NULL,
    target TEXT NOT NULL,
    host TEXT NOT NULL,
    content_type TEXT NOT NULL,
    body BLOB NOT NULL,
    arrived_at TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS consistency (
    user_id TEXT PRIMARY KEY REFERENCES accounts,
    timeline_lag REAL NOT NULL,
    timeline_flap REAL NOT NULL,
    lookup_lag REAL NOT NULL,
    delete_lag REAL NOT NULL,
    readings INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS periods (
    name TEXT PRIMARY KEY,
    seconds REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS clock_ahead (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    seconds REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS told_clock (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    at TEXT NOT NULL
) STRICT;
"""
_ADDED = (
    ("accounts", "location", "TEXT NOT NULL DEFAULT ''"),
    ("accounts", "url", "TEXT NOT NULL DEFAULT ''"),
    ("late", "consumer_key", "TEXT NOT NULL DEFAULT ''"),
    ("media", "category", "TEXT NOT NULL DEFAULT 'tweet_image'"),
    ("posts", "arrived_at", "TEXT"),
    ("posts", "conversation", "INTEGER"),
    ("posts", "quotes", "INTEGER"),
    ("posts", "repeats", "INTEGER"),
    ("faults", "passed_over", "INTEGER NOT NULL DEFAULT 0"),
    ("faults", "taken", "INTEGER NOT NULL DEFAULT 0"),
)
"""What a file of an earlier release may lack."""


@dataclass(frozen=True, slots=True)
class Store:
    """Opens the file anew for every request, so that threads share nothing but the disk."""

    path: Path
    _seconds_to_wait: float = field(default=15, repr=False)

    def prepare(self) -> None:
        """Create what is missing. A file of an earlier run, or of an earlier release, is kept."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.reading() as db:
            db.executescript(SCHEMA)
            for table, column, kind in _ADDED:
                if column not in {row["name"] for row in db.execute(f"PRAGMA table_info({table})")}:
                    db.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection outside any transaction."""
        with closing(sqlite3.connect(self.path, timeout=self._seconds_to_wait, isolation_level=None)) as db:
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA foreign_keys = ON")
            yield db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The only writer until the block ends; on disk when it ended well, undone when it raised."""
        with self.reading() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")
