"""How much of an article's text stands in another: the text as it is compared, its fingerprints, the shared share.

Fingerprints are chosen by winnowing (Schleimer, Wilkerson, Aiken: Winnowing, SIGMOD 2003): of every :data:`WINDOW`
successive runs of :data:`RUN` characters the one with the least hash. Two texts that share a run of
``RUN + WINDOW - 1`` characters share a fingerprint, whatever stands around it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.model import Article, simplify

__all__ = ["RUN", "WINDOW", "Fingerprints", "comparable_text", "fingerprints", "run_hashes", "shared_share"]

RUN = 16
"""Characters of the shortest run that counts as shared: longer than idioms, names and figures that recur by chance."""
WINDOW = 24
"""Successive runs of which one at least becomes a fingerprint."""
_LEAST_OWN = 0.25  # of a text, and _LEAST_OWN_LENGTH characters: with less of its own, all of it counts
_LEAST_OWN_LENGTH = 80

Fingerprints = npt.NDArray[np.int64]
_Hashes = npt.NDArray[np.uint64]
_NOT_COMPARED = re.compile(r"[\W_]+")
_STEP, _MIX, _STIR = np.uint64(1099511628211), np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)


def _plain(text: str) -> str:
    bare = _NOT_COMPARED.sub("", text)
    if not unicodedata.is_normalized("NFKC", bare):  # quick for what is left of most texts, unlike the conversion
        bare = _NOT_COMPARED.sub("", unicodedata.normalize("NFKC", bare))
    return simplify(bare.lower())


def comparable_text(article: Article) -> str:
    """The words of an article as they are compared: simplified, lower case, without spaces, punctuation and quotes.

    Blocks of quotation, which two articles may share without either being a copy, are left out, unless they are most
    of the text.
    """
    body = article.body
    whole = _plain(body.text)
    if not any(block.kind == "quote" for block in body.blocks):
        return whole
    own = _plain("\n".join(body.text[b.start : b.end] for b in body.blocks if b.kind != "quote"))
    return own if len(own) * 2 >= len(whole) else whole


def run_hashes(text: str) -> _Hashes:
    """The hash of each run of :data:`RUN` characters, in order; the same on every machine."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    count = max(0, len(codes) - RUN + 1)
    found = np.zeros(count, np.uint64)
    with np.errstate(over="ignore"):
        for place in range(RUN):
            found = found * _STEP + codes[place : place + count] + np.uint64(1)
        for shift, factor in ((31, _MIX), (29, _STIR)):
            found = (found ^ (found >> np.uint64(shift))) * factor
    return found ^ (found >> np.uint64(32))


def _chosen(hashes: _Hashes) -> npt.NDArray[np.int64]:
    """The places of the runs that become fingerprints, in order."""
    if len(hashes) <= WINDOW:
        return np.asarray([hashes.argmin()] if len(hashes) else [], np.int64)
    windows: npt.NDArray[Any] = np.lib.stride_tricks.sliding_window_view(hashes, WINDOW)
    return np.unique(windows.argmin(axis=1) + np.arange(len(windows)))


def fingerprints(text: str) -> Fingerprints:
    """The fingerprints of a comparable text, each once, sorted."""
    hashes = run_hashes(text)
    return np.unique(hashes[_chosen(hashes)]).view(np.int64)


def _covered(starts: npt.NDArray[np.int64], length: int) -> npt.NDArray[np.bool_]:
    """Which characters of a text lie within the runs that start at some places."""
    steps = np.zeros(length + 1, np.int32)
    np.add.at(steps, starts, 1)
    np.add.at(steps, starts + RUN, -1)
    covered: npt.NDArray[np.bool_] = np.cumsum(steps[:length]) > 0
    return covered


def _common(hashes: _Hashes, is_common: Callable[[int], bool]) -> npt.NDArray[np.bool_]:
    """Which characters lie in stretches whose fingerprints are all common."""
    length = len(hashes) + RUN - 1
    steps = np.zeros(length + 1, np.int32)
    places = _chosen(hashes).tolist()
    shared = [is_common(one) for one in hashes[places].view(np.int64).tolist()]
    for number, (place, common) in enumerate(zip(places, shared, strict=True)):
        if common:
            goes_on = number + 1 < len(places) and shared[number + 1]
            steps[place] += 1
            steps[(places[number + 1] if goes_on else place) + RUN] -= 1
    found: npt.NDArray[np.bool_] = np.cumsum(steps[:length]) > 0
    return found


def shared_share(
    shorter: _Hashes, longer: _Hashes, is_common: Callable[[int], bool] = lambda _: False, above: float = 0.0
) -> float:
    """The share of a text that stands in another, in runs of :data:`RUN` characters or more; 0 to 1.

    Args:
        shorter: hashes of the runs of the one.
        longer: hashes of the runs of the other.
        is_common: whether a fingerprint stands in so many articles that it tells of none of them, as an author's card
            does. Such stretches are left out of the sum, unless little else is left.
        above: a share that is of no interest where it is no greater; it is then told as 0 where that is quicker.
    """
    if not len(shorter):
        return 0.0
    length = len(shorter) + RUN - 1
    shared = _covered(np.flatnonzero(np.isin(shorter, longer)), length)
    if shared.sum() <= above * min(length, max(_LEAST_OWN_LENGTH, _LEAST_OWN * length)):
        return 0.0  # not even if all of it were the text's own, and little besides
    own = ~_common(shorter, is_common)
    if own.sum() < max(_LEAST_OWN_LENGTH, _LEAST_OWN * length):
        own = np.ones(length, np.bool_)
    return float((shared & own).sum() / own.sum())
