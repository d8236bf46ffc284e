"""docker-compose.yml and deploy/: what a department starts with, read without an engine."""

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml
from django.conf import settings
from django.urls import reverse

from accounts.rosters import reading
from governance import keyring
from posts import uploads
from posts.pictured import MOST_PICTURES
from posts.views import uploading
from tests import compose, proxy

ROOT = Path(__file__).resolve().parents[2]
TOLD: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = TOLD["services"]
OURS = sorted(name for name, service in SERVICES.items() if "build" in service)
SETTINGS = {
    "PORTAL_HOST": "social.example.gov",
    "ACME_EMAIL": "it@example.gov",
    "EMAIL_FROM": "portal@example.gov",
}


@pytest.fixture(scope="module")
def program() -> list[str]:
    found = compose.command()
    if found is None:
        pytest.skip(compose.NONE)
    return found


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    keyring.fill(folder=tmp_path / "secrets")
    (tmp_path / "secrets" / "email-url").write_text("smtp://127.0.0.1:25")
    return tmp_path / "secrets"


def _config(
    program: list[str], environment: dict[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    bare = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [
        *program,
        "--file",
        str(ROOT / "docker-compose.yml"),
        "--project-directory",
        str(ROOT),
        "config",
    ]
    return subprocess.run(
        command, cwd=folder, env=bare | environment, capture_output=True, text=True, check=False
    )


def test_the_file_is_one_that_compose_reads(program: list[str], secrets: Path, tmp_path: Path) -> None:
    done = _config(program, SETTINGS | {"SECRETS_FOLDER": str(secrets)}, tmp_path)

    assert done.returncode == 0, done.stderr
    assert "https://social.example.gov" in done.stdout


@pytest.mark.parametrize("missing", [*SETTINGS, "SECRETS_FOLDER"])
def test_nothing_starts_without_what_a_department_must_say(
    program: list[str], secrets: Path, tmp_path: Path, missing: str
) -> None:
    given = SETTINGS | {"SECRETS_FOLDER": str(secrets)}

    done = _config(program, {name: text for name, text in given.items() if name != missing}, tmp_path)

    assert done.returncode != 0
    assert f"Set {missing} to" in done.stderr


def test_every_setting_is_explained_in_the_example() -> None:
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    example = (ROOT / "deploy" / "env.example").read_text()

    assert asked == set(re.findall(r"^(\w+)=", example, re.MULTILINE))
    for name in TOLD["secrets"]:
        assert name in example


def test_no_secret_stands_in_the_file() -> None:
    for name, service in SERVICES.items():
        for setting, value in service.get("environment", {}).items():
            held = setting.removesuffix("_FILE")
            if re.search(r"PASSWORD|SECRET|KEY|TOKEN|_URL$", held) and held not in {
                "PUBLIC_URL",
                "TRAINING_URL",
            }:
                assert setting.endswith("_FILE"), (name, setting)
                assert value == f"/run/secrets/{Path(value).name}"
                assert Path(value).name in service["secrets"], (name, setting)


def test_the_key_of_the_trail_goes_to_the_sequencer_alone() -> None:
    assert [name for name, service in SERVICES.items() if "trail-key" in service.get("secrets", ())] == [
        "sequencer"
    ]


def test_only_who_changes_or_reads_all_tables_acts_as_the_owner() -> None:
    holders = {
        name for name, service in SERVICES.items() if "database-owner-url" in service.get("secrets", ())
    }

    assert holders == {"migrate", "backup", "postgres"}


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_can_do_little(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.get("privileges") and not service.get("privileged")
    assert "tmpfs" in service
    assert service["logging"]["options"] == {"max-size": "20m", "max-file": "5"}


@pytest.mark.parametrize("name", SERVICES)
def test_every_image_is_pinned(name: str) -> None:
    image = SERVICES[name]["image"]

    assert re.search(r":(\d+\.\d+\.\d+|\d+\.\d+|\$\{PORTAL_VERSION:-\d+\.\d+\.\d+\})", image), image
    assert "latest" not in image


def test_what_runs_for_long_has_a_health_check() -> None:
    once = {"migrate", "backup"}

    assert {name for name, service in SERVICES.items() if "healthcheck" not in service} == once
    assert {name for name, service in SERVICES.items() if service.get("restart") == "no"} == once


def test_the_portal_waits_for_the_tables_and_the_proxy_for_the_portal() -> None:
    for name in ("web", "worker", "beat", "sequencer"):
        waits = SERVICES[name]["depends_on"]
        assert waits["migrate"] == {"condition": "service_completed_successfully"}
        assert waits["valkey"] == {"condition": "service_healthy"}
    assert SERVICES["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert SERVICES["proxy"]["depends_on"] == {"web": {"condition": "service_healthy"}}


def test_the_proxy_cannot_reach_the_database() -> None:
    assert SERVICES["proxy"]["networks"] == ["front", "training"]
    assert SERVICES["postgres"]["networks"] == SERVICES["valkey"]["networks"] == ["back"]
    assert TOLD["networks"]["back"] == {"internal": True}
    assert {name for name, service in SERVICES.items() if service.get("ports")} == {"proxy", "sandbox"}
    assert SERVICES["sandbox"]["ports"] == ["127.0.0.1:8100:8100"]


def test_the_web_server_sees_the_backups_and_cannot_touch_them() -> None:
    mounts = {name: service.get("volumes", []) for name, service in SERVICES.items()}

    assert {name: mount for name, all_of in mounts.items() for mount in all_of if "backups:" in mount} == {
        "web": "backups:/srv/backups:ro",
        "backup": "backups:/srv/backups",
    }
    assert "vault:/srv/vault" in mounts["web"]


def _most_sent(address: str) -> int:
    """Bytes that deploy/Caddyfile lets through to a path; its MB are 1,000,000 bytes."""
    caddyfile = (ROOT / "deploy" / "Caddyfile").read_text()
    limits = dict(re.findall(r"request_body @(\w+) {\s+max_size (\d+)MB", caddyfile))
    (composer,) = re.findall(r"@composer path_regexp (\S+)", caddyfile)
    assert re.findall(r"@elsewhere not path_regexp (\S+)", caddyfile) == [composer]
    return int(limits["composer" if re.search(composer, address) else "elsewhere"]) * 1_000_000


@pytest.mark.parametrize("name", ["check_draft", "submit_post"])
def test_a_form_with_every_picture_it_may_hold_passes_the_proxy(name: str) -> None:
    most = max(MOST_PICTURES * uploads.LARGEST_BYTES, uploads.LARGEST_VIDEO_BYTES)

    assert _most_sent(reverse(name, args=[14])) > most + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert "forms:/tmp" in SERVICES["web"]["volumes"], "what waits there must not be in memory"


def test_elsewhere_the_proxy_takes_what_one_file_or_one_piece_needs() -> None:
    for name, most in (
        ("import_rosters", reading.MOST_BYTES),
        ("upload", uploading.LARGEST_PIECE),
    ):
        address = reverse(name, args=[uuid4()] if name == "upload" else [])
        assert most < _most_sent(address) < uploads.LARGEST_BYTES


def test_the_proxy_s_network_is_the_one_that_is_trusted() -> None:
    (subnet,) = TOLD["networks"]["front"]["ipam"]["config"]

    assert {SERVICES[name]["environment"]["TRUSTED_PROXIES"] for name in ("web", "worker")} == {
        subnet["subnet"]
    }


def test_a_number_can_be_given_of_workers_alone() -> None:
    for service in SERVICES.values():
        assert "container_name" not in service
    assert SERVICES["worker"]["command"][-1] == "worker@%h"


def test_the_training_network_comes_only_when_it_is_asked_for() -> None:
    assert {name: service["profiles"] for name, service in SERVICES.items() if "profiles" in service} == {
        "sandbox": ["training"],
        "backup": ["backup"],
    }


def test_the_training_network_has_a_name_and_tls_and_its_controls_are_closed() -> None:
    assert SERVICES["sandbox"]["networks"] == ["training"]
    assert [name for name, service in SERVICES.items() if "training" in service.get("networks", ())] == [
        "proxy",
        "sandbox",
    ]
    site = (ROOT / "deploy" / "sites" / "training.caddy.example").read_text()
    assert "{$TRAINING_HOST} {" in site and "handle /_sandbox/* {\n\t\trespond 404" in site


def test_secrets_are_made_once_and_closed(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    assert keyring.fill(folder=folder) == ["email-url"]
    before = {path.name: path.read_text() for path in folder.iterdir()}

    keyring.fill(folder=folder)

    assert {path.name: path.read_text() for path in folder.iterdir()} == before
    assert set(before) | {"email-url"} == set(TOLD["secrets"])
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(set(before.values())) == len(before)
    assert before["valkey-password"].strip() in before["redis-url"]


def test_the_two_roles_get_the_passwords_of_their_addresses(tmp_path: Path) -> None:
    """The script's own reading of an address, with the folder of the secrets elsewhere."""
    keyring.fill(folder=tmp_path)
    script = (ROOT / "deploy" / "roles.sh").read_text().replace("/run/secrets", str(tmp_path))
    head = script.partition("\npsql")[0]

    said = subprocess.run(
        ["sh", "-c", f"{head}\npassword database-url"], capture_output=True, text=True, check=True
    ).stdout

    assert said and (tmp_path / "database-url").read_text().startswith(
        f"postgres://portal_app:{said}@postgres:"
    )


def test_the_proxy_s_settings_are_valid() -> None:
    caddy = shutil.which("caddy")
    if caddy is None:
        pytest.skip(proxy.NONE)
    command = [caddy, "validate", "--adapter", "caddyfile", "--config", str(ROOT / "deploy" / "Caddyfile")]
    done = subprocess.run(command, env=os.environ | SETTINGS, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_the_keyring_needs_nothing_but_python(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.argv = ['keyring', "
         f"{str(tmp_path / 's')!r}]; from governance import keyring; keyring.main(); "
         "sys.exit(bool({'django', 'psycopg2'} & set(sys.modules)))"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert "Still yours to write" in done.stdout
