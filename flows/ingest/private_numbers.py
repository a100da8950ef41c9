"""What numbers and addresses of a person look like in free text.

The patterns are code and no data file: an edit of a table must not be able to open the door. Every pattern reads text
in which each character was replaced by one (full-width by half-width, ① by 1), so that places stay the same. Where a
pattern names a group, only that group is scrubbed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

PHONE, IDENTITY, CARD, CONTACT, PLATE, DWELLING = (
    "〔电话〕",
    "〔证件号〕",
    "〔卡号〕",
    "〔联系方式〕",
    "〔车牌〕",
    "〔门牌〕",
)


@dataclass(frozen=True)
class Kind:
    """One kind of private value.

    `mark` replaces what `pattern` finds: anywhere, or right behind what `after` finds. `is_one`, where given, tells the
    value from its look-alikes.
    """

    mark: str
    pattern: re.Pattern[str]
    is_one: Callable[[str], bool] | None = None
    after: re.Pattern[str] | None = None


def _runs(*starts: int) -> dict[int, int]:
    """Map runs of characters that show 1 to 9 to those digits."""
    return {start + i: ord("1") + i for start in starts for i in range(9)}


# ①⑴⒈❶➀➊ and 〇…九, 壹…玖 are digits too; 𝟎 and its four sisters as well.
HALF_WIDTH = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {0x3000: 0x20}
    | _runs(0x2460, 0x2474, 0x2488, 0x2776, 0x2780, 0x278A)
    | dict.fromkeys((0x24EA, 0x24FF), ord("0"))
    | {0x1D7CE + i: ord("0") + i % 10 for i in range(50)}
)
ODD_DIGITS = "０-９①-⑨⑴-⑼⒈-⒐⓪⓿❶-❾➀-➈➊-➒\U0001d7ce-\U0001d7ff"
SPELLED_DIGITS = "零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺"
SPELLED = str.maketrans(SPELLED_DIGITS, "0001234567891234567891")

# What may stand between the groups of a number: spaces, hyphens, brackets, line breaks, and characters without width.
_UNSEEN = r"\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff"
_GAP = rf"[ \t\r\n\u00a0\u2000-\u200a{_UNSEEN}.·•_()\-—–−‑‐]{{0,3}}"
_SPACE = rf"[ \t\r\n\u00a0{_UNSEEN}]{{0,3}}"
_ANY = rf"[ \t\r\n\u00a0\-.·{_UNSEEN}]{{0,2}}"
_UNBROKEN = r"(?:[ \t]*\r?\n[ \t]*)?"
_EXTENSION = r"(?:[ ,]?(?:转分机号?|转|分机号?|#|-|ext\.?)[: ]?[0-9]{1,6}(?![0-9]))?"

# Patterns begin with what they look for and look back then: a search finds a first character faster than a gap.
# A number that a program wrote as one with a fraction: 14200000001 as 1.4200000001E10. Fewer digits were rounded.
EXPONENT = re.compile(r"1(?<![0-9.]1)\.([3-9][0-9]{6,9})[Ee]\+?10(?![0-9])")

_DAY = r"20[0-3][0-9]-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12][0-9]|3[01])(?![0-9])"
PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"
_IDENTITY = re.compile(
    rf"{PROVINCE}(?<![0-9]..)(?:{_ANY}[0-9]){{4}}{_ANY}(?:1{_ANY}[89]|2{_ANY}0)(?:{_ANY}[0-9]){{9}}{_ANY}[0-9Xx](?![0-9])"
)
# Before 1999: two digits of the year, no check digit. The day of birth tells it from other numbers of 15 digits.
_OLD_IDENTITY = re.compile(
    rf"{PROVINCE}(?<![0-9]..)[0-9]{{4}}[ -]?"
    r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[ -]?[0-9]{3}(?![0-9])"
)
_DOCUMENT = re.compile(
    r"(?:身份证|证件|护照|通行证|回乡证|台胞证|军官证|士兵证|驾驶证|驾照|残疾证|社保卡?)"
    r"(?:号码?|编号|[是为:\s(])*"
    rf"(?!{_DAY})(?P<secret>[A-Za-z]{{0,2}}(?:[ -]?[0-9]){{7,17}}[Xx]?)(?![0-9])"
)
# No card begins with 2 as numbers of tickets do, which begin with the year.
_CARDS = tuple(re.compile(rf"[3-69](?<![0-9].)(?:[ \u00a0-]?[0-9]){{{n - 1}}}(?![0-9])") for n in (19, 18, 17, 16))
_ACCOUNT = re.compile(
    r"(?:卡号|银行卡|储蓄卡|信用卡|账号|账户|帐号|帐户|存折)(?:号码?|[是为:\s(])*"
    r"(?P<secret>[0-9](?:[ -]?[0-9]){11,22})(?![0-9])"
)
_MOBILE = re.compile(
    rf"(?<![0-9])(?:\(?(?:\+|00)?86\)?{_GAP}|0)?(?:\((?=1[0-9]{{2}}\)))?1(?:"
    rf"[3-9][0-9](?:{_GAP}[0-9]{{4}}){{2}}"
    rf"|[3-9][0-9]{{2}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}}"
    rf"|[3-9][0-9]{{2}}{_GAP}[0-9]{{4}}{_GAP}[0-9]{{3}}"
    rf"|[3-9][0-9]{_GAP}[0-9]{{3}}{_GAP}[0-9]{{5}}"
    rf"|[3-9][0-9]{{3}}{_SPACE}[0-9]{{6}}|[3-9][0-9]{{4}}{_SPACE}[0-9]{{5}}"
    rf"|{_UNBROKEN}[3-9](?:{_UNBROKEN}[0-9]){{9}}"
    rf"|[ .·-][3-9](?:[ .·-][0-9]){{9}}"
    rf")(?![0-9])(?:[ ,]?(?:转分机号?|转|分机号?|#)[: ]?[0-9]{{1,6}}(?![0-9]))?"
)
_AREA = r"(?:10|2[0-9]|[3-9][0-9]{2})"
_LANDLINE = re.compile(
    rf"(?<![0-9])(?:\(?0{_AREA}\)?|(?:(?:\+|00)86{_GAP}|86-){_AREA}){_GAP}"
    rf"[2-9](?:[0-9]{{6,7}}|[0-9]{{2,3}}{_GAP}[0-9]{{4}}|[0-9]{{3}}{_GAP}[0-9]{{3}})(?![0-9]){_EXTENSION}"
)
_LOCAL_NUMBER = rf"(?!{_DAY})[2-9][0-9]{{2,3}}[ -]?[0-9]{{4}}(?![0-9]){_EXTENSION}"
_LOCAL = re.compile(
    r"(?:电话|手机|座机|固话|拨打|致电|联系方式|主叫|被叫|〔电话〕|(?<![单证牌据票])号码|[Tt][Ee][Ll]|[Pp]hone)"
    rf"(?:[号码为是有:：\s(（家、,，/或和;；.]{{0,4}})"
    rf"(?P<secret>{_LOCAL_NUMBER}(?:[、,，/;；或和及 ]{{1,2}}{_LOCAL_NUMBER})*)"
)

_MAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]* ?@ ?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
# The public numbers one may complain to are nobody's.
_PUBLIC = r"(?!123(?:45|18|01|15|29|33|50|58|66|88)(?![0-9]))"
_ACCOUNT_WORD = (
    r"(?:微信|薇信|威信|[Vv]信|[Ww][Ee]?[Cc]hat|[Ww]ei[Xx]in|扣扣|企鹅|抖音|快手|支付宝"
    r"|(?<![A-Za-z])(?:[Qq][Qq]|[WwVv][Xx](?=[号:\s])))"
)
_CHAT = re.compile(
    rf"{_ACCOUNT_WORD}(?:"
    rf"(?:号码?|群|账号|帐号|联系|同|昵称|[Ii][Dd]|[是为:\s])*{_PUBLIC}(?!{_DAY})"
    r"(?P<secret>(?=[A-Za-z_-]{0,19}[0-9_-])[A-Za-z][A-Za-z0-9_-]{4,19}|[1-9][0-9]{4,10}(?![0-9])(?! ?[元块]))"
    r"|(?:号码?|账号|帐号|[Ii][Dd])?(?:[是为:\s]+|(?<=号))(?P<other>[A-Za-z][A-Za-z0-9_-]{5,19}))"
)
_PLATE_REST = (
    r"[A-HJ-Za-hj-z][ ·•.-]{0,2}(?=(?:[A-Za-z]{0,3}[0-9]){2})"
    r"(?:[A-HJ-NP-Za-hj-np-z0-9]{5,6}|[A-HJ-NP-Za-hj-np-z0-9]{4}[挂学警港澳领使])(?![A-Za-z0-9])"
)
_PLATE = re.compile(
    rf"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][ ·•.-]{{0,2}}{_PLATE_REST}"
    rf"|车牌(?:号码?|[是为:\s])*(?P<secret>{_PLATE_REST})"
)
_COUNT = "[0-9一二三四五六七八九十]"
_DWELLING = re.compile(
    rf"(?<!第)(?:{_COUNT}{{1,3}}[号#]?(?:楼|栋|幢|座))?(?<!第)[东西南北中]?{_COUNT}{{1,2}}单元"
    rf"(?:{_COUNT}{{1,2}}[楼层])?[东西中]?(?:[0-9]{{1,4}}[室户号]?|[户室])?"
    rf"|{_COUNT}{{1,3}}[号#]?(?:楼|栋|幢)[ -]?[0-9]{{3,4}}[室户号]?(?![0-9年月日元米人平㎡个万])"
    r"|(?<=[区园苑府城])[0-9]{1,3}-[0-9]{1,2}-[0-9]{3,4}(?![0-9-])"
    # Up to 31 it may be a day of the month.
    r"|(?<=村)(?:3[2-9]|[4-9][0-9]|[0-9]{3,4})号(?![楼线机井工路桥泵桩点厅馆文令通车杆])|(?<=门牌)号?[是为:]?[0-9]{1,4}号?"
)


def _passes_luhn(text: str) -> bool:
    """Tell a card's number by its check digit."""
    digits = [int(character) for character in text if character.isdigit()][::-1]
    doubled = sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + doubled) % 10 == 0


# Of 15 digits and more: before the others, because a telephone number may be part of one.
LONG_NUMBERS = (
    Kind(IDENTITY, _IDENTITY),
    Kind(IDENTITY, _OLD_IDENTITY),
    *(Kind(CARD, pattern, _passes_luhn) for pattern in _CARDS),
)
SHORTER_NUMBERS = (
    Kind(CARD, _ACCOUNT),
    Kind(IDENTITY, _DOCUMENT),
    Kind(PHONE, _MOBILE),
    Kind(PHONE, _LANDLINE),
    Kind(PHONE, _LOCAL),
)
EXPONENTS = (Kind(PHONE, EXPONENT),)
MAILS = (Kind(CONTACT, _MAIL),)
CHATS = (Kind(CONTACT, _CHAT),)
PLATES = (Kind(PLATE, _PLATE),)
DWELLINGS = (Kind(DWELLING, _DWELLING),)
