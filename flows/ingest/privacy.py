"""The door: no telephone number, identity number or full name gets past it.

Basis: PIPL arts. 28 and 51, GB/T 37964 (de-identification). Nothing published needs these data;
a keyed hash of the telephone is kept, so that the same number can be recognised again.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from flows.ingest.sources import Privacy

# The key of the demonstration data. It protects nobody: the numbers it hashes are made up.
DEMO_KEY = b"minyi-demonstration"

# Numbers are looked for in half-width; every character is replaced by one, so that places stay the same.
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
# Every pattern below needs seven digits with at most one other mark between each; a search for that is cheap.
DIGITS = re.compile(r"\d(?:\W?\d){6}")
# What most cells are, and what no number can hide in.
SHORTEST_NUMBER = 9
ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?$")
# Joins texts to be searched as one: a letter that nobody writes, over which no number reaches.
JOINT = "\u02d0"
ISO_MOMENTS = re.compile(rf"(?<![^{JOINT}])\d{{4}}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?(?![^{JOINT}])")
IDENTITY = re.compile(
    r"(?<![0-9])(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])[0-9]{4}"
    r"[ -]?(?:18|19|20)[0-9]{6}[ -]?[0-9]{3}[0-9Xx](?![0-9])"
)
MOBILE = re.compile(r"(?<![0-9])(?:(?:\+|00)?86[- ]?)?1[3-9][0-9](?:[- ]?[0-9]{4}){2}(?![0-9])")
LANDLINE = re.compile(
    r"(?<![0-9])(?:\(0[0-9]{2,3}\)|0[0-9]{2,3}|(?:\+|00)86[- ]?[1-9][0-9]{1,2}) ?[-—–−‑]? ?[2-9][0-9]{6,7}(?![0-9])"
)
LOCAL = re.compile(r"(?:(?<=电话|号码|座机|拨打|致电)|(?<=(?:电话|号码|座机)[:是为 ]))[2-9][0-9]{6,7}(?![0-9])")
NUMBERS = ((IDENTITY, "〔证件号〕"), (MOBILE, "〔电话〕"), (LANDLINE, "〔电话〕"), (LOCAL, "〔电话〕"))
EXTENSION = re.compile(r"^(\(?0\d{2,3}\)?[- ]?[2-9]\d{6,7})(?:-|转|#)\d{1,5}$")
# Surnames that hardly ever begin another word, so that 户主不同意 and 在某村 stay as they are.
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗凤花俞任袁柳鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安乐傅皮卞齐康伍余顾孟黄穆萧尹姚邵汪祁毛狄米贝臧戴宋庞熊纪舒屈项祝董梁杜阮蓝席季贾"
    "江童颜郭梅林钟徐邱骆高夏蔡田樊胡凌霍虞柯莫房解丁宣邓郁洪包左石崔吉龚程邢裴陆荣翁荀甄封储靳段焦侯宁仇甘武符刘景詹"
    "束龙叶黎乔苍闻翟谭申冉桑桂牛燕冀尚温庄晏柴瞿阎慕茹习艾容易廖耿欧沃蔚隆聂敖冷阚简饶曾沙丰关查红游盖仝司上官诸葛"
    "丛岳帅亓綦逯闫肖付代佟佘卢单卜苑万唱巩巴常池滑仲伊宫谷"
)
HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
NAMED = re.compile(
    rf"(姓名|联系人|诉求人|反映人|户主|我叫|来电人)(\s*[:：]\s*[{HAN}]|\s*[是为]?\s*[{SURNAMES}])[{HAN}·]{{1,3}}"
    r"(?=[\s，。、；,;:：()（）\d电手住]|反映|来电|先生|女士|同志|$)"
)
NAME_START = re.compile(rf"[{HAN}]$")
HONORIFIC = re.compile(rf"[{SURNAMES}]某某?")
SEPARATORS = re.compile(r"[、，,;；/\n]+")


def _phone_digits(text: str) -> str:
    """Return the digits of one telephone number without country code and extension, or ''."""
    digits = re.sub(r"\D", "", EXTENSION.sub(r"\1", re.sub(r"\.0+$", "", text.strip())))
    if len(digits) in (13, 15) and re.match(r"(?:00)?86", digits):
        digits = digits[-11:]
    return digits if 10 <= len(digits) <= 12 and "*" not in text else ""


class Door:
    """Turns private values into what may be kept, with one key for a run."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._row_key = hashlib.sha256(key).digest()

    @property
    def key_id(self) -> str:
        """Names the key without giving it away; part of the cache's key."""
        return hashlib.sha256(b"minyi key id" + self._key).hexdigest()[:12]

    def phone(self, text: str) -> str:
        """Return the keyed hash of each telephone number in a cell, joined by 、; a masked or odd number is ''."""
        if text.isascii() and text.isdigit() and len(text) == 11:
            return self._token(text)
        tokens: dict[str, None] = {}
        for part in SEPARATORS.split(unicodedata.normalize("NFKC", text)):
            # One number may hold spaces; where the whole is none, the spaces may stand between two.
            for digits in [_phone_digits(part)] if _phone_digits(part) else map(_phone_digits, part.split()):
                if digits:
                    tokens[self._token(digits)] = None
        return "、".join(tokens)

    def _token(self, digits: str) -> str:
        return hmac.digest(self._key, digits.encode(), "sha256").hex()[:24]

    def fingerprint(self, cells: Sequence[str]) -> str:
        """Return a keyed hash of a row, so that exact repeats can be told without keeping what they say."""
        return hashlib.blake2b("\x1f".join(cells).encode(), key=self._row_key, digest_size=12).hexdigest()

    @staticmethod
    def name(text: str) -> str:
        """Keep the first character of each name: 张某某 → 张**."""
        parts = (part.strip() for part in SEPARATORS.split(text))
        return "、".join(part[0] + "**" for part in parts if part)

    @staticmethod
    def numbers(text: str) -> str:
        """Scrub identity and telephone numbers; the rest stays word for word."""
        if len(text) < SHORTEST_NUMBER or ISO_MOMENT.match(text) or not DIGITS.search(text):
            return text
        half = text.translate(HALF_WIDTH)
        for pattern, mark in NUMBERS:
            for found in reversed(list(pattern.finditer(half))):
                start, end = found.span()
                text, half = text[:start] + mark + text[end:], half[:start] + mark + half[end:]
        return text

    @staticmethod
    def without_numbers(texts: Iterable[str]) -> bool:
        """Tell quickly that `numbers` would leave each of these texts as it is; False when one has to look closer."""
        return DIGITS.search(ISO_MOMENTS.sub("", JOINT.join(texts))) is None

    @staticmethod
    def text(text: str) -> str:
        """Scrub identity numbers, telephone numbers and names from free text; the rest stays word for word."""
        if not text:
            return text
        scrubbed = HONORIFIC.sub("〔姓名〕", Door.numbers(text))
        return NAMED.sub(lambda found: found[1] + NAME_START.sub("", found[2]) + "〔姓名〕", scrubbed)

    def rule(self, privacy: Privacy) -> Callable[[str], str]:
        """Return what a column's contract asks for; a column kept as it is still loses numbers that stray into it."""
        rules: dict[Privacy, Callable[[str], str]] = {
            "phone": self.phone,
            "name": self.name,
            "text": self.text,
        }
        return rules.get(privacy, self.numbers)
