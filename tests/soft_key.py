"""A security key made of software: what a browser would send for it, signed as a real one signs."""

import hashlib
import json
import re
import secrets
import struct
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

PRESENT, KNOWN = 0x01, 0x40
"""Somebody touched it; it says which key it is."""
ORIGIN = "http://localhost"


def asked_by(page: str) -> dict[str, Any]:
    """What a page asks the browser for."""
    found = re.search(r'<script id="key-asked" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found, "the page asks for no key"
    asked: dict[str, Any] = json.loads(unescape(found[1]))["publicKey"]
    return asked


@dataclass
class SoftKey:
    """One key in somebody's pocket."""

    number: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    secret: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def made(self, asked: dict[str, Any], *, origin: str = ORIGIN, **said: Any) -> dict[str, Any]:
        """The answer to being added."""
        public = cbor.encode(dict(ES256.from_cryptography_key(self.secret.public_key())))
        known = bytes(16) + struct.pack(">H", len(self.number)) + self.number + public
        seen = self._seen(asked["rp"]["id"], PRESENT | KNOWN) + known
        client = self._client("webauthn.create", asked, origin, said)
        whole = cbor.encode({"fmt": "none", "attStmt": {}, "authData": seen})
        return self._answer(clientDataJSON=client, attestationObject=whole)

    def shown(
        self, asked: dict[str, Any], *, origin: str = ORIGIN, flags: int = PRESENT, **said: Any
    ) -> dict[str, Any]:
        """The answer to being shown."""
        seen = self._seen(asked["rpId"], flags)
        client = self._client("webauthn.get", asked, origin, said)
        signed = self.secret.sign(seen + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=seen, signature=signed)

    def _seen(self, name: str, flags: int) -> bytes:
        return hashlib.sha256(name.encode()).digest() + struct.pack(">BI", flags, 0)

    def _client(self, act: str, asked: dict[str, Any], origin: str, said: dict[str, Any]) -> bytes:
        client = {"type": act, "challenge": asked["challenge"], "origin": origin, "crossOrigin": False} | said
        return json.dumps(client).encode()

    def _answer(self, **response: bytes) -> dict[str, Any]:
        number = websafe_encode(self.number)
        written = {name: websafe_encode(value) for name, value in response.items()}
        return {"id": number, "rawId": number, "type": "public-key", "response": written}
