"""Pages fetched from a real server, through the filter, in time, with nothing said of the portal."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from outlets import heads
from outlets.pages import Fetched, NotFetched, Way, fetch
from tests.outlets.webbing import HEAD, Web, web

MOST = 2_000


@pytest.fixture
def served() -> Iterator[Web]:
    with web() as opened:
        yield opened


def get(url: str, way: Way, *, most: int = MOST, cut: bool = True, seconds: float = 5) -> Fetched:
    return fetch(url=url, way=way, accept="text/html", most_bytes=most, cut=cut, seconds=seconds)


def reason(url: str, way: Way, **more: float) -> str:
    with pytest.raises(NotFetched) as fault:
        get(url, way, **more)  # type: ignore[arg-type]
    return fault.value.reason


def test_a_page_is_fetched_once_without_a_word_of_who_asks(served: Web) -> None:
    page = served.page("/coats?a=1", HEAD)
    fetched = get(page, served.way())
    assert (fetched.content.decode(), fetched.media_type, fetched.charset) == (HEAD, "text/html", "utf-8")
    ((path, headers),) = served.asked
    assert path == "/coats?a=1"
    assert headers.pop("Host") == f"coats.example.org:{served.port}"
    assert headers.keys() == {"User-Agent", "Accept", "Accept-Encoding"}
    assert served.looked_up == ["coats.example.org"]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:10.0.0.1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://localhost/",
    ],
)
def test_nothing_of_the_house_is_reached_by_whatever_spelling(url: str) -> None:
    assert reason(url, Way()) == "not_public"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://coats.example.org/",
        "file:///etc/passwd",
        "http:///x",
        "http://me:secret@coats.example.org/",
        "http://a:x/",
    ],
)
def test_what_is_no_address_of_the_web_is_not_asked_for(served: Web, url: str) -> None:
    assert reason(url, served.way()) == "no_page"
    assert served.asked == []


def test_one_address_that_is_not_public_closes_the_name(served: Web) -> None:
    served.names["coats.example.org"] = ["127.0.0.1", "10.0.0.5"]
    assert reason(served.page("/", HEAD), served.way()) == "not_public"
    assert served.asked == []


def test_a_resolver_that_takes_its_time_is_waited_for_no_longer_than_a_page() -> None:
    over = threading.Event()

    def slow(host: str, port: int) -> list[str]:
        over.wait(10)
        return ["93.184.216.34"]

    begun = time.monotonic()
    try:
        assert reason("http://coats.example.org/", Way(lookup=slow), seconds=0.3) == "no_answer"
        assert time.monotonic() - begun < 2
    finally:
        over.set()


def test_a_public_address_at_another_port_is_told_apart() -> None:
    way = Way(lookup=lambda host, port: ["93.184.216.34"])
    assert reason("https://coats.example.org:8443/", way) == "other_port"


def test_another_port_is_not_reached(served: Web) -> None:
    assert reason(f"http://coats.example.org:{served.port + 1}/", served.way()) == "not_public"


def test_a_name_that_answers_otherwise_the_second_time_is_not_asked_a_second_time(served: Web) -> None:
    answers = [["127.0.0.1"], ["10.0.0.5"]]
    page = served.page("/", HEAD)
    way = Way(lookup=lambda host, port: answers.pop(0), may_reach=served.way().may_reach)
    assert get(page, way).content
    assert answers == [["10.0.0.5"]]
    assert reason(page, way) == "not_public"


def test_each_redirect_is_checked_and_the_fourth_is_not_followed(served: Web) -> None:
    served.names["inside.example"] = ["192.168.1.1"]
    served.page("/3", HEAD)
    for at in range(3):
        served.page(f"/{at}", "", status=302, headers={"Location": f"/{at + 1}"})
    assert get(served.url("/0"), served.way()).url == served.url("/3")
    assert reason(served.page("/x", "", status=302, headers={"Location": "/0"}), served.way()) == "round"
    inside = served.page("/in", "", status=301, headers={"Location": f"http://inside.example:{served.port}/"})
    assert reason(inside, served.way()) == "not_public"
    assert (
        reason(served.page("/file", "", status=302, headers={"Location": "file:///etc/passwd"}), served.way())
        == "no_page"
    )


def test_a_line_that_trickles_is_cut_when_the_time_is_over(served: Web) -> None:
    page = served.page("/", HEAD)
    served.trickle_seconds = 0.02
    began = time.monotonic()
    assert reason(page, served.way(), seconds=0.2) == "no_answer"
    assert time.monotonic() - began < 1


def test_what_is_long_is_cut_or_refused(served: Web) -> None:
    page = served.page("/", "x" * 3 * MOST)
    assert len(get(page, served.way()).content) == MOST
    assert reason(page, served.way(), cut=False) == "too_large"


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (404, {}, "refused"),
        (500, {}, "refused"),
        (204, {}, "refused"),
        (200, {"Content-Encoding": "gzip"}, "no_page"),
    ],
)
def test_what_is_no_page_is_told_apart(
    served: Web, status: int, headers: dict[str, str], expected: str
) -> None:
    assert reason(served.page("/", HEAD, status=status, headers=headers), served.way()) == expected


def test_a_name_nobody_knows_and_a_machine_that_does_not_answer(served: Web) -> None:
    assert reason(served.url("/", host="unknown.example"), served.way()) == "no_name"
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    way = Way(lookup=lambda host, _: ["127.0.0.1"], may_reach=lambda address, _: True)
    assert reason(f"http://coats.example.org:{port}/", way) == "no_answer"


def test_a_certificate_must_be_of_the_name_though_the_address_is_called(tmp_path: Path) -> None:
    certificate = _certificate(tmp_path, "coats.example.org")
    with web(certificate) as served:
        served.names["other.example"] = ["127.0.0.1"]
        trusting = ssl.create_default_context(cafile=str(certificate))
        page = served.page("/", HEAD).replace("http:", "https:")
        assert get(page, served.way(tls=trusting)).content
        assert (
            reason(page.replace("coats.example.org", "other.example"), served.way(tls=trusting))
            == "bad_certificate"
        )
        assert reason(page, served.way()) == "bad_certificate"


def test_a_proxy_is_told_the_address_that_was_checked_and_not_the_name(served: Web) -> None:
    page = served.page("/", HEAD)
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        heard: list[bytes] = []
        threading.Thread(target=_tunnel, args=(proxy, served.port, heard), daemon=True).start()
        way = served.way(proxy=f"http://portal:a%20word@127.0.0.1:{proxy.getsockname()[1]}")
        assert get(page, way).content.decode() == HEAD
    assert heard[0].startswith(f"CONNECT 127.0.0.1:{served.port} HTTP/1".encode())
    assert b"coats.example.org" not in heard[0]
    assert b"Proxy-Authorization: Basic cG9ydGFsOmEgd29yZA==" in heard[0]
    assert "Proxy-Authorization" not in served.asked[0][1]


def test_a_page_is_read_by_what_it_says_of_itself_to_networks() -> None:
    said = heads.read(
        content=HEAD.replace("{picture}", "/coat.jpg").encode(),
        charset="utf-8",
        url="https://coats.example.org/a/",
    )
    assert said == heads.Head(
        title="Winter coats & gloves",
        description="Where they are handed out.",
        site="City of Chicago",
        picture="https://coats.example.org/coat.jpg",
    )


@pytest.mark.parametrize(
    ("content", "charset", "title"),
    [
        (b"", "", ""),
        (b"<title>Only for browsers</title>", "", ""),
        (
            "<meta charset=windows-1252><meta property=og:title content='Caf\xe9'>".encode("cp1252"),
            "",
            "Café",
        ),
        ("<meta property=og:title content='Café'>".encode(), "no-such-set", "Café"),
        ("<meta property=og:title content='Café'>".encode(), "punycode", "Café"),
        ("<meta property=og:title content='a\u202eb\x00\n c'>".encode(), "", "ab c"),
        (b"<meta property=og:title content='" + b"word " * 100 + b"'>", "", "word " * 27 + "word…"),
        (b"<![broken <meta property=og:title content=x>", "", ""),
    ],
)
def test_whatever_a_page_says_becomes_one_plain_line(content: bytes, charset: str, title: str) -> None:
    assert heads.read(content=content, charset=charset, url="https://coats.example.org/").title == title


def _tunnel(proxy: socket.socket, port: int, heard: list[bytes]) -> None:
    """One connection of a proxy that connects where it is told, as far as this test goes."""
    near, _ = proxy.accept()
    with near, socket.create_connection(("127.0.0.1", port)) as far:
        heard.append(near.recv(4096))
        near.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        far.sendall(near.recv(4096))
        while piece := far.recv(4096):
            near.sendall(piece)


def _certificate(folder: Path, name: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path
