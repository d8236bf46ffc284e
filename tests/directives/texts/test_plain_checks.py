"""CPD-TW.IV.F: days that are over, words of the trade, and the language of a text."""

from datetime import date

import pytest

from directives.texts import CHECKS, read

WRITTEN = date(2026, 5, 14)  # a Thursday

OVER = [
    "Join us for coffee on May 12 at 9 a.m.",
    "Coffee with a cop is Saturday, May 9, 10-12 at the bakery on Troy.",
    "RSVP by 5/8 for the bike ride.",
    "This Saturday 5/9: free bike lights for everyone.",
    "Deadline to apply for the academy is April 30.",
    "Come to the town hall tomorrow, May 6, at 6 p.m.",
    "Kids, bring your helmets on the 3rd of May!",
    "Our open house runs May 8-10. Stop by!",
    "Sign up before Mother's Day for the brunch.",
    "We will give out flags at the Cinco de Mayo parade.",
    "See you Tuesday the 12th at the library.",
    "Join our basketball league, games all April.",
    "Acompáñenos el 9 de mayo a las 10 de la mañana.",
    "Los esperamos este sábado 9 de mayo en el parque.",
    "Inscríbase antes del 30 de abril.",
    "Posada de primavera: domingo 10 de mayo, 4 pm.",
]
NOT_OVER = [
    "Join us on May 16 at 9 a.m.",
    "Come tonight, Thursday, at 7.",
    "Thank you to everyone who came to the open house on May 9.",
    "Photos from Saturday, May 9, are up. What a day.",
    "The May 9 block party was rained out. New date: May 23, same place.",
    "Rescheduled: the bike ride of May 9 is now May 30.",
    "On May 4, officers recovered three guns on Troy.",
    "On this day, May 14, 1938, the first radio car left the station.",
    "Our station opened on May 1, 1990, and still has the old door.",
    "Street cleaning runs April 1 to November 30. Mind the signs.",
    "Basketball every Friday since April 10. Come and play.",
    "Save the date: Memorial Day barbecue.",
    "Gracias a todos los que vinieron el 9 de mayo.",
    "La feria del 9 de mayo se pospuso. Nueva fecha: 30 de mayo.",
    "Los esperamos mañana por la tarde.",
    "We may 9 times out of 10 say yes.",
]
TRADE = [
    "Offender fled on foot, RD number to follow.",
    "Responding units observed a male subject exit said vehicle.",
    "1 M/B 22 arr. w/ UUW. PC est. Veh towed.",
    "BOLO for a gray sedan.",
    "Victim DOA. ISR done.",
    "All quiet after a 10-1 on Roosevelt.",
    "Persons are requested to refrain from egress via the northernmost entrance prior to 0900 hrs.",
    "El masculino fue trasladado. El hoy occiso carecía de documentos.",
    "Officers curbed the vehicle pursuant to a traffic stop.",
]
PLAIN = [
    "Officers stopped a car and took a gun off the street.",
    "Lock your vehicle and take your keys.",
    "Open 10-4 on Saturday, 10-2 on Sunday.",
    "The fair is on 10-12, rain or shine.",
    "Back 10-15 with more coats.",
    "Our softball team took a 10-7 win over the firehouse.",
    "The 10-12 year olds play first, then the 10-13 age group.",
    "The CTA and CPD have extra officers on the Red Line.",
    "Our detectives talk with neighbors on your block tonight.",
    "Patrol cars now carry Narcan. It saves lives.",
    "Un agente ayudó a una familia a cambiar la llanta.",
    "FREE BIKE LIGHTS TONIGHT AT THE STATION",
]


def _of(check, text):
    return read(text=text, written_on=WRITTEN).of(check)


@pytest.mark.parametrize("text", OVER)
def test_cpd_tw_iv_f_an_announcement_for_a_day_that_is_over_is_noticed(text):
    assert _of("stale", text)


