"""A document as a Word file: the office's template filled, the content built into it with its own styles.

Real structures only: paragraph styles, tables whose heads repeat, sections for annexes across, so that
somebody can go on writing in it.
"""

import copy
import io
from collections.abc import Iterable, Iterator

from docx.document import Document as WordFile
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docxtpl import DocxTemplate

from reports.documents import word_xml as xml
from reports.documents.blocks import Annex, Block, Document, Heading, Note, PageBreak, Paragraph, Run, Table
from reports.documents.fields import ANNEXES, CONTENT, MARKS, filled
from reports.documents.sandbox import environment
from reports.documents.styles import StyleBook
from reports.documents.word_rules import fit_rules
from reports.documents.word_tables import table_xml

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def make_word(document: Document, template: bytes) -> bytes:
    """`template` with the fields of `document`. Raises jinja2's errors where the template is broken."""
    frame = DocxTemplate(io.BytesIO(template))
    frame.render(filled(document), environment(), autoescape=True)
    file = frame.docx
    _Builder(file, document).build()
    file.core_properties.title = document.subject[:250]
    file.core_properties.author = " ".join(document.issuer.name.split())[:250]
    file.core_properties.created = file.core_properties.modified = document.trace.made_at
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


class _Builder:
    def __init__(self, file: WordFile, document: Document):
        self.file, self.document = file, document
        self.styles = StyleBook(file)

    def build(self) -> None:
        self._fill_content()
        self._fill_annexes()
        fit_rules(self.file)

    def _fill_content(self) -> None:
        place = self._marked(CONTENT)
        if place is None:
            return
        room = _room(self.file.sections[0])
        blocks = list(_ended(self.document.body))
        _insert(self._blocks(blocks, room, keep=True), place)
        place.getparent().remove(place)

    def _fill_annexes(self) -> None:
        place = self._marked(ANNEXES)
        if place is None:
            return
        for annex in self.document.annexes:
            self._end_section(place)
            section = self.file.sections[-1]
            _turn(section._sectPr, landscape=annex.landscape)
            _insert(self._annex(annex, _room(section)), place)
        place.getparent().remove(place) if _may_go(place) else _empty(place)

    def _end_section(self, place) -> None:
        """Ends the section that is there with a copy of its own properties; what follows begins a new page."""
        last = self.file.element.body.sectPr
        (paragraph,) = _elements(xml.paragraph([], self.styles["Ngắt phần"]))
        paragraph.get_or_add_pPr().append(copy.deepcopy(last))
        place.addprevious(paragraph)
        for reference in last.findall(qn("w:headerReference")) + last.findall(qn("w:footerReference")):
            last.remove(reference)  # a section without its own goes on with those before it
        number = last.find(qn("w:pgNumType"))
        if number is None:  # "Số trang của Phụ lục được đánh số riêng theo từng Phụ lục"
            _after_margins(last, parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>'))

    def _annex(self, annex: Annex, room: float) -> Iterator[str]:
        if annex.label:
            yield self._line(annex.label, "Số phụ lục")
        yield self._line(annex.title, "Tên phụ lục")
        attached = annex.attached_to or f"Kèm theo {self.document.named}"
        yield self._line(f"({attached})", "Kèm theo")
        yield self._line(str(self.document.trace), "Số liệu đến ngày")
        yield from self._blocks(annex.blocks, room)

    def _blocks(self, blocks, room: float, *, keep: bool = False) -> Iterator[str]:
        """`keep`: the end of the last block stays on one page with what follows, the signature."""
        blocks = list(blocks)
        last = max((n for n, block in enumerate(blocks) if not isinstance(block, Note)), default=-1)
        for number, block in enumerate(blocks):
            yield self._block(block, room, keep=keep and number >= last)

    def _block(self, block: Block, room: float, *, keep: bool) -> str:
        match block:
            case Heading(text, 0):
                return self._line(text, "Tên phụ lục")
            case Heading(text, level):
                return self._line(text, f"Heading {level}")
            case Paragraph():
                return xml.paragraph(block.runs, self.styles["Nội dung"], keep_next=keep)
            case Note(text):
                return xml.paragraph([Run(text)], self.styles["Ghi chú bảng"], keep_next=keep)
            case PageBreak():
                return xml.page_break(self.styles["Ngắt phần"])
            case Table():
                title = self._line(block.title, "Tên bảng") if block.title else ""
                return title + table_xml(block, room, self.styles, keep_end=keep) + xml.gap(self.styles["Ngắt phần"])

    def _line(self, text: str, style: str) -> str:
        return xml.paragraph([Run(text)], self.styles[style])

    def _marked(self, name: str):
        """The paragraph of the body that holds the mark of `name`, if the template has one."""
        for paragraph in self.file.element.body.iter(qn("w:p")):
            if MARKS[name] in "".join(text.text or "" for text in paragraph.iter(qn("w:t"))):
                return paragraph
        return None


def _ended(body: tuple[Block, ...]) -> Iterator[Block]:
    """With "./." after the last sentence, where the paper ends with one."""
    for number, block in enumerate(body, start=1):
        if number == len(body) and isinstance(block, Paragraph) and not block.runs[-1].text.endswith("./."):
            *before, end = block.runs
            yield Paragraph((*before, Run(end.text.rstrip(". ") + "./.", end.bold, end.italic)))
        else:
            yield block


def _elements(content: str):
    return list(parse_xml(f"<w:body {nsdecls('w')}>{content}</w:body>"))


def _insert(content: Iterable[str], place) -> None:
    """Puts what is written before `place`. Rows go one by one: moving a tree takes the square of its size."""
    for element in _elements("".join(content)):
        rows = element.findall(qn("w:tr"))
        for row in rows:
            element.remove(row)
        place.addprevious(element)
        for row in rows:
            element.append(row)


def _room(section) -> float:
    """Points between the margins."""
    return (section.page_width - section.left_margin - section.right_margin) / 12_700


def _turn(properties, *, landscape: bool) -> None:
    size = properties.find(qn("w:pgSz"))
    short, long = sorted((int(size.get(qn("w:w"))), int(size.get(qn("w:h")))))
    size.set(qn("w:w"), str(long if landscape else short))
    size.set(qn("w:h"), str(short if landscape else long))
    if landscape:
        size.set(qn("w:orient"), "landscape")
    else:
        size.attrib.pop(qn("w:orient"), None)


def _after_margins(properties, element) -> None:
    properties.find(qn("w:pgMar")).addnext(element)


def _may_go(paragraph) -> bool:
    """A body must not end in a table, and a cell must keep a paragraph."""
    before, after = paragraph.getprevious(), paragraph.getnext()
    return before is not None and before.tag == qn("w:p") and (after is None or after.tag != qn("w:tbl"))


def _empty(paragraph) -> None:
    for run in paragraph.findall(qn("w:r")):
        paragraph.remove(run)
