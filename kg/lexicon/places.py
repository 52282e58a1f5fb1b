"""Countries, territories and the larger regions with their names, from CLDR through Babel."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from kg.lexicon.records import Record

__all__ = ["territory_records", "territory_slug"]

# No place that business news name: the world, parts of continents without a name in use, bodies, private codes.
_LEFT_OUT = frozenset(
    {"001", "017", "021", "053", "054", "057", "061"}
    | {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UM", "UN", "XA", "XB", "ZZ"}
)
# Slugs stay whatever a later CLDR calls the place in English.
_SLUGS = {
    "CI": "cote-d-ivoire",
    "CV": "cape-verde",
    "CZ": "czechia",
    "HK": "hong-kong",
    "MK": "north-macedonia",
    "MM": "myanmar",
    "MO": "macao",
    "PS": "palestinian-territories",
    "SZ": "eswatini",
    "TL": "timor-leste",
    "TR": "turkiye",
}
# 中美 (Central America in Taiwan) is China and the United States in all other texts.
_MISLEADING = frozenset({"中美"})
_CHINESE = ("zh_Hans", "zh_Hant", "zh_Hant_HK")
_ISO = "http://lexvo.org/id/iso3166/"
_M49 = "http://lexvo.org/id/un_m49/"


@cache
def _names(locale: str) -> dict[str, str]:
    from babel import Locale  # reads a table a locale: only where places are wanted

    return dict(Locale.parse(locale).territories)


def _english(code: str) -> str:
    """The English name without what CLDR adds to it: ``Hong Kong SAR China``, ``Myanmar (Burma)``."""
    return re.sub(r" SAR China$| \(.*\)$", "", _names("en")[code])


@cache
def territory_slug(code: str) -> str:
    """The slug of a territory by its ISO 3166 or UN M49 code.

    >>> territory_slug("US"), territory_slug("035"), territory_slug("CI")
    ('united-states', 'southeast-asia', 'cote-d-ivoire')
    """
    if code in _SLUGS:
        return _SLUGS[code]
    plain = unicodedata.normalize("NFKD", _english(code).replace("&", " and ").replace("’", " "))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")


def territory_records() -> Iterator[Record]:
    """All territories and regions that CLDR names in Chinese, in the order of their codes.

    The preferred traditional name is Taiwan's, the one of Hong Kong a further name.
    """
    for code in sorted(set(_names("en")) - _LEFT_OUT):
        hans, hant, hong_kong = (_names(locale).get(code) for locale in _CHINESE)
        if not hans or not hant:
            continue
        english, region = _english(code), code.isdigit()
        yield Record(
            territory_slug(code),
            ["Place", "Region" if region else "Country"],
            {"zh-Hans": hans, "en": english} | ({} if hant in _MISLEADING else {"zh-Hant": hant}),
            [hong_kong] if hong_kong and hong_kong != hant else [],
            [english],
            exact_match=[] if code == "XK" else [(_M49 if region else _ISO) + code],
        )
