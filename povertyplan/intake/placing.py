"""Where a household lives: from its columns, the bands above it, the sheet's name, the title, in this order.

Sources that name different communes are a problem, never a guess.
"""

import re
from collections.abc import Sequence

from povertyplan.vietnamese import tidy

from .bands import Band
from .communes import Answer, Communes, names_a_unit
from .records import ListedHousehold, Place, Remark
from .rows import RowReader
from .workbook import Cell

_DITTO = frozenset(["", "nt", "ntr", "như trên", "nhu tren"])
_HAMLET_PART = re.compile(r"^(tổ dân phố|tdp|tổ|thôn|bản|xóm|khu)\b", re.IGNORECASE)


class Placing:
    """Knows commune and hamlet while a sheet is read from top to bottom."""

    def __init__(self, sheet: str, communes: Communes, assumed: Place | None):
        self.communes, self.assumed, self.title = communes, assumed, None
        self.sheet_answer = communes.within(sheet)
        self.band: tuple[str, Answer] | None = None
        self.band_cell = ""
        self.hamlet = ""
        self._last = ("", "")
        self._decided: dict[tuple[str, str], tuple[str | None, Remark | None]] = {}

    def commune_band(self, band: Band, cell: str) -> None:
        """A row that names, in `cell`, the commune of the rows below it."""
        self.band, self.band_cell, self.hamlet = (band.name, band.answer), cell, ""

    def place(self, household: ListedHousehold, reader: RowReader, cells: Sequence[Cell]) -> None:
        """Sets commune and hamlet of a household, and tells what is wrong with them."""
        row = household.row
        commune, hamlet = self._typed(reader, cells, row)
        self._last = (commune or self._last[0], hamlet or self._last[1])
        household.hamlet = hamlet or self.hamlet
        household.commune, remark = self._decide(commune)
        if remark:
            told = commune or self._band_name()
            if self._lies_in_band(commune, reader):
                reader.say(row, "commune", told, remark, cell=self.band_cell)
            else:
                name = "commune" if "commune" in reader.columns else "address" if commune else "commune"
                reader.say(row, "commune", told, remark, reader.columns.get(name))

    def _lies_in_band(self, commune: str, reader: RowReader) -> bool:
        """Whether the band has to be mended for the row: it names no place, or nothing else tells one."""
        if not self.band:
            return False
        return not self.band[1].places or not (commune or {"commune", "address"} & set(reader.columns))

    def _typed(self, reader: RowReader, cells: Sequence[Cell], row: int) -> tuple[str, str]:
        commune, hamlet = reader.field(cells, "commune", row), reader.field(cells, "hamlet", row)
        commune = self._last[0] if _is_ditto(commune) else commune
        hamlet = self._last[1] if _is_ditto(hamlet) else hamlet
        if not commune and "commune" in reader.columns and not self.band and not self.sheet_answer.places:
            # Offices often write the commune once and leave the rows below it empty.
            commune = self._last[0]
        address = reader.field(cells, "address", row)
        if address and not (commune and hamlet):
            of_address, where = self._split(address)
            commune, hamlet = commune or of_address, hamlet or where
        if hamlet and not commune and "commune" not in reader.columns:
            commune, hamlet = self._commune_in(hamlet)
        return commune, hamlet

    def _split(self, address: str) -> tuple[str, str]:
        """(commune, hamlet) of an address such as "Tổ dân phố 1, phường Tứ Hạ"."""
        parts = [part for part in (tidy(part) for part in re.split(r"[,;]|\s[-–]\s", address)) if part]
        named = [part for part in parts if self.communes.find(part).places or names_a_unit(part)]
        hamlets = [part for part in parts if part not in named and not re.match(r"(thị xã|tx|tỉnh|tp)\b", part, re.I)]
        return (named[0] if named else ""), ", ".join(hamlets)

    def _commune_in(self, hamlet: str) -> tuple[str, str]:
        """A column of hamlets may hold "Thôn 1, xã Bình Tiến"; without a comma it is a hamlet only."""
        if "," not in hamlet:
            return "", hamlet
        commune, rest = self._split(hamlet)
        return (commune, rest) if commune and _HAMLET_PART.match(rest) else ("", hamlet)

    def _band_name(self) -> str:
        return self.band[0] if self.band else ""

    def _decide(self, typed: str) -> tuple[str | None, Remark | None]:
        key = (typed, self._band_name())
        if key not in self._decided:
            self._decided[key] = self._decision(typed)
        return self._decided[key]

    def _decision(self, typed: str) -> tuple[str | None, Remark | None]:
        """(code, remark) from what the row types, the band and the sheet's name say."""
        told = [("cột xã, phường", typed, self.communes.find(typed))] if typed else []
        if self.band:
            told.append(("dòng tiêu đề nhóm", *self.band))
        for where, text, answer in told:
            if not answer.places:
                return None, self._unknown(where, text, answer)
        if self.sheet_answer.places:
            told.append(("tên trang", "", self.sheet_answer))
        if not told:
            return self._fallback()
        return self._agreed(told)

    def _agreed(self, told) -> tuple[str | None, Remark | None]:
        left = [place for place in told[0][2].places if all(place in answer.places for _, _, answer in told)]
        if len(left) == 1:
            unsure = all(answer.unsure for _, _, answer in told)
            return left[0].code, self._unsure(told[0][1], left[0]) if unsure and told[0][1] else None
        if left:
            return None, Remark(
                "commune_ambiguous",
                f"«{told[0][1] or 'tên trang'}» có thể là {' hoặc '.join(map(str, left))}. Hãy ghi đủ dấu và đủ chữ.",
                blocks=True,
            )
        says = "; ".join(f"{where} là {' hoặc '.join(map(str, answer.places))}" for where, _, answer in told)
        return None, Remark(
            "commune_contradiction", f"Xã, phường không thống nhất: {says}. Hãy sửa cho khớp.", blocks=True
        )

    def _fallback(self) -> tuple[str | None, Remark | None]:
        place = self.title or self.assumed
        if place:
            return place.code, None
        return None, Remark(
            "commune_missing",
            "Không biết hộ này thuộc xã, phường nào: danh sách không có cột, dòng nhóm, tên trang hay tiêu đề nào "
            "ghi tên xã, phường. Hãy bổ sung cột «Xã, phường».",
            blocks=True,
        )

    def _unknown(self, where: str, text: str, answer: Answer) -> Remark:
        known = ", ".join(str(place) for place in answer.nearest or self.communes.places)
        ask = f"Có phải là {known}?" if answer.nearest else f"Các xã, phường của thị xã: {known}."
        return Remark("commune_unknown", f"Không có xã, phường nào tên «{text}» ({where}). {ask}", blocks=True)

    def _unsure(self, text: str, place: Place) -> Remark:
        return Remark("commune_unsure", f"«{text}» được hiểu là {place}. Hãy ghi đủ dấu và đủ chữ.")


def _is_ditto(text: str) -> bool:
    """Whether a cell only says "as above": a quotation mark, nt, -nt-, như trên."""
    return bool(text) and text.strip(" .,-–'\"“”/").lower() in _DITTO
