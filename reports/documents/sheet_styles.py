"""How the cells of a sheet look: the same sizes and strengths as on paper."""

from xlsxwriter import Workbook

from reports.documents.blocks import Kind

FONT = "Times New Roman"
# size, bold, italic, alignment
AROUND = {
    "superior": (13, False, False, "center"),
    "issuer": (13, True, False, "center"),
    "nation": (13, True, False, "center"),
    "motto": (14, True, False, "center"),
    "number": (13, False, False, "center"),
    "place": (13, False, True, "center"),
    "type": (14, True, False, "center"),
    "subject": (14, True, False, "center"),
    "trace": (11, False, True, "center"),
    "note": (12, False, True, "left"),
    "receivers": (12, True, True, "left"),
    "receiver": (11, False, False, "left"),
    "authority": (13, True, False, "center"),
}
FORMATS = {Kind.NUMBER: "#,##0", Kind.MONEY: "#,##0", Kind.PERCENT: "0.00%", Kind.DAY: "dd/mm/yyyy", Kind.YEAR: "0"}


class Styles:
    """styles["issuer"]; each look is made once for the workbook."""

    def __init__(self, book: Workbook):
        self.book = book
        self._made: dict[tuple, object] = {}

    def __getitem__(self, name: str):
        size, bold, italic, align = AROUND[name]
        look = {"font_size": size, "bold": bold, "italic": italic, "align": align, "text_wrap": True}
        if name == "motto":
            look["underline"] = 1  # as long as the words, as the decree wants the rule
        return self._make(valign="vcenter" if align == "center" else "top", **look)

    def size(self, name: str) -> float:
        return AROUND[name][0]

    def cell(self, name: str, size: float):
        """Of the head of a table."""
        bold = name == "head"
        return self._make(
            font_size=size, bold=bold, italic=not bold, border=1, align="center", valign="vcenter", text_wrap=True
        )

    def value(self, kind: Kind, size: float, *, strong: bool, centred: bool):
        look = {"font_size": size, "bold": strong, "border": 1, "valign": "vcenter", "text_wrap": kind is Kind.TEXT}
        if kind in FORMATS:
            look["num_format"] = FORMATS[kind]
        look["align"] = "center" if centred else "left" if kind in {Kind.TEXT, Kind.TICK} else "right"
        return self._make(**look)

    def _make(self, **look):
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self.book.add_format({"font_name": FONT, **look})
        return self._made[key]
