"""What becomes of a file that somebody sent: pixels and nothing else, or a sentence."""

import io
import os
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from PIL import Image, ImageCms

from audit import blobs
from audit.models import Event
from governance.cast import CHICAGO, Cast
from posts import looking, pictures, uploads
from posts.looking import Unusable, made_from
from posts.models import Picture, Post, Upload
from tests import drawn, people
from tests.posts.illustrating import arrived, looked_at

HTML = b"<html><script>alert(1)</script></html>"


@pytest.fixture
def draft(chicago: Cast, at: datetime) -> Post:
    return people.drafted(engaged=chicago, at=at)


def looked(content: bytes, folder: Path) -> looking.Made:
    path = folder / "upload"
    path.write_bytes(content)
    return made_from(path=path, folder=folder)


def colour_at(image: Image.Image, across: float, down: float) -> str:
    red, green, blue = image.convert("RGB").getpixel((int(image.width * across), int(image.height * down)))
    if min(red, green, blue) > 200:
        return "white"
    return "red" if red > blue else "blue"


def test_a_photo_from_a_phone_is_upright_small_and_tells_nothing_of_where_it_was_taken(
    tmp_path: Path,
) -> None:
    """CPD-SM.III.C.4.d"""
    sent = drawn.from_a_phone()
    assert len(sent) > 6_000_000
    assert drawn.opened(sent).getexif().get_ifd(drawn.GPS)

    made = looked(sent, tmp_path)

    image = drawn.opened(made.network.read_bytes())
    assert (made.media_type, image.size) == ("image/jpeg", (3000, 4000))
    assert len(made.network.read_bytes()) <= 5_000_000
    assert not image.getexif()
    assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & image.info.keys()
    for mark in (b"Exif", b"Example Phones", b"http"):
        assert mark not in made.network.read_bytes() + made.preview


@pytest.mark.parametrize("kind", ["JPEG", "HEIF"])
def test_a_twelve_megapixel_picture_that_lies_on_its_side_is_turned(tmp_path: Path, kind: str) -> None:
    exif = Image.Exif()
    exif[drawn.ORIENTATION] = 6
    lying = drawn.scene(4032, 3024).rotate(90, expand=True)
    made = looked(drawn.octets(lying, kind, quality=80, exif=exif.tobytes()), tmp_path)

    image = drawn.opened(made.network.read_bytes())

    assert image.size == (made.width, made.height) == (4032, 3024)
    assert [colour_at(image, 0.03, 0.03), colour_at(image, 0.5, 0.2), colour_at(image, 0.5, 0.8)] == [
        "white",
        "red",
        "blue",
    ]
    preview = drawn.opened(made.preview)
    assert preview.size == (640, 480)
    assert len(made.preview) < 60_000


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (drawn.jpeg(), "image/jpeg"),
        (drawn.png(), "image/png"),
        (drawn.octets(drawn.scene(), "WEBP"), "image/jpeg"),
        (drawn.octets(drawn.scene(), "HEIF"), "image/jpeg"),
        (drawn.octets(drawn.scene().quantize(), "GIF"), "image/png"),
        (drawn.octets(drawn.scene().convert("CMYK"), "JPEG"), "image/jpeg"),
        (drawn.octets(drawn.scene().convert("L"), "JPEG"), "image/jpeg"),
        (drawn.octets(drawn.scene(mode="RGBA"), "WEBP"), "image/jpeg"),
        (drawn.octets(Image.new("RGBA", (90, 90), (9, 9, 9, 90)), "PNG"), "image/png"),
        (drawn.octets(Image.new("RGBA", (90, 90), (9, 9, 9, 90)), "WEBP"), "image/png"),
        (drawn.octets(Image.new("1", (90, 90)), "PNG"), "image/png"),
        (drawn.octets(Image.new("I;16", (90, 90), 40_000), "PNG"), "image/png"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value[:12]!r}",
)
def test_every_kind_of_still_picture_is_made_into_one_of_two(
    tmp_path: Path, content: bytes, media_type: str
) -> None:
    made = looked(content, tmp_path)
    assert made.media_type == media_type
    image = drawn.opened(made.network.read_bytes())
    assert Image.MIME[image.format or ""] == media_type
    assert image.mode in {"RGB", "RGBA"}


