"""Which ward or commune a text names. Marks always count: Hương Vân and Hương Văn are two wards."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from povertyplan.vietnamese import matching_key, tidy, unaccented

from .records import Place

_KIND = re.compile(
    r"^(?:ubnd\s+|uỷ ban nhân dân\s+|ủy ban nhân dân\s+)?"
    r"(?:(?:phường|phuong|xã|xa|thị trấn|thi tran)\b[\s.:]*|(?:p|x|tt)(?:\.\s*|\s+))?",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"^(?:ubnd\s+|uỷ ban nhân dân\s+|ủy ban nhân dân\s+)?"
    r"(?:(?:phường|phuong|xã|xa|thị trấn|thi tran)\s+|(?:p|x|tt)\.\s*)[^\W\d_]",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"^\(?(?:[IVXLC]+|[ivx]+|\d{1,2}|[A-ZĐ])\s*[.)/:-]+\s*")
_COUNT = re.compile(r"[\s:(\[-]*\d+\s*(?:hộ|khẩu|ho|khau)?\s*[)\]]?\s*$", re.IGNORECASE)
_INITIAL = re.compile(r"^([^\W\d_])(?:\.\s*|\s+)(.+)$")


@dataclass(frozen=True, slots=True)
class Answer:
    """`places`: what the text may mean; one is the answer, none and several are a problem.

    `unsure`: the one place was found although the text was written without marks or abbreviated.
    `nearest`: places that are spelled alike, for the sentence that asks.
    """

    places: tuple[Place, ...] = ()
    unsure: bool = False
    nearest: tuple[Place, ...] = ()

    @property
    def place(self) -> Place | None:
        return self.places[0] if len(self.places) == 1 else None


class Communes:
    """The wards and communes of the town, found by name as offices write it."""

    def __init__(self, places: Sequence[Place]):
        self.places = tuple(places)
        self._by_key: dict[str, Place] = {}
        self._plain: dict[str, list[Place]] = {}
        for place in places:
            for name in (place.name, *place.former):
                self._by_key.setdefault(matching_key(name), place)
                known = self._plain.setdefault(unaccented(name), [])
                if place not in known:
                    known.append(place)
        self._by_code = {place.code: place for place in places}
        self._answers: dict[str, Answer] = {}

    def find(self, text: str) -> Answer:
        """What a text that should be a commune means: "P. Tứ Hạ", "XÃ BÌNH TIẾN", "Bình Điền" (old), "H. Vân"."""
        if text not in self._answers:
            self._answers[text] = self._find(text)
        return self._answers[text]

    def within(self, text: str) -> Answer:
        """What a name of a sheet or file means: "DS phuong Huong Xuan 2022", "xa-binh-tien"."""
        words = re.findall(r"[^\W_]+", tidy(text))
        whole = self.find(" ".join(words))
        if whole.places:
            return whole
        runs = [" ".join(words[at : at + size]) for size in (2, 3) for at in range(len(words) - size + 1)]
        for names in (runs, [run for run in runs if run.isascii()]):
            found = {place for run in names for place in self._named(run, marked=names is runs)}
            if found:
                return Answer(tuple(place for place in self.places if place in found), unsure=names is not runs)
        return Answer()

    def _named(self, run: str, marked: bool) -> Sequence[Place]:
        if not marked:
            return self._plain.get(unaccented(run), ())
        place = self._by_key.get(matching_key(run))
        return (place,) if place else ()

    def by_code(self, code: str | None) -> Place | None:
        return self._by_code.get(code or "")

    def _find(self, text: str) -> Answer:
        if text.strip() in self._by_code:
            return Answer((self._by_code[text.strip()],))
        name = _stripped(text)
        for candidate in (name, _COUNT.sub("", name)):
            exact = self._by_key.get(matching_key(candidate))
            if exact:
                return Answer((exact,))
        alike = self._alike(_COUNT.sub("", name))
        return alike or Answer(nearest=tuple(self._plain.get(unaccented(name), ())))

    def _alike(self, name: str) -> Answer | None:
        """Readings of a name without marks, or with its first word shortened to a letter."""
        if name.isascii():
            plain = self._plain.get(unaccented(name))
            if plain:
                return Answer(tuple(plain), unsure=True)
        short = _INITIAL.match(name)
        if not short:
            return None
        return self._shortened(short[1], short[2])

    def _shortened(self, initial: str, rest: str) -> Answer | None:
        # "H. Văn/Vân" names both; "H. Van" may be either.
        rests = [matching_key(part) for part in rest.split("/")]
        plain = [part for part in rests if part.isascii()]
        found = [
            place
            for key, place in self._by_key.items()
            if key[:1] == initial.lower()
            and (key.partition(" ")[2] in rests or unaccented(key).partition(" ")[2] in plain)
        ]
        return Answer(tuple(dict.fromkeys(found)), unsure=True) if found else None


def _stripped(text: str) -> str:
    """The name alone, without numbering, kind of unit and punctuation around it."""
    name = _NUMBERING.sub("", tidy(text)) if not _INITIAL_OF_KIND.match(text) else tidy(text)
    return _KIND.sub("", name).strip(" .:,-")


_INITIAL_OF_KIND = re.compile(r"^\s*(?:[PXpx]|TT|tt|H)\s*\.")


def names_a_unit(text: str) -> bool:
    """Whether the text begins with the kind of a unit: "Xã …", "P. …"."""
    bare = tidy(text) if _INITIAL_OF_KIND.match(text) else _NUMBERING.sub("", tidy(text))
    return bool(_NAMED.match(bare))


def titled(texts: Iterable[str], communes: Communes) -> Place | None:
    """The one commune that the lines above the table name, such as "DANH SÁCH … PHƯỜNG TỨ HẠ NĂM 2022"."""
    found = set()
    for text in texts:
        for match in re.finditer(r"\b(?:phường|xã|thị trấn)\s+((?:[^\W\d_]+\s*){2,4})", text, re.IGNORECASE):
            words = match[1].split()
            for length in (4, 3, 2):
                place = communes.find(" ".join(words[:length])).place if len(words) >= length else None
                if place:
                    found.add(place)
                    break
    return found.pop() if len(found) == 1 else None
