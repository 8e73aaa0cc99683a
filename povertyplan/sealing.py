"""What the server keeps for a short while and nobody should read in the database: sealed with SECRET_KEY."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac


def _box() -> Fernet:
    key = salted_hmac("povertyplan.sealing", "box", algorithm="sha256").digest()  # 32 bytes from SECRET_KEY
    return Fernet(base64.urlsafe_b64encode(key))


def seal(data: bytes) -> bytes:
    return _box().encrypt(data)


def unseal(sealed: bytes, *, seconds: int) -> bytes | None:
    """None for what is older than `seconds`, was changed, or was sealed with another key."""
    try:
        return _box().decrypt(bytes(sealed), ttl=seconds)
    except InvalidToken:
        return None
