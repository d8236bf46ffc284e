"""How long a text is to the sandbox, written apart from the portal's count so that each checks the other.

It cuts a text into links, emoji and single characters by one expression and adds them up.
"""

import re
import unicodedata

LIMIT = 280
_COUNTRIES = (
    "a[cdefgilmnoqrstuwxz]|b[abdefghijlmnoqrstvwyz]|c[acdfghiklmnoruvwxyz]|d[ejkmoz]|e[ceghrstu]|f[ijkmor]|"
    "g[abdefghilmnpqrstuwy]|h[kmnrtu]|i[delmnoqrst]|j[emop]|k[eghimnprwyz]|l[abcikrstuvy]|m[acdefghklmnopqrstuvwxyz]|"
    "n[acefgilopruz]|om|p[aefghklmnrstwy]|qa|r[eosuw]|s[abcdeghijklmnorstuvxyz]|t[cdfghjklmnoprtvwz]|"
    "u[agkmsyz]|v[aceginu]|w[fs]|y[et]|z[amw]"
)
_GENERIC = (
    "academy|aero|agency|app|art|bank|bar|bio|biz|blog|business|cafe|camp|care|cat|center|chat|church|city|cloud|club|"
    "com|community|company|coop|design|dev|digital|earth|edu|education|email|events|express|family|fire|fit|"
    "foundation|fun|fund|fyi|gallery|games|global|gov|green|group|guide|health|help|hospital|house|info|ink|institute|"
    "int|jobs|land|law|legal|life|link|live|love|map|market|media|memorial|mil|mobi|museum|name|net|network|news|ngo|"
    "nyc|one|online|org|page|park|party|photos|plus|press|pro|pub|radio|report|rocks|run|safety|school|security|"
    "services|shop|show|site|social|space|store|studio|support|team|tech|tips|today|tools|top|tours|town|training|"
    "travel|tube|university|video|vote|watch|website|wiki|work|works|world|xyz|zone"
)
_LETTER = "0-9A-Za-z\u00c0-\u024f"
_TOP = rf"(?:{_COUNTRIES}|{_GENERIC})(?![0-9A-Za-z@+-])"
_NAME = rf"(?:[{_LETTER}](?:[{_LETTER}_-]{{0,61}}[{_LETTER}])?\.){{1,12}}"
_IN_PATH = r"\w!*';:=+,.$/%#\[\]~@|&\u2013-"
_PATH = rf"(?:/(?:(?:[{_IN_PATH}]|\([{_IN_PATH}]+\))*(?:[\w=#/+-]|\([{_IN_PATH}]+\)))?)?"
_QUERY = r"(?:\?[\w!?*'@();:&=+$/%#\[\].,~|-]*[\w&=#/-])?"
LINK = re.compile(
    rf"(?<![0-9A-Za-z@$#])(?:https?://|(?<![-_./])){_NAME}{_TOP}(?::\d+)?{_PATH}{_QUERY}", re.IGNORECASE
)
_PICTURE = "[\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
_DRESS = "(?:[\ufe0f\U0001f3fb-\U0001f3ff]|[\U000e0020-\U000e007f]+)?"
_EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f?\u20e3|[\u00a9\u00ae]\ufe0f|"
    f"{_PICTURE}{_DRESS}(?:\u200d{_PICTURE}{_DRESS})*"
)
_LIGHT = re.compile("[\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
_REFUSED = re.compile("[\ufffe\ufeff\uffff]")


def weight(text: str) -> int:
    """What X would count: links 23, emoji 2, light characters 1, all others 2."""
    text, links = LINK.subn("", unicodedata.normalize("NFC", text.replace("\r\n", "\n")))
    text, emoji = _EMOJI.subn("", text)
    light = len(_LIGHT.findall(text))
    return 23 * links + 2 * emoji + light + 2 * (len(text) - light)


def refused_characters(text: str) -> list[str]:
    return sorted(set(_REFUSED.findall(text)))
