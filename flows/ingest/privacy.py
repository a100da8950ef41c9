"""The door: no telephone number, identity number or full name gets past it.

Basis: PIPL arts. 28 and 51, GB/T 37964 (de-identification). Nothing published needs these data;
a keyed hash of the telephone is kept, so that the same number can be recognised again.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import accumulate

from flows.ingest import private_names as names
from flows.ingest import private_numbers as numbers
from flows.ingest.private_numbers import HALF_WIDTH, ODD_DIGITS, PROVINCE, SPELLED, SPELLED_DIGITS, Kind
from flows.ingest.sources import Column, Privacy

IDENTIFIER_ENDINGS = ("_no", "_id", "_ref")
# The key of the demonstration data. It protects nobody: the numbers it hashes are made up.
DEMO_KEY = b"minyi-demonstration"

SHA256_BLOCK = 64
HMAC_PADS = (0x36, 0x5C)

# What most cells are, and what no number can hide in.
SHORTEST = 3
SHORTEST_NUMBER = 7
IDENTITY_LENGTH = 18
# Joins texts that are searched as one: a Chinese character that nobody writes. No gap inside a number reaches over it.
JOINT = "\u4db5"
_DAY = r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
_TIME = r"\d{1,2}:\d\d(?::\d\d)?"
_MOMENT = rf"(?:{_DAY}(?:[ T]{_TIME})?|{_TIME})?"
MOMENT = re.compile(rf"{_MOMENT}$")
# Many moments, each followed by the joint; nearly all are written as databases write them.
_USUAL_MOMENT = r"20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}"
MOMENTS = re.compile(rf"(?:(?:{_USUAL_MOMENT}|{_MOMENT}){JOINT})*+")
DIGIT = rf"[0-9{ODD_DIGITS}]"
# Seven digits, or fifteen, with anything short between them that is no Chinese character.
_NEXT_DIGIT = rf"[^\u3400-\u9fff0-9{ODD_DIGITS}]{{0,3}}+{DIGIT}"
MAY_BE_NUMBER = re.compile(rf"{DIGIT}(?<!{DIGIT}.)(?:{_NEXT_DIGIT}){{6}}")
MAY_BE_LONG_NUMBER = re.compile(rf"{DIGIT}(?<!{DIGIT}.)(?:{_NEXT_DIGIT}){{14}}")
MAY_BE_SPELLED = re.compile(rf"[{SPELLED_DIGITS}](?:[^\u3400-\u9fff]{{0,3}}[{SPELLED_DIGITS}0-9{ODD_DIGITS}]){{4}}")
MAY_BE_CHAT = re.compile(
    "微信|薇信|威信|V信|v信|QQ|qq|Qq|qQ|ＱＱ|ｑｑ|WX|wx|Wx|VX|vx|Vx|We[Cc]|we[Cc]|WE|Wei|wei|扣扣|企鹅|抖音|快手|支付宝"
)
MAY_BE_PLATE = re.compile(f"[A-Za-zＡ-Ｚａ-ｚ][ ·•.-]{{0,2}}[A-Za-zＡ-Ｚａ-ｚ]{{0,3}}{DIGIT}")
MAY_BE_DWELLING = re.compile("[单楼栋幢座村门区园苑府城][元牌 0-9０-９-]")
MAY_BE_MARKED = re.compile("[@＠(（【]")
CODE = re.compile(r"[A-Za-z0-9 ._/#+-]{0,40}")
IDENTITY_CARD = re.compile(rf"{PROVINCE}\d{{4}}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{{3}}[\dXx]")
EXTENSION = re.compile(r"^(\(?0\d{2,3}\)?[- ]?[2-9]\d{6,7}|1[3-9]\d{9})(?:-|转|转?分机号?|#)\d{1,6}$")
LONG_DISTANCE_MOBILE = re.compile(r"01[3-9]\d{9}$")
SEPARATORS = re.compile(r"[、，,;；/\n]+")

MAY_BE = (
    MAY_BE_NUMBER,
    MAY_BE_SPELLED,
    MAY_BE_CHAT,
    MAY_BE_PLATE,
    MAY_BE_DWELLING,
    MAY_BE_MARKED,
    names.MAY_BE_MASKED,
    names.MAY_BE_ANNOUNCED,
    names.MAY_BE_TITLED,
)


def _phone_digits(text: str) -> str:
    """Return the digits of one telephone number without country code and extension, or ''."""
    digits = re.sub(r"\D", "", EXTENSION.sub(r"\1", re.sub(r"\.0+$", "", text.strip())))
    if len(digits) in (13, 15) and re.match(r"(?:00)?86", digits):
        digits = digits[-11:]
    if LONG_DISTANCE_MOBILE.match(digits):
        digits = digits[1:]
    return digits if 10 <= len(digits) <= 12 and "*" not in text else ""


class _Scrubbed:
    """A text while marks take the places of what is private in it, beside itself in half-width characters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._half = ""

    def scrub(self, kinds: Sequence[Kind], digits: dict[int, int] | None = None) -> None:
        """Put marks in the places of what looks like one of the kinds, one kind after the other.

        Args:
            kinds: what to look for.
            digits: characters to be read as digits besides those of every script's numerals.
        """
        half = self._half = self._half or self.text.translate(HALF_WIDTH)
        read = half.translate(digits) if digits else half
        for kind in kinds:
            for start, end in reversed(_places(kind, read)):
                self.text, half, read = (f"{old[:start]}{kind.mark}{old[end:]}" for old in (self.text, half, read))
        self._half = half


