"""Which runs of characters X counts as one emoji.

X gives two to every emoji sequence it knows. A lone emoji weighs two in any case, so only what joins
characters matters here: variation selectors, skin tones, flags, keycaps and joined people. What is
not known here is counted piece by piece, which is never less than X counts.
Sources: Unicode emoji-data and emoji-zwj-sequences, version 17.
"""

import re

_SKIN = "[\U0001f3fb-\U0001f3ff]"
_MODIFIABLE = """
    261D 26F9 270A-270D 1F385 1F3C2-1F3C4 1F3C7 1F3CA-1F3CC 1F442-1F443 1F446-1F450 1F466-1F478 1F47C
    1F481-1F483 1F485-1F487 1F48F 1F491 1F4AA 1F574-1F575 1F57A 1F590 1F595-1F596 1F645-1F647
    1F64B-1F64F 1F6A3 1F6B4-1F6B6 1F6C0 1F6CC 1F90C 1F90F 1F918-1F91F 1F926 1F930-1F939 1F93C-1F93E
    1F977 1F9B5-1F9B6 1F9B8-1F9B9 1F9BB 1F9CD-1F9CF 1F9D1-1F9DD 1FAC3-1FAC5 1FAF0-1FAF8
"""
_EMOJI = """
    A9 AE 203C 2049 2122 2139 2194-2199 21A9-21AA 231A-231B 2328 23CF 23E9-23F3 23F8-23FA 24C2
    25AA-25AB 25B6 25C0 25FB-25FE 2600-2604 260E 2611 2614-2615 2618 261D 2620 2622-2623 2626 262A
    262E-262F 2638-263A 2640 2642 2648-2653 265F-2660 2663 2665-2666 2668 267B 267E-267F 2692-2697
    2699 269B-269C 26A0-26A1 26A7 26AA-26AB 26B0-26B1 26BD-26BE 26C4-26C5 26C8 26CE-26CF 26D1
    26D3-26D4 26E9-26EA 26F0-26F5 26F7-26FA 26FD 2702 2705 2708-270D 270F 2712 2714 2716 271D 2721
    2728 2733-2734 2744 2747 274C 274E 2753-2755 2757 2763-2764 2795-2797 27A1 27B0 27BF 2934-2935
    2B05-2B07 2B1B-2B1C 2B50 2B55 3030 303D 3297 3299 1F004 1F0CF 1F170-1F171 1F17E-1F17F 1F18E
    1F191-1F19A 1F201-1F202 1F21A 1F22F 1F232-1F23A 1F250-1F251 1F300-1F321 1F324-1F393 1F396-1F397
    1F399-1F39B 1F39E-1F3F0 1F3F3-1F3F5 1F3F7-1F4FD 1F4FF-1F53D 1F549-1F54E 1F550-1F567 1F56F-1F570
    1F573-1F57A 1F587 1F58A-1F58D 1F590 1F595-1F596 1F5A4-1F5A5 1F5A8 1F5B1-1F5B2 1F5BC 1F5C2-1F5C4
    1F5D1-1F5D3 1F5DC-1F5DE 1F5E1 1F5E3 1F5E8 1F5EF 1F5F3 1F5FA-1F64F 1F680-1F6C5 1F6CB-1F6D2
    1F6D5-1F6D8 1F6DC-1F6E5 1F6E9 1F6EB-1F6EC 1F6F0 1F6F3-1F6FC 1F7E0-1F7EB 1F7F0 1F90C-1F93A
    1F93C-1F945 1F947-1F9FF 1FA70-1FA7C 1FA80-1FA8A 1FA8E-1FAC6 1FAC8 1FACD-1FADC 1FADF-1FAEA
    1FAEF-1FAF8
"""
_FLAGS = """
    AC AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CP CQ CR CU CV CW CX CY CZ DE DG DJ DK DM
    DO DZ EA EC EE EG EH ER ES ET EU FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS
    GT GU GW GY HK HM HN HR HT HU IC ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP
    KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT
    MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TF
    TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM UN US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT
    ZA ZM ZW
"""
_JOINED_WHOLE = (
    "🏳️‍🌈 🏳‍🌈 🏳️‍⚧️ 🏳‍⚧ 🏴‍☠️ 🏴‍☠ ❤️‍🔥 ❤‍🔥 ❤️‍🩹 ❤‍🩹 👁️‍🗨️ 👁‍🗨 🐕‍🦺 🐈‍⬛ 🐻‍❄️ 🐻‍❄ 🐦‍⬛ 🐦‍🔥 "
    "🍋‍🟩 🍄‍🟫 ⛓️‍💥 ⛓‍💥 😮‍💨 😵‍💫 😶‍🌫️ 😶‍🌫 🙂‍↔️ 🙂‍↔ 🙂‍↕️ 🙂‍↕ 🧑‍🩰"
)
_SUBDIVISIONS = ("gbeng", "gbsct", "gbwls")


def _span(codes: str) -> str:
    """Hexadecimal code points and ranges as the inside of a character class."""
    ends = ([chr(int(code, 16)) for code in part.split("-")] for part in codes.split())
    return "".join("-".join(re.escape(char) for char in pair) for pair in ends)


def _flag(region: str) -> str:
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in region)


def _subdivision(code: str) -> str:
    return "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in code) + "\U000e007f"


def _joined() -> list[str]:
    """People and things tied together by a zero-width joiner."""
    tie, vs = "\u200d", "\ufe0f?"
    person = f"[👨👩🧑](?:{_SKIN})?"
    turned = f"(?:{tie}➡{vs})?"
    objects = f"(?:[🌾🍳🍼🎓🎤🎨🏫🏭💻💼🔧🔬🚀🚒🦰🦱🦲🦳🎄]|[⚕⚖✈]{vs}|[🦯🦼🦽]{turned})"
    genders = f"(?:[{_span(_MODIFIABLE)}👯🧞🧟🫈](?:{_SKIN}|\ufe0f)?){tie}[♀♂]{vs}{turned}"
    couple = f"{person}{tie}❤{vs}{tie}(?:💋{tie})?{person}"
    hands = f"{person}{tie}🤝{tie}{person}|🫱(?:{_SKIN})?{tie}🫲(?:{_SKIN})?"
    family = f"[👨👩](?:{tie}[👨👩])?(?:{tie}👧{tie}[👦👧]|{tie}👦{tie}👦|{tie}[👦👧])"
    grown = f"🧑(?:{tie}🧑)?(?:{tie}🧒){{1,2}}"
    walking = f"[🚶🏃🧎](?:{_SKIN})?{tie}➡{vs}"
    return [couple, hands, family, grown, f"{person}{tie}{objects}", genders, walking]


SEQUENCE = re.compile(
    "|".join(
        [
            *(_subdivision(code) for code in _SUBDIVISIONS),
            *_joined(),
            *_JOINED_WHOLE.split(" "),
            *(_flag(region) for region in _FLAGS.split()),
            "[0-9#*]\ufe0f?\u20e3",
            f"[{_span(_MODIFIABLE)}]{_SKIN}",
            f"[{_span(_EMOJI)}]\ufe0f",
        ]
    )
)
