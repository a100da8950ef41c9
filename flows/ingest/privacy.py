"""The door: no telephone number, identity number or full name gets past it.

Basis: PIPL arts. 28 and 51, GB/T 37964 (de-identification). Nothing published needs these data;
a keyed hash of the telephone is kept, so that the same number can be recognised again.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable, Sequence

from flows.ingest.sources import Privacy

# The key of the demonstration data. It protects nobody: the numbers it hashes are made up.
DEMO_KEY = b"minyi-demonstration"

MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[-—– ]?[2-9]\d{6,7}(?!\d)")
IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{6}(?:18|19|20)\d{9}[\dXx](?![0-9A-Za-z])")
NAMED = re.compile(
    r"(姓名|联系人|诉求人|反映人|户主|我叫|来电人)(\s*[:：是为]?\s*)([\u4e00-\u9fff]{2,4})(?=[\s，。、；,;:：()（）\d电手住]|$)"
)
HONORIFIC = re.compile(r"[\u4e00-\u9fff](?:某某|某)(?=(?:先生|女士|同志)?)")
SEPARATORS = re.compile(r"[、，,;；/\n]+")


class Door:
    """Turns private values into what may be kept, with one key for a run."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @property
    def key_id(self) -> str:
        """Names the key without giving it away; part of the cache's key."""
        return hashlib.sha256(b"minyi key id" + self._key).hexdigest()[:12]

    def phone(self, text: str) -> str:
        """Return the keyed hash of each telephone number in a cell, joined by 、; a masked or odd number is ''."""
        if text.isascii() and text.isdigit() and len(text) == 11:
            return self._token(text)
        plain = unicodedata.normalize("NFKC", text)
        tokens = []
        for part in SEPARATORS.split(plain):
            digits = re.sub(r"\D", "", part)
            if len(digits) == 13 and digits.startswith("86"):
                digits = digits[2:]
            if 10 <= len(digits) <= 12 and "*" not in part:
                tokens.append(self._token(digits))
        return "、".join(tokens)

    def _token(self, digits: str) -> str:
        return hmac.digest(self._key, digits.encode(), "sha256").hex()[:24]

    def fingerprint(self, cells: Sequence[str]) -> str:
        """Return a keyed hash of a row, so that exact repeats can be told without keeping what they say."""
        return hashlib.blake2b(
            "\x1f".join(cells).encode(), key=hashlib.sha256(self._key).digest(), digest_size=12
        ).hexdigest()

    @staticmethod
    def name(text: str) -> str:
        """Keep the first character of each name: 张某某 → 张**."""
        parts = (part.strip() for part in SEPARATORS.split(text))
        return "、".join(part[0] + "**" for part in parts if part)

    @staticmethod
    def text(text: str) -> str:
        """Scrub identity numbers, telephone numbers and names from free text; the rest stays word for word."""
        if not text:
            return text
        scrubbed = IDENTITY.sub("〔证件号〕", text)
        scrubbed = MOBILE.sub("〔电话〕", scrubbed)
        scrubbed = LANDLINE.sub("〔电话〕", scrubbed)
        scrubbed = HONORIFIC.sub("〔姓名〕", scrubbed)
        return NAMED.sub(r"\1\2〔姓名〕", scrubbed)

    def rule(self, privacy: Privacy) -> Callable[[str], str]:
        """Return what a column's contract asks for: phone, name, text, or '' for a column kept as it is."""
        rules: dict[Privacy, Callable[[str], str]] = {
            "phone": self.phone,
            "name": self.name,
            "text": self.text,
        }
        return rules.get(privacy, str)
