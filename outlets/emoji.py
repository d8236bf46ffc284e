"""Which runs of characters X counts as one emoji.

X gives two to every emoji sequence its counting library knows, and that is Unicode 11: a newer one (a
firefighter of no stated gender) is counted piece by piece. A lone emoji weighs two in any case, so only
what joins characters matters here. Measured against twitter-text 3.1.0; where the network has learned
more since, this counts too much, never too little.
"""

import re

# Code points in hexadecimal. Followed by the variation selector they are pictures.
_PICTURES = """
    A9 AE 203C 2049 2122 2139 2194-2199 21A9-21AA 231A-231B 2328 23CF 23ED-23EF 23F1-23F2 23F8-23FA
    24C2 25AA-25AB 25B6 25C0 25FB-25FE 2600-2604 260E 2611 2614-2615 2618 261D 2620 2622-2623 2626
    262A 262E-262F 2638-263A 2640 2642 2648-2653 265F-2660 2663 2665-2666 2668 267B 267F 2692-2697
    2699 269B-269C 26A0-26A1 26AA-26AB 26B0-26B1 26BD-26BE 26C4-26C5 26C8 26CF 26D1 26D3-26D4
    26E9-26EA 26F0-26F5 26F7-26FA 26FD 2702 2708-2709 270C-270D 270F 2712 2714 2716 271D 2721
    2733-2734 2744 2747 2757 2763-2764 27A1 2934-2935 2B05-2B07 2B1B-2B1C 2B50 2B55 3030 303D 3297
    3299 1F004 1F170-1F171 1F17E-1F17F 1F202 1F21A 1F22F 1F237 1F321 1F324-1F32C 1F336 1F37D
    1F396-1F397 1F399-1F39B 1F39E-1F39F 1F3CB-1F3CE 1F3D4-1F3DF 1F3F3 1F3F5 1F3F7 1F43F 1F441 1F4FD
    1F549-1F54A 1F56F-1F570 1F573-1F579 1F587 1F58A-1F58D 1F590 1F5A5 1F5A8 1F5B1-1F5B2 1F5BC
    1F5C2-1F5C4 1F5D1-1F5D3 1F5DC-1F5DE 1F5E1 1F5E3 1F5E8 1F5EF 1F5F3 1F5FA 1F6CB 1F6CD-1F6CF
    1F6E0-1F6E5 1F6E9 1F6F0 1F6F3
"""
_TAKE_SKIN = """
    261D 26F7 26F9 270A-270D 1F385 1F3C2-1F3C4 1F3C7 1F3CA-1F3CC 1F442-1F443 1F446-1F450 1F466-1F469
    1F46E 1F470-1F478 1F47C 1F481-1F483 1F485-1F487 1F4AA 1F574-1F575 1F57A 1F590 1F595-1F596
    1F645-1F647 1F64B-1F64F 1F6A3 1F6B4-1F6B6 1F6C0 1F6CC 1F918-1F91C 1F91E-1F91F 1F926 1F930-1F939
    1F93D-1F93E 1F9B5-1F9B6 1F9B8-1F9B9 1F9D1-1F9DD
"""
_TAKE_GENDER = """
    1F3C3-1F3C4 1F3CA 1F46E-1F46F 1F471 1F473 1F477 1F481-1F482 1F486-1F487 1F645-1F647 1F64B
    1F64D-1F64E 1F6A3 1F6B4-1F6B6 1F926 1F935 1F937-1F939 1F93C-1F93E 1F9B8-1F9B9 1F9D6-1F9DF
"""
_FLAGS = """
    AC AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CP CR CU CV CW CX CY CZ DE DG DJ DK DM DO
    DZ EA EC EE EG EH ER ES ET EU FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT
    GU GW GY HK HM HN HR HT HU IC ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR
    KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU
    MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY
    QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TF TG
    TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM UN US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA
    ZM ZW
"""
_SUBDIVISIONS = ("gbeng", "gbsct", "gbwls")
_SKIN = "[\U0001f3fb-\U0001f3ff]"
_TIE = "\u200d"
_SELECTOR = "\ufe0f"


def _span(codes: str) -> str:
    """Code points and ranges as the inside of a character class."""
    ends = ([chr(int(code, 16)) for code in part.split("-")] for part in codes.split())
    return "".join("-".join(re.escape(char) for char in pair) for pair in ends)


def _flag(region: str) -> str:
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in region)


def _subdivision(code: str) -> str:
    return "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in code) + "\U000e007f"


def _joined() -> list[str]:
    """People and things tied together by a zero-width joiner, the longest first."""
    tie, selector = _TIE, _SELECTOR
    couple = f"(?:👩{tie}❤{selector}{tie}(?:💋{tie})?[👨👩]|👨{tie}❤{selector}{tie}(?:💋{tie})?👨)"
    children = f"(?:{tie}👧{tie}[👦👧]|{tie}👦{tie}👦|{tie}[👦👧])"
    family = f"(?:👨{tie}[👨👩]|👩{tie}👩|[👨👩]){children}"
    trade = f"(?:[🌾🍳🎓🎤🎨🏫🏭💻💼🔧🔬🚀🚒🦰🦱🦲🦳]|[⚕⚖✈]{selector})"
    worker = f"[👨👩]{_SKIN}?{tie}{trade}"
    gendered = f"(?:[{_span(_TAKE_GENDER)}]{_SKIN}?|[🕵🏋🏌⛹](?:{_SKIN}|{selector})){tie}[♀♂]{selector}"
    return [couple, family, worker, gendered, f"🏳{selector}{tie}🌈", f"🏴{tie}☠{selector}", f"👁{tie}🗨"]


SEQUENCE = re.compile(
    "|".join(
        [
            *(_subdivision(code) for code in _SUBDIVISIONS),
            *_joined(),
            *(_flag(region) for region in _FLAGS.split()),
            f"[0-9#*]{_SELECTOR}?\u20e3",
            f"[{_span(_TAKE_SKIN)}]{_SKIN}",
            f"[{_span(_PICTURES)}]{_SELECTOR}",
        ]
    )
)