def _places(kind: Kind, half: str) -> list[tuple[int, int]]:
    """Return where a kind's values stand, from left to right, none within another."""
    if kind.after is None:
        matches = list(kind.pattern.finditer(half))
    else:
        leads = (kind.pattern.match(half, lead.end()) for lead in kind.after.finditer(half))
        matches = [match for match in leads if match]
    places: list[tuple[int, int]] = []
    for match in matches:
        start, end = match.span(match.lastgroup or 0)
        if (not places or start >= places[-1][1]) and (kind.is_one is None or kind.is_one(half[start:end])):
            places.append((start, end))
    return places


def _until_clean(text: str, *passes: Callable[[_Scrubbed], None]) -> str:
    """Repeat the passes until nothing is found: what a mark replaced may have hidden its neighbour."""
    scrubbed = _Scrubbed(text)
    while True:
        before = scrubbed.text
        for remove in passes:
            remove(scrubbed)
        if scrubbed.text == before:
            return before


def _remove_numbers(scrubbed: _Scrubbed) -> None:
    if MAY_BE_NUMBER.search(scrubbed.text):
        scrubbed.scrub(numbers.EXPONENTS)
        if MAY_BE_LONG_NUMBER.search(scrubbed.text):
            scrubbed.scrub(numbers.LONG_NUMBERS)
        scrubbed.scrub(numbers.SHORTER_NUMBERS)
    # Some of a number's digits may be spelled, others not.
    if MAY_BE_SPELLED.search(scrubbed.text):
        for kinds in (numbers.EXPONENTS, numbers.LONG_NUMBERS, numbers.SHORTER_NUMBERS):
            scrubbed.scrub(kinds, SPELLED)


def _remove_persons(scrubbed: _Scrubbed) -> None:
    if "@" in scrubbed.text or "＠" in scrubbed.text:
        scrubbed.scrub(numbers.MAILS)
    _remove_numbers(scrubbed)
    if MAY_BE_CHAT.search(scrubbed.text):
        scrubbed.scrub(numbers.CHATS)
    if MAY_BE_PLATE.search(scrubbed.text):
        scrubbed.scrub(numbers.PLATES)
    if names.MAY_BE_MASKED.search(scrubbed.text):
        scrubbed.scrub(names.MASKED)
    if names.MAY_BE_ANNOUNCED.search(scrubbed.text):
        scrubbed.scrub(names.ANNOUNCED)
    if "(" in scrubbed.text or "（" in scrubbed.text or "【" in scrubbed.text:
        scrubbed.scrub(names.BRACKETED)
    if names.MAY_BE_TITLED.search(scrubbed.text):
        scrubbed.scrub(names.TITLED)


def _remove_dwellings(scrubbed: _Scrubbed) -> None:
    if MAY_BE_DWELLING.search(scrubbed.text):
        scrubbed.scrub(numbers.DWELLINGS)


