"""Signed checkpoints: what is signed, with which key, and whether a signature holds."""

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from audit.models import Checkpoint
from audit.verbs import time_text


def origin() -> str:
    """The name of this installation's one log."""
    return f"{settings.INSTALLATION_ID}/trail"


def new_key() -> str:
    """A fresh private key as TRAIL_KEY takes it: 32 bytes in URL-safe base64."""
    return base64.urlsafe_b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()


def signing_key(text: str) -> Ed25519PrivateKey:
    """The private key that TRAIL_KEY holds; ImproperlyConfigured when it is none."""
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(text))
    except (ValueError, binascii.Error):
        raise ImproperlyConfigured(
            "TRAIL_KEY must be 32 bytes in URL-safe base64, the sequencer's alone."
        ) from None


def signed_bytes(checkpoint: Checkpoint) -> bytes:
    """Four lines: origin, size, root in base64, time in UTC; Ed25519 signs these bytes whole."""
    root = base64.b64encode(bytes(checkpoint.root)).decode()
    return f"{checkpoint.origin}\n{checkpoint.size}\n{root}\n{time_text(checkpoint.at)}\n".encode()


def sign(checkpoint: Checkpoint, *, key: Ed25519PrivateKey) -> Checkpoint:
    """Fill in public key and signature."""
    checkpoint.public_key = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    checkpoint.signature = key.sign(signed_bytes(checkpoint))
    return checkpoint


def is_signed(checkpoint: Checkpoint) -> bool:
    """Whether the signature is that of the checkpoint's own public key over exactly its bytes."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes(checkpoint.public_key))
        key.verify(bytes(checkpoint.signature), signed_bytes(checkpoint))
    except (InvalidSignature, ValueError):
        return False
    return True