@pytest.mark.parametrize(
    "text",
    ["Join us on Dec. 28 at 9 a.m.", "Acompáñenos el sábado 26 de diciembre.", "Join us 12/28 at noon."],
)
def test_cpd_tw_iv_f_in_january_a_december_without_a_year_is_the_last_one(text):
    assert read(text=text, written_on=date(2027, 1, 5)).of("stale")


@pytest.mark.parametrize("text", NOT_OVER)
def test_cpd_tw_iv_f_a_look_back_and_a_day_to_come_are_left_alone(text):
    assert not _of("stale", text)


@pytest.mark.parametrize("text", TRADE)
def test_cpd_tw_iv_f_words_of_the_trade_are_noticed(text):
    assert _of("jargon", text)


@pytest.mark.parametrize("text", PLAIN)
def test_cpd_tw_iv_f_plain_words_are_left_alone(text):
    assert not _of("jargon", text)


def test_cpd_tw_iv_f_a_word_of_the_trade_comes_with_a_plain_one():
    found = {one.words: one.suggestion for one in _of("jargon", "Offender had a GSW.")}
    assert found == {"Offender": "suspect", "GSW": "gunshot wound"}


@pytest.mark.parametrize(
    ("text", "language", "checked"),
    [
        ("Join us tonight at the library", "en", True),
        ("Acompáñenos mañana en la estación", "es", True),
        ("Vengan al parking for the fiesta", "en", True),
        ("Zapraszamy mieszkańców na spotkanie z policją, prosimy o przybycie", "pl", False),
        ("Nous vous invitons à une réunion avec la police dans le quartier", "fr", False),
        ("Приглашаем всех на встречу в библиотеке", "ru", False),
        ("你好,请来参加会议", "zh", False),
        ("الشرطة تدعوكم إلى الاجتماع", "ar", False),
        ("Тhе оffiсеr is hеrе tоdау", "en", True),  # noqa: RUF001
        ("🎃", "", True),
        ("", "", True),
    ],
)
def test_a_text_in_another_language_is_recognised_and_says_that_nothing_was_checked(text, language, checked):
    reading = read(text=text, written_on=WRITTEN)
    assert (reading.language, reading.checked) == (language, checked)


def test_cpd_tw_iv_f_text_far_above_the_grade_of_residents_is_noticed_in_english_alone():
    (hard,) = CHECKS["readability"].finds
    assert [one.span for one in _of("readability", hard)] == [None]
    assert not _of("readability", CHECKS["readability"].leaves[0])
    assert not _of(
        "readability", "La coordinación interinstitucional de las organizaciones participantes " * 6
    )


@pytest.mark.parametrize(
    "text",
    [
        "Bike lights like ours: https://www.etsy.com/listing/1042",
        "Tickets and shirts at bronzevillerun.com/shop",
        "https://store.example.com/lamps",
        "More: HTTPS://WWW.AMAZON.COM/dp/B01?tag=me",
        "Pasteles: https://pasteleslupita.com/tienda",
    ],
)
def test_cpd_tw_iv_e_a_link_to_a_shop_is_noticed_with_its_place(text):
    (seen,) = (one for one in _of("advertising", text) if one.why == "a link to a shop")
    assert seen.sure and seen.span and text[slice(*seen.span)] == seen.words and "." in seen.words


@pytest.mark.parametrize(
    "text",
    [
        "Report a dark light at https://311.chicago.gov/buy",
        "City stickers: chicago.gov/store",
        "Where to restore a bike: https://example.org/restored",
        "Read more: https://www.example.com/news/workshop-on-locks",
        "A shop on Oak was broken into.",
        "https://",
        "http://@:/",
    ],
)
def test_cpd_tw_iv_e_a_link_of_the_city_and_a_page_that_sells_nothing_are_left_alone(text):
    assert not [one for one in _of("advertising", text) if one.why == "a link to a shop"]


def test_a_thread_of_long_posts_is_read_to_its_end_and_each_place_is_the_one_in_the_whole():
    text = "We met at the park. " * 2_000 + "Offender fled on foot."
    fled = [one for one in _of("jargon", text) if one.words == "Offender"]
    assert [one.span for one in fled] == [(40_000, 40_008)]
