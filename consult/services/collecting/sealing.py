"""Answers sealed on a tablet: whoever finds it can read nothing, and only the wave's own key opens them.

Scheme (the elliptic curve integrated encryption scheme of SEC 1, section 5.1, with today's parts): a fresh
key pair on P-256 for every letter, ECDH with the wave's public key, HKDF-SHA256 (RFC 5869) with both public
points as salt, AES-256-GCM. P-256 because every browser's WebCrypto has it. The nonce is all zeros: each key
is used for exactly one letter.

A letter is: version (1 byte) | the letter's own public point (65 bytes, uncompressed) | ciphertext and tag.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from consult.errors import ConsultError

VERSION = b"\x01"
POINT = 65  # bytes of an uncompressed point on P-256
PURPOSE = b"consult sealed answers 1"
_NONCE = bytes(12)
_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # SEC 2, secp256r1


class SealError(ConsultError):
    """A letter is broken, foreign or sealed to another key. Nothing of its content is known."""


def private_key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    """Make the wave's key from 32 random bytes, as the keyring keeps them."""
    return ec.derive_private_key(int.from_bytes(secret, "big") % (_ORDER - 1) + 1, _CURVE)


def public_point(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Give what tablets seal to: the public point, 65 bytes."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def open_letter(key: ec.EllipticCurvePrivateKey, letter: bytes) -> bytes:
    """Give what was sealed; SealError for anything that was not sealed to this key exactly so."""
    point = letter[1 : 1 + POINT]
    if letter[:1] != VERSION or len(point) < POINT:
        raise SealError("not a sealed letter")
    try:
        sender = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
        shared = key.exchange(ec.ECDH(), sender)
        cipher = AESGCM(_derive(shared, point + public_point(key)))
        return cipher.decrypt(_NONCE, letter[1 + POINT :], VERSION)
    except (ValueError, InvalidTag) as broken:
        raise SealError("the letter cannot be opened") from broken


def seal_letter(point: bytes, words: bytes) -> bytes:
    """Seal as a tablet does; the tablets' own script (static/kiosk) is the other implementation."""
    own = ec.generate_private_key(_CURVE)
    receiver = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
    own_point = public_point(own)
    cipher = AESGCM(_derive(own.exchange(ec.ECDH(), receiver), own_point + point))
    return VERSION + own_point + cipher.encrypt(_NONCE, words, VERSION)


def _derive(shared: bytes, salt: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=PURPOSE).derive(shared)
