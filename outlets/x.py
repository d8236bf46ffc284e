"""X, by way of tweepy.

Each verb makes one call and ends in one outcome. A write that may have reached X without a clear
answer is Unknown; nothing here ever sends twice.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from outlets import media
from outlets.calling import Line
from outlets.credential import Credential, OAuth1Credential
from outlets.exchange import Exchange, storable
from outlets.intent import Intent
from outlets.media import Begun, MediaOutcome, PictureFile, Processing
from outlets.outcomes import (
    AlreadyGone,
    Deleted,
    DeleteOutcome,
    Hidden,
    HideOutcome,
    Identity,
    Lookup,
    NotAnswered,
    NotSent,
    Outcome,
    Published,
    SeenPost,
    Timeline,
    Unknown,
)
from outlets.shown import ID, mapping, shown_posts
from outlets.verdicts import body_of, gone, refusal

__all__ = ["OAuth1Credential", "WrongAccount", "X"]

PUBLIC_URL = "https://x.com"
PAGE = 100
# A list, since tweepy joins lists with commas and repeats the parameter for anything else.
POST_FIELDS = [
    "attachments",
    "author_id",
    "conversation_id",
    "created_at",
    "entities",
    "note_tweet",
    "referenced_tweets",
]


class WrongAccount(ValueError):
    """An intent for one account met the credential of another; nothing was sent."""


class X:
    """One account on X, or on the training ground when `base_url` names it.

    `base_url` must be https, or http on loopback (else UnsafeBaseURL); signatures are made for
    https://api.twitter.com all the same. `public_url` is where people open a post: X's own unless given, the base URL
    on loopback. `timeout` is (connect, read) in seconds. `proxy` is left out for loopback. Not to be shared between
    threads.
    """

    def __init__(
        self,
        *,
        credential: Credential,
        base_url: str | None = None,
        public_url: str | None = None,
        timeout: tuple[float, float] = (5, 20),
        proxy: str | None = None,
    ) -> None:
        self._line = Line(credential=credential, base_url=base_url, timeout=timeout, proxy=proxy)
        self._client = self._line.client
        self._public_url = (public_url or (base_url if self._line.local else None) or PUBLIC_URL).rstrip("/")
        self._account = credential.external_user_id
        self._signs = isinstance(credential, OAuth1Credential)

    def upload(
        self,
        picture: PictureFile,
        *,
        now: datetime,
        begun: Begun | None = None,
        remember: Callable[[Begun], None] | None = None,
    ) -> MediaOutcome:
        """Bring a picture with its words to the network; repeating it is harmless. A video goes on where it `begun`."""
        return media.upload(
            picture=picture, send=self._line.sends(now=now), now=now, begun=begun, remember=remember
        )

    def ask(self, known: Processing, *, now: datetime) -> MediaOutcome:
        """Ask once whether the network is done with what it works on."""
        return media.ask(known=known, send=self._line.sends(now=now), now=now)

    def publish(self, intent: Intent, *, now: datetime) -> Outcome:
        """Send the post once. The body on the wire is `request_bytes(intent)`."""
        if intent.external_user_id != self._account:
            raise WrongAccount("the credential belongs to another account than the intent")
        if intent.repost_of is not None:
            return self._repost(intent, intent.repost_of, now)
        answer = self._line.call(
            now,
            lambda: self._client.create_tweet(
                text=intent.text,
                media_ids=list(intent.media_ids) or None,
                in_reply_to_tweet_id=intent.reply_to,
                reply_settings=intent.reply_settings,
                user_auth=self._signs,
            ),
        )
        if not isinstance(answer, Exchange):
            return answer
        if answer.status is None or not 200 <= answer.status < 300:
            return refusal(answer, is_reply=intent.reply_to is not None)
        external_id = mapping(body_of(answer).get("data")).get("id")
        if not isinstance(external_id, str) or not ID.fullmatch(external_id):
            return Unknown(reason="answer_unreadable", exchange=answer)
        url = f"{self._public_url}/{intent.handle.removeprefix('@')}/status/{external_id}"
        return Published(external_id=external_id, url=url, at=answer.ended_at, exchange=answer)

    def _repost(self, intent: Intent, number: str, now: datetime) -> Outcome:
        """Once more changes nothing on X, and residents see the account's timeline: X names no number of its own."""
        answer = self._line.call(now, lambda: self._client.retweet(number, user_auth=self._signs))
        if not isinstance(answer, Exchange):
            return answer
        if answer.status == 404:
            return gone(answer)
        if answer.status is None or not 200 <= answer.status < 300:
            return refusal(answer)
        if mapping(body_of(answer).get("data")).get("retweeted") is not True:
            return Unknown(reason="answer_unreadable", exchange=answer)
        url = f"{self._public_url}/{intent.handle.removeprefix('@')}"
        return Published(external_id=number, url=url, at=answer.ended_at, exchange=answer)

    def delete(self, external_id: str, *, now: datetime) -> DeleteOutcome:
        """Take a post down. Repeating it is harmless: a post that is not there is AlreadyGone."""
        answer = self._line.call(now, lambda: self._client.delete_tweet(external_id, user_auth=self._signs))
        return _deleted(answer, {True: Deleted, False: AlreadyGone}, "deleted")

    def undo_repost(self, number: str, *, now: datetime) -> DeleteOutcome:
        """Take the repost of a post out of the account's timeline. Repeating it is harmless."""
        answer = self._line.call(now, lambda: self._client.unretweet(number, user_auth=self._signs))
        return _deleted(answer, {False: Deleted}, "retweeted")

    def hide(self, external_id: str, *, hidden: bool, now: datetime) -> HideOutcome:
        """Hide a reply in a conversation of ours, or show it again. Repeating it is harmless."""
        change = self._client.hide_reply if hidden else self._client.unhide_reply
        answer = self._line.call(now, lambda: change(external_id, user_auth=self._signs))
        if not isinstance(answer, Exchange):
            return answer
        if answer.status is None or not 200 <= answer.status < 300:
            return refusal(answer, is_reply=True)
        if mapping(body_of(answer).get("data")).get("hidden") is not hidden:
            return Unknown(reason="answer_unreadable", exchange=answer)
        return Hidden(hidden=hidden, exchange=answer)

    def timeline(
        self,
        *,
        user_id: str,
        since_id: str | None,
        now: datetime,
        start_at: datetime | None = None,
        pages: int = 5,
    ) -> Timeline:
        """The account's own posts after `since_id`, newest first, at most 100 a page. Raises NotAnswered."""
        posts: list[SeenPost] = []
        exchanges: list[Exchange] = []
        token: object = None
        for _ in range(pages):
            options = {"since_id": since_id, "start_time": start_at, "pagination_token": token}
            answer = self._line.read(now, self._timeline_call(user_id, options))
            exchanges.append(answer)
            posts.extend(shown_posts(body_of(answer).get("data", ())))
            token = mapping(body_of(answer).get("meta")).get("next_token")
            if not token:
                break
        return Timeline(posts=tuple(posts), complete=not token, exchanges=tuple(exchanges))

    def _timeline_call(self, user_id: str, options: Mapping[str, object]) -> Callable[[], object]:
        return lambda: self._client.get_users_tweets(
            user_id,
            max_results=PAGE,
            tweet_fields=POST_FIELDS,
            user_auth=self._signs,
            **{name: value for name, value in options.items() if value is not None},
        )

    def lookup(self, *, external_ids: Sequence[str], now: datetime) -> Lookup:
        """Up to 100 posts by id. One that X does not name is missing. Raises NotAnswered."""
        if not 1 <= len(external_ids) <= PAGE:
            raise ValueError(f"X looks up between 1 and {PAGE} posts at a time")
        answer = self._line.read(
            now,
            lambda: self._client.get_tweets(
                list(external_ids), tweet_fields=POST_FIELDS, user_auth=self._signs
            ),
        )
        posts = tuple(shown_posts(body_of(answer).get("data", ())))
        missing = frozenset(external_ids) - {post.external_id for post in posts}
        return Lookup(posts=posts, missing=missing, exchange=answer)

    def whoami(self, *, now: datetime) -> Identity:
        """Whom the credential speaks for. Raises NotAnswered."""
        return _identity(self._line.read(now, lambda: self._client.get_me(user_auth=self._signs)))

    def who(self, *, external_user_id: str, now: datetime) -> Identity:
        """Whose account a number is. Raises NotAnswered."""
        return _identity(
            self._line.read(now, lambda: self._client.get_user(id=external_user_id, user_auth=self._signs))
        )


def _identity(answer: Exchange) -> Identity:
    who = mapping(body_of(answer).get("data"))
    match who.get("id"), who.get("username"), who.get("name"):
        case str(external_user_id), str(handle), str(name):
            return Identity(external_user_id=external_user_id, handle=storable(handle), name=storable(name))
    raise NotAnswered(Unknown(reason="answer_unreadable", exchange=answer))


def _deleted(
    answer: Exchange | NotSent | Unknown,
    means: Mapping[object, type[Deleted | AlreadyGone]],
    word: str,
) -> DeleteOutcome:
    """What an answer means of which `word` says how it is now."""
    if not isinstance(answer, Exchange):
        return answer
    if answer.status == 404:
        return AlreadyGone(exchange=answer)
    if answer.status is None or not 200 <= answer.status < 300:
        return refusal(answer)
    said = mapping(body_of(answer).get("data")).get(word)
    if not isinstance(said, bool) or said not in means:
        return Unknown(reason="answer_unreadable", exchange=answer)
    return means[said](exchange=answer)
