"""Vietnamese text: how it is stored, searched, sorted and compared.

Pure functions of strings, without database or request.
"""

import unicodedata
from functools import lru_cache

from viet_text_tools import normalize_diacritics

# The dictionary's order of letters. f, j, w and z stand where Latin puts them.
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền hỏi ngã sắc nặng
SHAPES = {"\u0306", "\u0302", "\u031b"}  # the marks of ă, â and ơ belong to the letter, not to the tone

# One digit or letter for each letter; "0" is left for the gap between words, so that "An" stands before "Anh".
# Digits and small letters keep this order under every collation that a database may have.
_CODES = dict(zip(ALPHABET, "123456789abcdefghijklmnopqrstuvwx", strict=True))


def nfc(text: str) -> str:
    """The composed form, in which everything is stored."""
    return unicodedata.normalize("NFC", text)


def tidy(text: str) -> str:
    """Composed, with every run of blanks (also no-break ones) as one space and none at the ends."""
    return " ".join(nfc(text).split())


def unaccented(text: str) -> str:
    """Small letters without any mark: "Đặng Thị Ý" gives "dang thi y"."""
    bare = (c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return "".join(bare).replace("đ", "d")


# Names are made of a few thousand syllables, so lists of 200,000 rows ask again and again for the same.
@lru_cache(maxsize=20_000)
def _bare_word(word: str) -> str:
    return unaccented(word)


def search_key(*texts: str) -> str:
    """What a search looks into: the words of `texts` without marks, each after a blank.

    A word that somebody types is found at the beginning of any word: " " + typed in key.
    """
    return " " + " ".join(_bare_word(word) for word in tidy(" ".join(texts)).split())


@lru_cache(maxsize=20_000)
def _matching_word(word: str) -> str:
    return normalize_diacritics(word)


def matching_key(text: str) -> str:
    """Equal for two spellings of one name: capitals, blanks and the place of the tone do not count.

    Marks do: Hương Vân and Hương Văn stay two wards.
    """
    return " ".join(_matching_word(word) for word in tidy(text).lower().split())


@lru_cache(maxsize=20_000)
def _word_key(word: str) -> tuple[str, str]:
    letters, tones = [], []
    for char in nfc(word.lower()):
        parts = unicodedata.normalize("NFD", char)
        tone = next((TONES[mark] for mark in parts if mark in TONES), 0)
        letter = nfc("".join(p for p in parts if p not in TONES))
        letters.append(_CODES.get(letter, "y"))
        tones.append(str(tone))
    return "".join(letters), "".join(tones)


def sort_key(name: str) -> str:
    """Orders people by given name, then by what stands before it, as Vietnamese lists do.

    Within a name letters come first, then tones in the order ngang, huyền, hỏi, ngã, sắc, nặng.
    """
    words = tidy(name).split()
    if not words:
        return ""
    keys = []
    for part in ([words[-1]], words[:-1]):
        pairs = [_word_key(word) for word in part]
        keys += ["0".join(letters for letters, _ in pairs), "0".join(tones for _, tones in pairs)]
    return "00".join(keys)
