"""Countries by code or name, in English and Japanese, as ISO 3166 lists them (pycountry keeps the list)."""

from __future__ import annotations

import difflib
import gettext
import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

import pycountry

_EVERYDAY = {
    "AE": ("UAE", "アラブ首長国"),
    "AU": ("オーストラリア", "豪州", "豪"),
    "CD": (
        "DRC",
        "DR Congo",
        "Congo-Kinshasa",
        "Congo Kinshasa",
        "Democratic Republic of Congo",
        "コンゴ民主",
    ),
    "CG": (
        "Congo-Brazzaville",
        "Congo Brazzaville",
        "Republic of the Congo",
        "Republic of Congo",
        "コンゴ共和国",
    ),
    "CI": ("Ivory Coast", "象牙海岸"),
    "CN": ("PRC", "PR China", "Mainland China", "Peoples Republic of China", "中国大陸", "中華人民共和国"),
    "CV": ("Cape Verde",),
    "CZ": ("Czech Republic", "チェコ"),
    "DE": ("独", "独国", "西独"),
    "FR": ("仏", "仏国"),
    "GB": ("UK", "Great Britain", "Britain", "England", "イギリス", "英国", "英"),
    "IN": ("印", "印度"),
    "IR": ("Iran", "イラン"),
    "JP": ("日", "日本国", "Nippon"),
    "KP": ("North Korea", "DPRK", "北朝鮮"),
    "KR": ("South Korea", "ROK", "韓国", "韓", "大韓民国"),
    "LA": ("Laos", "ラオス"),
    "MK": ("Macedonia", "マケドニア"),
    "MM": ("Burma", "ビルマ"),
    "MN": ("モンゴル",),
    "NL": ("Holland", "The Netherlands", "オランダ", "蘭"),
    "PH": ("比",),
    "RU": ("Russia", "ロシア", "露"),
    "SZ": ("Swaziland", "スワジランド"),
    "TR": ("Turkey", "トルコ"),
    "TW": ("Taiwan", "台湾", "臺灣", "中華民国"),
    "TZ": ("Tanzania", "タンザニア"),
    "US": (
        "U.S.",
        "U.S.A.",
        "America",
        "United States of America",
        "アメリカ",
        "米国",
        "米",
        "アメリカ合衆国",
        "合衆国",
    ),
    "VN": ("Vietnam", "ベトナム", "ヴェトナム", "越"),
    "ZA": ("RSA", "南アフリカ", "南ア", "南アフリカ共和国"),
}
"""What people write that the list does not."""

_TWO_MEANINGS: dict[str, tuple[str, ...]] = {
    "korea": ("KR", "KP"),
    "朝鮮": ("KR", "KP"),
    "congo": ("CD", "CG"),
    "コンゴ": ("CD", "CG"),
    "guiana": ("GF", "GY"),
    "ドミニカ": ("DO", "DM"),
    "中": ("CN",),
    "内モンゴル": ("CN",),
    "内蒙古": ("CN",),
    "innermongolia": ("CN",),
}
"""Names of two countries, ISO gives the first to one; and of regions that sound like another country."""

_FULL = ("CD", "CG", "DO")
"""Countries whose short name in Japanese is another country's too."""
_JAPANESE_STATE = re.compile(
    "(?:人民民主|社会主義|イスラム|連邦|連合|民主主義人民|ボリバル|多民族)?(?:共和国|連邦|合衆国|王国|公国|首長国|多民族国)$"
)
_PARTS = re.compile(r"[()（）\[\]【】／/:：,、;]+")
_USER_ASSIGNED = re.compile("AA|Q[M-Z]|X[A-Z]|ZZ")
"""Codes that ISO leaves to users; one counts where sheet Countries lists it."""


def country_of(text: str) -> str | None:
    """Return the ISO 3166 code of two letters that a code or a name means; ``None`` where it means none.

    Read are codes of two or three letters or three digits, in any case, and names in English and Japanese:
    everyday, short and official ones.
    """
    return _country_of(unicodedata.normalize("NFKC", text).strip())


