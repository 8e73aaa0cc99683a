"""The marks of lists that Word numbers itself: dashes, dots, and plain numbers with their text around them."""

from collections import defaultdict

from docx.document import Document as WordFile
from docx.oxml.ns import qn

from reports.documents.pdf_styles import Shape, shape_of


class Lists:
    """Counts while the paragraphs are walked in order."""

    def __init__(self, file: WordFile):
        self.levels = _levels(file)
        self.counts: dict[str, list[int]] = defaultdict(lambda: [0] * 9)

    def mark(self, numbering: tuple[str, int] | None) -> tuple[str, Shape]:
        """What stands before the paragraph ("" for none), and how the level indents it."""
        if numbering is None or numbering not in self.levels:
            return "", Shape()
        number, level = numbering
        kind, text, shape = self.levels[numbering]
        if kind == "bullet":
            return (text if text.isascii() and text.strip() else "•"), shape
        counts = self.counts[number]
        counts[level] += 1
        counts[level + 1 :] = [0] * (8 - level)
        for place in range(level + 1):
            written = _written(counts[place], self.levels.get((number, place), ("decimal",))[0])
            text = text.replace(f"%{place + 1}", written)
        return text, shape


def _written(count: int, kind: str) -> str:
    match kind:
        case "lowerLetter":
            return chr(96 + count) if count <= 26 else str(count)
        case "upperLetter":
            return chr(64 + count) if count <= 26 else str(count)
        case "upperRoman":
            return roman(count)
        case "lowerRoman":
            return roman(count).lower()
        case _:
            return str(count)


def roman(count: int) -> str:
    """4 is IV."""
    text = ""
    for value, sign in ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV")):
        text, count = text + sign * (count // value), count % value
    return text + "I" * count


def _levels(file: WordFile) -> dict[tuple[str, int], tuple[str, str, Shape]]:
    part = next((rel.target_part for rel in file.part.rels.values() if rel.reltype.endswith("/numbering")), None)
    if part is None:
        return {}
    root = part.element
    abstract = {one.get(qn("w:abstractNumId")): one for one in root.findall(qn("w:abstractNum"))}
    found = {}
    for number in root.findall(qn("w:num")):
        definition = abstract.get(number.find(qn("w:abstractNumId")).get(qn("w:val")))
        for level in definition.findall(qn("w:lvl")) if definition is not None else ():
            kind, text = level.find(qn("w:numFmt")), level.find(qn("w:lvlText"))
            if kind is not None and text is not None:
                key = (number.get(qn("w:numId")), int(level.get(qn("w:ilvl"))))
                found[key] = (kind.get(qn("w:val")), text.get(qn("w:val"), ""), shape_of(level.find(qn("w:pPr"))))
    return found
