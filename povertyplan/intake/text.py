"""Old Vietnamese fonts and decomposed letters become plain Unicode; clean Unicode is never touched.

Before Unicode, fonts drew Vietnamese letters in the places of Western ones: TCVN3 (.VnTime) with one code
a letter, VNI (VNI-Times) with a letter and a mark. The table is `legacy-encodings.json` (keys u, t, v).
"""

import json
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

from povertyplan.vietnamese import tidy, unaccented

from .workbook import Typed

# No cell of a list is longer; patterns need not look through a page for it.
TEXT_LENGTH = 2_000
ENCODINGS = ("tcvn3", "vni")
NAMES = {
    "unicode": "Unicode",
    "decomposed": "Unicode tổ hợp",
    "tcvn3": "TCVN3 (phông .VnTime)",
    "vni": "VNI (phông VNI-Times)",
    "mixed": "của từng ô (nhiều bảng mã lẫn nhau)",
}

_TABLE = json.loads((Path(__file__).parent / "legacy-encodings.json").read_text(encoding="utf-8"))
_LETTERS = {
    "tcvn3": dict(zip(_TABLE["t"], _TABLE["u"], strict=True)),
    "vni": dict(zip(_TABLE["v"], _TABLE["u"], strict=True)),
}
# One pass, longest first: replacing letter after letter would convert what is already converted.
_SEQUENCES = {
    name: re.compile("|".join(sorted(map(re.escape, letters), key=len, reverse=True)))
    for name, letters in _LETTERS.items()
}
# Letters that only Unicode has: one of them proves that a text is no legacy text.
_UNICODE_ONLY = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9\u0300\u0301\u0303\u0306\u0309\u031b\u0323]")
_COMBINING = re.compile("[\u0300\u0301\u0303\u0306\u0309\u031b\u0323]")
_HIGH = re.compile("[\u00a1-\u00ff]")
_SHARED_WITH_UNICODE = set("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_HALF_CAPITALS = re.compile(r"\b(?=\w*[A-Z]\w*[A-Z])[^\Wa-z]+\b")
_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile("(ngh|ng|gh|kh|nh|ph|th|tr|ch|qu|gi|[bcdghklmnprstvx])?[aeiouy]{1,3}(ng|nh|ch|[cmnpt])?")


def from_font(font: str | None) -> str | None:
    """The encoding that a font's name tells: ".VnTimeH" is TCVN3, "VNI-Times" VNI, others none."""
    name = (font or "").strip().lower()
    if name.startswith(".vn"):
        return "tcvn3"
    return "vni" if name.startswith("vni") else None


def is_unicode(text: str) -> bool:
    """Whether the text is certainly Unicode, because it has letters that no legacy text has."""
    return bool(_UNICODE_ONLY.search(text))


def convert(text: str, encoding: str) -> str:
    """The text read as `encoding` ("tcvn3" or "vni"), in one pass.

    Words in capitals are often typed as capitals with codes of small letters between: they become capitals.
    """
    letters = _LETTERS[encoding]
    read = _SEQUENCES[encoding].sub(lambda match: letters[match.group()], text)
    return _HALF_CAPITALS.sub(lambda match: match.group().upper(), read)


def sounds_vietnamese(text: str) -> bool:
    """Whether every word could be a Vietnamese syllable."""
    words = _WORD.findall(unaccented(text))
    return bool(words) and all(_SYLLABLE.fullmatch(word) for word in words)


@lru_cache(maxsize=50_000)
def readings(text: str) -> frozenset[str]:
    """As what the text can be read: a subset of unicode, tcvn3, vni. Both empty and full prove nothing."""
    if text.isascii() or not any(c.isascii() and c.isalpha() for c in text):
        return frozenset()
    if is_unicode(text):
        return frozenset({"unicode"})
    found = {name for name in ENCODINGS if _fits(text, name)}
    if all(c in _SHARED_WITH_UNICODE for c in _HIGH.findall(text)):
        found.add("unicode")
    return frozenset(found)


def _fits(text: str, encoding: str) -> bool:
    """Whether the encoding explains every Western letter of the text, and gives possible syllables."""
    words = [word for word in text.split() if _HIGH.search(word)]
    return all(
        not _HIGH.search(_SEQUENCES[encoding].sub("", word)) and sounds_vietnamese(convert(word, encoding))
        for word in words
    )


class Ballot:
    """Counts, per column and in all, as what the texts of a sheet can be read."""

    def __init__(self):
        self.columns: dict[int, Counter] = {}
        self.decomposed = 0
        self.composed = 0

    def add(self, column: int, text: str) -> None:
        if text.isascii():
            return
        if _COMBINING.search(text):
            self.decomposed += 1
        found = readings(text[:TEXT_LENGTH])
        if len(found) == 1:
            self.composed += 1
            self.columns.setdefault(column, Counter())[next(iter(found))] += 1

    def winner(self, column: int | None = None) -> str:
        """The encoding that most texts of the column (None: of the sheet) can only be read as."""
        votes = self.columns.get(column) if column is not None else None
        votes = votes or sum(self.columns.values(), Counter())
        return votes.most_common(1)[0][0] if votes else "unicode"

    def legacy(self) -> bool:
        """Whether anything at all can only be read as a legacy text."""
        return any(votes[name] for votes in self.columns.values() for name in ENCODINGS)

    def summary(self) -> str:
        """The sheet's encoding in one word of `NAMES`."""
        votes = sum(self.columns.values(), Counter())
        kinds = [name for name, count in votes.items() if count > 0.2 * votes.total()]
        if len(kinds) > 1:
            return "mixed"
        winner = self.winner()
        decomposed = winner == "unicode" and self.decomposed * 2 > self.composed > 0
        return "decomposed" if decomposed else winner


class Decoder:
    """Turns the texts of one sheet into Unicode by font, else by the text itself, else by its column.

    `choice`: what a person decided for the sheet; then every text that is not surely Unicode is read so.
    """

    def __init__(self, ballot: Ballot, choice: str | None = None):
        self._winners = {column: ballot.winner(column) for column in ballot.columns}
        self._sheet = ballot.winner()
        self._choice = choice
        self._read = lru_cache(maxsize=50_000)(self._decode)
        self.samples: dict[str, str] = {}

    def __call__(self, text: str, column: int, font: str | None = None) -> str:
        """The text in composed Unicode, blanks collapsed, otherwise as typed; cut where no list goes on."""
        if isinstance(text, Typed):
            return tidy(text)
        text = text[:TEXT_LENGTH]
        if text.isascii():
            return " ".join(text.split())
        return self._read(text, self._winners.get(column, self._sheet), font)

    def _decode(self, text: str, winner: str, font: str | None) -> str:
        encoding = self._choice or self._encoding(text, winner, font)
        if encoding not in ENCODINGS or is_unicode(text):
            return tidy(_same_looking(text))
        read = convert(text, encoding)
        if (font or "").upper().endswith("H") and from_font(font) == "tcvn3":
            read = read.upper()
        if len(self.samples) < 5:
            self.samples.setdefault(tidy(text), tidy(read))
        return tidy(read)

    def _encoding(self, text: str, winner: str, font: str | None) -> str:
        told = from_font(font)
        if told:
            return told
        found = readings(text)
        if len(found) != 1:
            # A known font that is not a legacy one speaks for Unicode where the text itself can be both.
            return winner if winner in found and not font else "unicode"
        only = next(iter(found))
        # In a column of clean Unicode a lone ½ or § is a sign; several codes in one text are a legacy text.
        strange = {c for c in _HIGH.findall(text) if c not in _SHARED_WITH_UNICODE}
        return only if winner == only or len(strange) > 1 else "unicode"


def _same_looking(text: str) -> str:
    """The Icelandic Ð and ð, which look like Đ and đ, become those; signs that nobody sees go.

    Only for Unicode: TCVN3 keeps its ư in the soft hyphen.
    """
    text = text.replace("\u00d0", "\u0110").replace("\u00f0", "\u0111")
    return _INVISIBLE.sub("", text)
