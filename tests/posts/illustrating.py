"""A post that holds pictures, made as people make it; single files under way and looked at."""

from dataclasses import replace
from datetime import datetime

from accounts.models import Member
from governance.cast import Cast
from posts import drafting, looking, rights, uploads
from posts.models import Draft, Picture, Post, Upload
from posts.pictured import Pictured
from tests import drawn, people

ALT = "A red sky over a blue lake"


def arrived(*, post: Post, by: Member, content: bytes, at: datetime, name: str = "IMG_0417.HEIC") -> Upload:
    """A file that has arrived in two pieces and waits to be checked."""
    upload = uploads.begin(post_id=post.pk, actor=by, name=name, size_bytes=len(content), at=at)
    half = len(content) // 2
    uploads.add(upload_id=upload.pk, actor=by, offset=0, content=content[:half], at=at)
    return uploads.add(upload_id=upload.pk, actor=by, offset=half, content=content[half:], at=at)


def looked_at(*, post: Post, by: Member, content: bytes, at: datetime, name: str = "IMG_0417.HEIC") -> Upload:
    """The same after the worker's look."""
    upload = arrived(post=post, by=by, content=content, at=at, name=name)
    looking.look(upload_id=upload.pk, at=at)
    return Upload.objects.select_related("picture").get(pk=upload.pk)


def picture(*, post: Post, by: Member, at: datetime, content: bytes | None = None) -> Picture:
    """A picture of the unit that stands in no post yet; the department made it, and nobody is in it."""
    made = looked_at(post=post, by=by, content=content or drawn.jpeg(), at=at).picture
    assert made is not None
    rights.own(picture=made, actor=by, at=at)
    return made


def hold(*, post: Post, by: Member, pictures: tuple[Pictured, ...], at: datetime) -> Draft:
    """Save the draft as it is, with these pictures."""
    post.refresh_from_db()
    draft = Draft.objects.get(post=post)
    written = replace(drafting.written_in(draft=draft, category=post.category), pictures=pictures)
    return drafting.save(post_id=post.pk, actor=by, written=written, seen_version=draft.version, at=at)


def illustrated(
    *, engaged: Cast, at: datetime, text: str = people.TIP.text, alts: tuple[str, ...] = (ALT,)
) -> Post:
    """A draft of Ofc. Reyes that holds a picture for each alt text, each of its own colour."""
    post = people.drafted(engaged=engaged, written=replace(people.TIP, text=text), at=at)
    colours = ("green", "orange", "purple", "navy")
    held = tuple(
        Pictured(
            picture_id=picture(
                post=post, by=engaged.reyes, at=at, content=drawn.png(colour=colours[number])
            ).pk,
            alt_text=alt,
        )
        for number, alt in enumerate(alts)
    )
    hold(post=post, by=engaged.reyes, pictures=held, at=at)
    return post
