"""Rows of a list that are not households: bands of commune and hamlet, totals, signatures, notes, blanks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from povertyplan.vietnamese import matching_key, unaccented

from .communes import Answer, Communes, names_a_unit

_TOTAL = re.compile(
    r"^\W*(?:(?:cộng|tổng cộng|tổng số|tổng|trong đó|luỹ kế|lũy kế|toàn thị xã|toàn xã|toàn phường)\b"
    r"(?!\s+(?:thị|văn)\b)"
    r"|(?:tong cong|tong so|cong)\b(?!\s+(?:thi|van)\b))"
)
_HAMLET = re.compile(
    r"^\W*(?:(?:[ivxlc]+|\d{1,2}|[a-z])\s*[.)/:-]+\s*)?"
    r"(?:to dan pho|tdp|to \d|to so|thon|ban|xom|khu pho|khu vuc|khu dan cu|kdc|khom|buon|lang|ap|doi)\b"
)
_NUMBERING = re.compile(r"^\s*\(?(?:[IVXLC]+|[ivx]+|\d{1,2}|[a-zA-Z])\s*[.)/:-]+\s*(?=\S)")
_ORDINAL = re.compile(r"^\s*\(?(?:[IVXLC]+|[A-ZĐ]|\d{1,3}(?:\.\d+)*)[.)]?\s*$")
_ENDING = re.compile(
    r"ngay\b.{0,12}\bthang\b.{0,8}\bnam\b|nguoi lap|^\W*(tm|kt|tl|tuq)\W|chu tich|truong phong|ky ten|ky va ghi ro"
    r"|noi nhan|xac nhan cua|^\W*ghi chu\s*:|^\W*luu y|danh sach (nay|tren|co)|thu truong"
    r"|can bo (tong hop|lap)|nguoi tong hop|uy ban nhan dan"
    r"|^\W*\(?\s*bang chu|^\W*\*|^\W*an dinh|thon truong|to truong|ky thay"
)


class Kind(Enum):
    BLANK = "blank"
    COMMUNE = "commune"
    HAMLET = "hamlet"
    TOTAL = "total"
    ENDING = "ending"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Band:
    """What a row without a person is. `name`: the hamlet's or commune's name as typed, without numbering."""

    kind: Kind
    name: str = ""
    answer: Answer | None = None


def classify(texts: Sequence[str], communes: Communes) -> Band:
    """What a row without a person's data is, told by its words. `texts`: all its cells as texts."""
    filled = [text for text in texts if text]
    if not filled:
        return Band(Kind.BLANK)
    words = [text for text in filled if re.search(r"[^\W\d_]", text) and not _ORDINAL.match(text)]
    if not words:
        return Band(Kind.TEXT, filled[0])
    if any(_TOTAL.match(matching_key(text)) for text in words[:2]):
        return Band(Kind.TOTAL, words[0])
    return _named(words, communes)


def _named(words: list[str], communes: Communes) -> Band:
    first = words[0]
    if _HAMLET.match(unaccented(first)):
        return Band(Kind.HAMLET, without_numbering(first))
    answer = communes.find(first)
    if answer.places and len(first) < 60:
        return Band(Kind.COMMUNE, first, answer)
    if any(_ENDING.search(unaccented(text)) for text in words):
        return Band(Kind.ENDING, first)
    if names_a_unit(first) and len(first) < 60:
        return Band(Kind.COMMUNE, first, answer)
    return Band(Kind.TEXT, first)


def without_numbering(text: str) -> str:
    """The band's name without "II.", "a)", "1/" before it and without a count such as "(12 hộ)" after it."""
    name = _NUMBERING.sub("", text)
    return re.sub(r"\s*[:(\[-]+\s*\d+\s*(?:hộ|khẩu)?\s*[)\]]?\s*$", "", name).strip(" :")