def test_colours_of_another_profile_become_those_of_srgb(tmp_path: Path) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    broken = drawn.jpeg(icc_profile=b"no profile at all")
    assert colour_at(drawn.opened(looked(broken, tmp_path).network.read_bytes()), 0.5, 0.2) == "red"
    wrong = drawn.jpeg(icc_profile=lab.tobytes())
    assert looked(wrong, tmp_path).media_type == "image/jpeg"


def test_a_large_drawing_stays_lossless_only_while_it_is_small_enough(tmp_path: Path) -> None:
    made = looked(drawn.octets(drawn.noise(2200, 1500), "PNG"), tmp_path)
    assert made.media_type == "image/jpeg"
    assert len(made.network.read_bytes()) <= 5_000_000


def test_the_longest_side_is_4096(tmp_path: Path) -> None:
    made = looked(drawn.jpeg(6000, 3000), tmp_path)
    assert (made.width, made.height) == (4096, 2048)


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("run.js", "alert(1)")
    return out.getvalue()


def cut_short(content: bytes) -> bytes:
    return content[: len(content) // 2]


HOSTILE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"\0", "wrong_type"),
    "a web page called .jpg": (HTML, "wrong_type"),
    "a drawing that can hold script": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "wrong_type"),
    "a document": (b"%PDF-1.7\n", "wrong_type"),
    "a program": (b"MZ" + bytes(400), "wrong_type"),
    "a TIFF": (drawn.octets(drawn.scene(), "TIFF"), "wrong_type"),
    "a picture and a web page": (drawn.jpeg() + HTML, "two_in_one"),
    "a web page in a comment": (drawn.jpeg(comment=HTML), "two_in_one"),
    "a picture and an archive": (drawn.png() + zipped(), "two_in_one"),
    "a picture and a document": (drawn.jpeg() + b"%PDF-1.7", "two_in_one"),
    "a web page deep in its notes": (
        drawn.jpeg(icc_profile=bytes(70_000) + HTML, quality=100) + bytes(70_000),
        "two_in_one",
    ),
    "a web page in the words of a PNG": (drawn.with_words(HTML.decode()), "two_in_one"),
    "a bomb": (drawn.bomb(), "too_many_pixels"),
    "a moving PNG": (drawn.moving("PNG"), "moving"),
    "a moving WEBP": (drawn.moving("WEBP"), "moving"),
    "a JPEG cut short": (cut_short(drawn.jpeg()), "unreadable"),
    "a PNG cut short": (cut_short(drawn.octets(drawn.noise(200, 200), "PNG")), "unreadable"),
    "a HEIC cut short": (cut_short(drawn.octets(drawn.noise(600, 400), "HEIF")), "unreadable"),
    "a beginning alone": (b"\xff\xd8\xff" + os.urandom(4000), "unreadable"),
    "script that begins as a GIF": (b"GIF89a/*" + b"=1;alert(1)//" * 20, "unreadable"),
    "a line": (drawn.octets(Image.new("RGB", (9000, 2)), "PNG"), "too_narrow"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_is_no_still_picture_is_refused_with_a_sentence(tmp_path: Path, name: str) -> None:
    content, word = HOSTILE[name]
    with pytest.raises(Unusable) as refused:
        looked(content, tmp_path)
    assert str(refused.value) == looking._SENTENCES[word]


@pytest.mark.parametrize("mark", [b"<hTmL", b"%PdF-"])
def test_a_mark_that_stands_among_the_pixels_by_chance_refuses_nothing(tmp_path: Path, mark: bytes) -> None:
    content = drawn.raw_with(mark)
    assert mark in content[4096:-65_557]
    assert looked(content, tmp_path).media_type == "image/png"


def test_the_child_may_use_little_memory_and_dies_of_more(tmp_path: Path) -> None:
    greedy = tmp_path / "greedy.py"
    greedy.write_text(
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import pixels\npixels.limit_self()\nwaste = bytearray(2_000_000_000)\nprint('took it')\n"
    )
    done = subprocess.run(
        [sys.executable, str(greedy), str(Path(looking.__file__).parent)], capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"MemoryError" in done.stderr


def test_a_child_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "slow.py"
    slow.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(looking, "_PIXELS", slow)
    monkeypatch.setattr(looking, "SECONDS", 0.3)
    with pytest.raises(Unusable, match="damaged"):
        looked(drawn.jpeg(), tmp_path)


@pytest.mark.parametrize("said", ["", "no JSON", '{"refused": "a word nobody knows"}'])
def test_whatever_the_child_says_ends_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    odd = tmp_path / "odd.py"
    odd.write_text(f"print({said!r})")
    monkeypatch.setattr(looking, "_PIXELS", odd)
    with pytest.raises(Unusable):
        looked(drawn.jpeg(), tmp_path)


def test_a_checked_picture_is_the_units_with_its_original_restricted(
    chicago: Cast, draft: Post, at: datetime
) -> None:
    content = drawn.jpeg(900, 700)
    upload = looked_at(post=draft, by=chicago.reyes, content=content, at=at)
    picture = upload.picture
    assert upload.state == "ready"
    assert picture is not None
    assert (picture.unit_id, picture.made_by_id) == (draft.unit_id, chicago.reyes.pk)
    assert blobs.content(digest=picture.original_digest, agency_id=chicago.agency.pk) == content
    assert (picture.width, picture.height, picture.media_type) == (900, 700, "image/jpeg")
    with pictures.content(picture=picture, size="network") as file:
        assert len(file.read()) == picture.size_bytes
    with pictures.content(picture=picture, size="preview") as file:
        assert max(drawn.opened(file.read()).size) == 640
    assert not uploads.path_of(upload_id=upload.pk).exists()
    event = Event.objects.get(verb="unit.picture_made")
    assert picture.digest not in str(event.keys)


def test_a_refused_file_leaves_a_sentence_and_no_bytes(chicago: Cast, draft: Post, at: datetime) -> None:
    upload = looked_at(post=draft, by=chicago.reyes, content=drawn.bomb(), at=at, name="holiday.png")
    assert (upload.state, upload.picture) == ("refused", None)
    assert upload.sentence.startswith("This picture has more than 50 million pixels.")
    assert not Picture.objects.exists()


def test_one_file_is_one_picture_of_a_unit_and_another_one_of_another_unit(
    chicago: Cast, draft: Post, at: datetime
) -> None:
    elsewhere = people.drafted(engaged=chicago, by="tran", unit="001", at=at)
    content = drawn.jpeg()
    made = [
        looked_at(post=draft, by=chicago.reyes, content=content, at=at).picture,
        looked_at(post=draft, by=chicago.ortega, content=content, at=at).picture,
        looked_at(post=elsewhere, by=chicago.tran, content=content, at=at).picture,
    ]
    assert made[0] == made[1] != made[2]


def test_bytes_that_were_lost_are_asked_for_again(chicago: Cast, draft: Post, at: datetime) -> None:
    upload = arrived(post=draft, by=chicago.reyes, content=drawn.jpeg(), at=at)
    uploads.path_of(upload_id=upload.pk).unlink()
    assert looking.look(upload_id=upload.pk, at=at) == "refused"
    upload.refresh_from_db()
    assert upload.sentence == "The file was lost on the way. Choose it again."


def test_two_workers_that_look_at_once_make_one_picture(committed_db: str, at: datetime) -> None:
    engaged = people.engage_on_duty(house=CHICAGO, at=at)
    post = people.drafted(engaged=engaged, at=at)
    ones = [arrived(post=post, by=engaged.reyes, content=drawn.jpeg(), at=at) for _ in range(2)]

    def look(upload: Upload) -> Any:
        try:
            return looking.look(upload_id=upload.pk, at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(look, [*ones, *ones]))

    assert said.count("ready") == 2
    assert set(said) <= {"ready", "nothing to do"}
    assert Picture.objects.count() == 1