def is_user_assigned(text: str) -> bool:
    """Tell whether a code is one of those that ISO leaves to users (XA … XZ and their like)."""
    return _USER_ASSIGNED.fullmatch(text) is not None


def near_country(text: str) -> str:
    """Return the countries that a text may mean, as ``CN (China)``; empty where none comes near."""
    name = _fold(text)
    if name in _TWO_MEANINGS:
        return " / ".join(_shown(code) for code in _TWO_MEANINGS[name])
    within = dict.fromkeys(filter(None, map(country_of, _PARTS.split(text))))
    if within:
        return " / ".join(map(_shown, within))
    close = difflib.get_close_matches(name, _names(), n=1, cutoff=0.7) if len(name) > 2 else []
    return _shown(_names()[close[0]]) if close else ""


@cache
def country_name(code: str, language: str) -> str:
    """Return the everyday name of a country by its code; the code itself where ISO gives it to none."""
    found: Any = pycountry.countries.get(alpha_2=code)
    if found is None:
        return code
    name = str(getattr(found, "common_name", None) or found.name)
    if language == "ja":
        translated = gettext.translation(
            "iso3166-1", pycountry.LOCALES_DIR, languages=["ja"], fallback=True
        ).gettext
        told = next(
            (japanese for japanese in (translated(name), translated(found.name)) if not japanese.isascii()),
            "",
        )
        return told if code in _FULL else _JAPANESE_STATE.sub("", told) or told or name
    head, comma, _ = name.partition(",")
    return f"{head} ({code})" if comma else name


@lru_cache(maxsize=4096)
def _country_of(text: str) -> str | None:
    code = text.upper()
    if len(code) in (2, 3) and code.isascii():
        found = (
            pycountry.countries.get(alpha_2=code)
            or pycountry.countries.get(alpha_3=code)
            or pycountry.countries.get(numeric=code)
        )
        if found is not None:
            return str(found.alpha_2)
    return _names().get(_fold(text))


def _shown(code: str) -> str:
    found: Any = pycountry.countries.get(alpha_2=code)
    return f"{code} ({getattr(found, 'common_name', None) or found.name})"


def _fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    if plain.isascii() or any(unicodedata.combining(letter) for letter in plain):
        # Accents go; the marks of kana are no accents and are put together again.
        plain = "".join(letter for letter in plain if not "\u0300" <= letter <= "\u036f")
    plain = unicodedata.normalize("NFKC", plain)
    return re.sub(r"[\s.,'’・·&()\-]|\bthe\b|\band\b", "", plain)


@cache
def _names() -> dict[str, str]:
    """Return every name that means one country, folded."""
    translated = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["ja"], fallback=True)
    firm: dict[str, str] = {}
    loose: dict[str, set[str]] = {}
    for country in pycountry.countries:
        english = [
            str(name)
            for key in ("name", "common_name", "official_name")
            if (name := getattr(country, key, None))
        ]
        for name in english:
            firm.setdefault(_fold(name), country.alpha_2)
            head, comma, tail = name.partition(", ")
            if comma:
                firm.setdefault(_fold(f"{tail} {head}"), country.alpha_2)
                loose.setdefault(_fold(head), set()).add(country.alpha_2)
        for name in map(translated.gettext, english):
            for part in re.split(r"[()]", name):
                if part.strip() and not part.isascii():
                    firm.setdefault(_fold(part), country.alpha_2)
                    loose.setdefault(_fold(_JAPANESE_STATE.sub("", part.strip())), set()).add(country.alpha_2)
    for code, names in _EVERYDAY.items():
        firm.update({_fold(name): code for name in names})
    for name, codes in loose.items():
        if len(codes) == 1 and len(name) > 1:
            firm.setdefault(name, next(iter(codes)))
    for name in _TWO_MEANINGS:
        firm.pop(name, None)
    firm.pop("", None)
    return firm