class Door:
    """Turns private values into what may be kept, with one key for a run."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._row_key = hashlib.sha256(key).digest()
        block = (hashlib.sha256(key).digest() if len(key) > SHA256_BLOCK else key).ljust(SHA256_BLOCK, b"\0")
        self._inner, self._outer = (bytes(byte ^ pad for byte in block) for pad in HMAC_PADS)

    @property
    def key_id(self) -> str:
        """Names the key without giving it away; part of the cache's key."""
        return hashlib.sha256(b"minyi key id" + self._key).hexdigest()[:12]

    def phone(self, text: str) -> str:
        """Return the keyed hash of each telephone number in a cell, joined by 、; a masked or odd number is ''."""
        if text.isascii() and text.isdigit() and len(text) == 11:
            return self._token(text)
        plain = unicodedata.normalize("NFKC", text.translate(HALF_WIDTH))
        plain = numbers.EXPONENT.sub(lambda match: "1" + match[1].ljust(10, "0"), plain)
        # Only a cell without a number in digits may have it in words: in 张三142… the 三 is a name.
        return self._tokens(plain) or self._tokens(plain.translate(SPELLED))

    def _tokens(self, plain: str) -> str:
        tokens: dict[str, None] = {}
        for part in SEPARATORS.split(plain):
            # One number may hold spaces; where the whole is none, the spaces may stand between two.
            for digits in [_phone_digits(part)] if _phone_digits(part) else map(_phone_digits, part.split()):
                if digits:
                    tokens[self._token(digits)] = None
        return "、".join(tokens)

    def _token(self, digits: str) -> str:
        """Return HMAC-SHA256 (RFC 2104, section 2), shortened; written out it takes half as long as by `hmac`."""
        inner = hashlib.sha256(self._inner + digits.encode()).digest()
        return hashlib.sha256(self._outer + inner).hexdigest()[:24]

    def identifier(self, text: str) -> str:
        """Keep an identifier as it is, whatever number it looks like; one that is a person becomes a keyed token.

        Interviewers are often listed by name and people by the number of their identity card. A cell that is no
        identifier at all, such as a note in the first column, is scrubbed.
        """
        # Shorter than an identity card's number, in the characters of codes: most of them.
        if len(text) < IDENTITY_LENGTH and text.isascii() and text.isalnum():
            return text
        plain = re.sub(r"\s", "", text)
        if IDENTITY_CARD.fullmatch(plain):
            return self._token(plain.upper())
        if CODE.fullmatch(text):
            return text
        return self._token(plain) if names.FULL_NAME.fullmatch(plain) else self.plain(text)

    def fingerprints(self, rows: Iterable[Sequence[str]]) -> Iterator[str]:
        """Yield a keyed hash of each row, so that exact repeats can be told without keeping what they say."""
        begun = hashlib.blake2b(key=self._row_key, digest_size=12)
        for cells in rows:
            digest = begun.copy()
            digest.update("\x1f".join(cells).encode())
            yield digest.hexdigest()

    @staticmethod
    def name(text: str) -> str:
        """Keep the first character of each name: 张某某 → 张**; 陈  明 is one name, 张磊 李娟 are two."""
        parts = (names.parted_by_blanks(part) for part in SEPARATORS.split(text))
        return "、".join(name[0] + "**" for part in parts for name in part)

    @staticmethod
    def numbers(text: str) -> str:
        """Scrub numbers of telephones, identity papers and cards; the rest stays word for word."""
        if len(text) < SHORTEST_NUMBER or MOMENT.match(text):
            return text
        return _until_clean(text, _remove_numbers)

    def leaves(self, rule: Callable[[str], str], cells: Sequence[str]) -> bool:
        """Tell at a glance that a rule of this door leaves every cell of a column: all are moments, or short codes."""
        if rule == self.identifier:
            joined = "".join(cells)
            return joined.isascii() and joined.isalnum() and max(map(len, cells)) < IDENTITY_LENGTH
        is_scrubbing = rule in (self.plain, self.text)
        return is_scrubbing and bool(MOMENT.match(cells[0])) and bool(MOMENTS.fullmatch(JOINT.join(cells) + JOINT))

    @staticmethod
    def suspects(texts: Collection[str]) -> list[str]:
        """Return those of the texts that `text` and `plain` have to look at; either leaves the others as they are.

        All are searched as one, which is cheap: what makes a text suspect is in the joined texts too, and nothing that
        does reaches over a joint.
        """
        searched = [text for text in texts if not MOMENT.match(text)]
        joined = JOINT.join(searched)
        ends = list(accumulate(len(text) + len(JOINT) for text in searched))
        found = {bisect(ends, match.start()) for may in MAY_BE for match in may.finditer(joined)}
        return [searched[number] for number in sorted(found)]

    @staticmethod
    def text(text: str) -> str:
        """Scrub all that says who somebody is or how to reach them from free text; the rest stays word for word."""
        if len(text) < SHORTEST or MOMENT.match(text):
            return text
        return _until_clean(text, _remove_persons, _remove_dwellings)

    @staticmethod
    def plain(text: str) -> str:
        """Scrub a cell that should hold nothing private; unlike in free text, numbers of houses stay."""
        if len(text) < SHORTEST or MOMENT.match(text):
            return text
        return _until_clean(text, _remove_persons)

    def keeper(self, name: str, column: Column) -> Callable[[str], str]:
        """Return what makes of a cell of this column what may be kept of it.

        An identifier may look like a telephone number; it must stay what it is.
        """
        is_identifier = not column.privacy and name.endswith(IDENTIFIER_ENDINGS)
        return self.identifier if is_identifier else self.rule(column.privacy)

    def rule(self, privacy: Privacy) -> Callable[[str], str]:
        """Return what a column's contract asks for; a column kept as it is still loses what strays into it."""
        rules: dict[Privacy, Callable[[str], str]] = {
            "phone": self.phone,
            "name": self.name,
            "text": self.text,
        }
        return rules.get(privacy, self.plain)


def shown_name(name: str, mark: str) -> str:
    """Return the name of a file or sheet without what is private in it; `mark` then tells it from others like it."""
    scrubbed = Door.plain(name)
    return name if scrubbed == name else f"{scrubbed}（{mark}）"
