"""The profile in the older API, 1.1: its words and its image."""

import hashlib
from datetime import datetime
from typing import Any

from sandbox import media, people
from sandbox.answers import Answer, as_json, coded, invalid
from sandbox.call import Call
from sandbox.clock import moment, stamp

LONGEST = {"name": 50, "description": 160, "location": 30, "url": 100}
LARGEST_IMAGE = 700 * 1024


def update(call: Call) -> Answer:
    """What is named changes, the rest stays. tweepy sends it in the query."""
    wish = call.request.parameters("include_entities", "skip_status", "profile_link_color", *LONGEST)
    for name, longest in LONGEST.items():
        if len(wish.get(name, "")) > longest:
            problem = f"{name.capitalize()} is too long (maximum is {longest} characters)."
            raise coded(120, f"Account update failed: {problem}")
    if "name" in wish and not wish["name"].strip():
        raise coded(120, "Account update failed: Name cannot be blank.")
    for name in LONGEST.keys() & wish.keys():
        call.db.execute(
            f"UPDATE accounts SET {name} = ? WHERE user_id = ?",  # noqa: S608  (one of four names)
            (wish[name], call.account["user_id"]),
        )
    return as_json(_shown(call))


def update_image(call: Call) -> Answer:
    """A JPEG, PNG or GIF of up to 700 KB in the part `image`."""
    content = call.request.parts.get("image", b"")
    media_type = media.recognised(content)
    if len(content) > LARGEST_IMAGE or media_type not in {"image/jpeg", "image/png", "image/gif"}:
        raise invalid({"image": []}, "An image is a JPEG, PNG or GIF of up to 700 KB")
    call.db.execute(
        "INSERT OR REPLACE INTO profile_images VALUES (?, ?, ?, ?, ?)",
        (call.account["user_id"], media_type, content, hashlib.sha256(content).hexdigest(), stamp(call.at)),
    )
    return as_json(_shown(call))


def _shown(call: Call) -> dict[str, Any]:
    row = people.the(db=call.db, user_id=call.account["user_id"])
    born: datetime = moment(row["created_at"])
    user = people.as_x_shows(row, people.FIELDS, db=call.db)
    return {
        "id": int(row["user_id"]),
        "id_str": row["user_id"],
        "name": row["name"],
        "screen_name": row["username"],
        "description": row["description"],
        "location": row["location"],
        "url": row["url"] or None,
        "protected": user["protected"],
        "verified": user["verified"],
        "profile_image_url_https": user["profile_image_url"],
        "created_at": f"{born:%a %b %d %H:%M:%S +0000 %Y}",
    }
