"""The languages that captions of a video can be in: BCP 47 codes of two or three letters, as X takes them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

DEFAULT = "en"


class Language(NamedTuple):
    """Its name in English, and as who speaks it writes it."""

    name: str
    own: str

    @property
    def full(self) -> str:
        """'Polish (Polski)'."""
        return self.name if self.name == self.own else f"{self.name} ({self.own})"


LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        "am": Language("Amharic", "አማርኛ"),
        "ar": Language("Arabic", "العربية"),
        "as": Language("Assamese", "অসমীয়া"),
        "bn": Language("Bengali", "বাংলা"),
        "bs": Language("Bosnian", "Bosanski"),
        "bg": Language("Bulgarian", "Български"),
        "my": Language("Burmese", "မြန်မာ"),
        "zh": Language("Chinese", "中文"),
        "hr": Language("Croatian", "Hrvatski"),
        "cs": Language("Czech", "Čeština"),
        "nl": Language("Dutch", "Nederlands"),
        "en": Language("English", "English"),
        "fil": Language("Filipino", "Filipino"),
        "fr": Language("French", "Français"),
        "de": Language("German", "Deutsch"),
        "el": Language("Greek", "Ελληνικά"),
        "gu": Language("Gujarati", "ગુજરાતી"),
        "ht": Language("Haitian Creole", "Kreyòl ayisyen"),
        "he": Language("Hebrew", "עברית"),
        "hi": Language("Hindi", "हिन्दी"),
        "hmn": Language("Hmong", "Hmoob"),
        "hu": Language("Hungarian", "Magyar"),
        "it": Language("Italian", "Italiano"),
        "ja": Language("Japanese", "日本語"),
        "ko": Language("Korean", "한국어"),
        "lt": Language("Lithuanian", "Lietuvių"),
        "ne": Language("Nepali", "नेपाली"),
        "fa": Language("Persian", "فارسی"),
        "pl": Language("Polish", "Polski"),
        "pt": Language("Portuguese", "Português"),
        "pa": Language("Punjabi", "ਪੰਜਾਬੀ"),
        "ro": Language("Romanian", "Română"),
        "ru": Language("Russian", "Русский"),
        "sr": Language("Serbian", "Српски"),
        "so": Language("Somali", "Soomaali"),
        "es": Language("Spanish", "Español"),
        "sw": Language("Swahili", "Kiswahili"),
        "tl": Language("Tagalog", "Tagalog"),
        "th": Language("Thai", "ไทย"),
        "ti": Language("Tigrinya", "ትግርኛ"),
        "tr": Language("Turkish", "Türkçe"),
        "uk": Language("Ukrainian", "Українська"),
        "ur": Language("Urdu", "اردو"),
        "vi": Language("Vietnamese", "Tiếng Việt"),
        "yo": Language("Yoruba", "Yorùbá"),
    }
)
"""By code, in the order of their English names."""


def name_of(code: str) -> str:
    """'Spanish (Español)'; English for what was frozen before a language could be chosen."""
    return LANGUAGES.get(code, LANGUAGES[DEFAULT]).full
