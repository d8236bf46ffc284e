"""The network's reasons in sentences: the one place that knows the words of `outlets` and says them to people."""

import re
from collections.abc import Mapping

_REFUSED: Mapping[str, str] = {
    "invalid": "It was not accepted as it was sent",
    "too_long": "It is too long there",
    "invalid_media": "A picture or video of it was not accepted",
    "duplicate": "The same words stand there already",
    "reply_not_allowed": "The post that it answers takes no reply from this account",
    "reply_target_gone": "The post that it answers is not there any more",
    "repost_target_gone": "The post that it repeats is not there any more",
    "forbidden": "This is not allowed there",
    "auth_revoked": "The key of the account is not accepted any more",
    "suspended": "The account is suspended",
    "locked": "The account is locked",
    "protected": "The account is protected",
    "read_only_app": "The department's application may only read there",
    "not_entitled": "The department's plan does not include this",
}
"""What `outlets.verdicts.REASONS` mean; after it stands what the network itself said."""
_LIMITS: Mapping[str, str] = {
    "endpoint": "The network takes no more for a few minutes.",
    "user_24h": "The account has sent all that the network takes of it in a day.",
    "app_24h": "The department has sent all that the network takes of it in a day.",
}
_NO_ANSWER = "No answer came, so nobody knows whether it was taken."
_SAID: Mapping[str, str] = {
    "no_connection": "The network could not be reached.",
    "credits_depleted": "The department's credit with the network is used up.",
    "media_still_processed": "The network is still preparing the video.",
    "answer_unreadable": "The answer could not be read.",
    "answer_cut_off": "The answer broke off in the middle.",
    "no_answer": _NO_ANSWER,
    "no_answer_in_time": _NO_ANSWER,
    "connection_lost": "The connection broke before an answer came.",
    "worker_lost": "The portal was cut off during the call, so nobody heard the answer.",
}
_STATUS = re.compile(r"status_(\d{3})")
_ASKED_TO_WAIT = re.compile(r"The network asks to wait \((\w+)\)\.")


def in_words(reason: str) -> str:
    """A sentence for a reason as an attempt or a publication keeps it; what is a sentence already stays as it is."""
    slug, _, said = reason.partition(": ")
    if slug in _REFUSED:
        return f"{_REFUSED[slug]}. {_quoted(said)}".rstrip()
    if status := _STATUS.fullmatch(reason):
        return f"It answered with an error of its own ({status[1]})."
    if wait := _ASKED_TO_WAIT.fullmatch(reason):
        return _LIMITS.get(wait[1], reason)
    return _SAID.get(reason, reason)


def _quoted(said: str) -> str:
    return f"The network says: “{said.strip()}”" if said.strip() else ""
