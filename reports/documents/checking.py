"""Whether a Word file can be a template, before it is one: every problem with its place and the words around it.

So no paper fails half-way because of a template. What a PDF would not carry over is told too, and stops nothing.
"""

import difflib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from docx import Document as read_word
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError, nodes

from reports.documents.fields import ANNEXES, CONTENT, FIELDS, filled
from reports.documents.pdf import make_pdf
from reports.documents.samples import samples
from reports.documents.sandbox import FILTERS, environment
from reports.documents.template_text import TAG, Line, Part, around, parts_of, plain_tag
from reports.documents.word import make_word

MOST_BYTES = 40 * 2**20  # unpacked
MOST_PARTS = 2_000
NAMES = [field.name for field in FIELDS]
BLOCKS = {"for": "endfor", "if": "endif"}
WITHIN = {"elif", "else"}
TRACE = "ghi_chu_so_lieu"
A, PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/main", "urn:schemas-microsoft-com:vml"


@dataclass(frozen=True)
class Problem:
    """`where` is a place in the file ("bảng 1, dòng 2, ô 1"; "" for the whole), `words` what stands there."""

    text: str
    where: str = ""
    words: str = ""

    def __str__(self):
        place = f"{self.where[0].upper()}{self.where[1:]}: " if self.where else ""
        return f"{place}{self.text}" + (f" Chữ ở đó: «{self.words}»." if self.words else "")


def problems(content: bytes) -> list[Problem]:
    """All that is wrong with a template; an empty list means that papers can be made with it."""
    if problem := _unsafe(content):
        return [problem]
    try:
        file = read_word(io.BytesIO(content))
    except Exception:  # python-docx raises whatever its parts raise
        return [Problem("Tệp không phải tệp Word .docx, hoặc bị hỏng, hoặc có macro. Hãy lưu lại dạng .docx.")]
    found = [*_from_elsewhere(file)]
    for part in parts_of(file):
        wrong = [*_of_tags(part), *_of_names(part)]
        found += wrong or _of_values(part)
    return found or [*_of_places(file)] or [*_of_trials(content)]


def not_carried_over(content: bytes) -> list[str]:
    """What a Word file has and its PDF will not."""
    root = read_word(io.BytesIO(content)).element.body
    found = {
        "ảnh": root.findall(f".//{{{A}}}blip") or root.findall(f".//{{{PICTURE}}}imagedata"),
        "khung chữ": root.findall(f".//{qn('w:txbxContent')}"),
        "chú thích cuối trang": root.findall(f".//{qn('w:footnoteReference')}"),
    }
    return [name for name, elements in found.items() if elements]


def _unsafe(content: bytes) -> Problem | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
    except zipfile.BadZipFile:
        return Problem("Tệp không phải tệp Word .docx. Hãy mở bằng Word và lưu lại dạng .docx.")
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_BYTES:
        return Problem("Tệp quá lớn khi mở ra. Hãy bỏ bớt ảnh rồi lưu lại.")
    if any("vbaProject" in entry.filename for entry in entries):
        return Problem("Tệp có macro. Hãy lưu lại dạng .docx không có macro.")
    return None


def _from_elsewhere(file: WordFile) -> Iterator[Problem]:
    """A template must not fetch anything from another place when somebody opens a paper."""
    for part in file.part.package.iter_parts():
        for relation in part.rels.values():
            if relation.is_external and not relation.reltype.endswith("/hyperlink"):
                yield Problem(f"Mẫu lấy nội dung từ nơi khác ({relation.target_ref[:80]}). Hãy bỏ liên kết đó.")


# --- Tags: opened and closed, and nothing that docxtpl would misread ---------------------------------------


def _of_tags(part: Part) -> Iterator[Problem]:
    for line in part.lines:
        yield from _of_line(line)
    yield from _of_blocks(part)


def _of_line(line: Line) -> Iterator[Problem]:
    rest = TAG.sub(" ", line.text)
    for sign in ("{{", "{%"):
        if sign in rest:
            yield Problem(f"Thẻ mở {sign} chưa có dấu đóng.", line.where, around(line.text, rest[rest.find(sign) :]))
    for sign in ("}}", "%}"):
        if sign in rest:
            yield Problem(f"Dấu đóng {sign} không có thẻ mở.", line.where, around(line.text, sign))
    for tag in line.tags:
        if tag.startswith(("{{p ", "{{r ", "{{tr ", "{{tc ")):
            yield Problem("Trường viết liền sau hai dấu ngoặc: {{ ten_truong }}.", line.where, around(line.text, tag))
        if tag.startswith("{%p ") and line.text.strip() != tag:
            yield Problem("Thẻ {%p … %} phải đứng riêng một đoạn.", line.where, around(line.text, tag))
        if tag.startswith(("{%tr ", "{%tc ")) and not line.in_table:
            yield Problem("Thẻ {%tr … %} và {%tc … %} chỉ dùng trong bảng.", line.where, around(line.text, tag))


def _of_blocks(part: Part) -> Iterator[Problem]:
    """{% for %} and {% if %} each with its end."""
    open_ = []
    for line in part.lines:
        for tag in line.tags:
            word = _word_of(tag)
            if word in BLOCKS:
                open_.append((word, tag, line))
            elif word in BLOCKS.values():
                if not open_ or BLOCKS[open_[-1][0]] != word:
                    yield Problem(f"Thẻ {{% {word} %}} không có thẻ mở tương ứng.", line.where, around(line.text, tag))
                    return
                open_.pop()
            elif word in WITHIN and not open_:
                yield Problem(f"Thẻ {{% {word} %}} không nằm trong {{% if %}}.", line.where, around(line.text, tag))
            elif word and word not in WITHIN | {"set"}:
                yield Problem(f"Thẻ «{word}» không dùng được trong mẫu.", line.where, around(line.text, tag))
    for word, tag, line in open_:
        yield Problem(f"Thẻ {tag} chưa có thẻ đóng {{% {BLOCKS[word]} %}}.", line.where, around(line.text, tag))


def _word_of(tag: str) -> str:
    """The first word of {% … %}; "" for other tags."""
    tag = plain_tag(tag)
    return tag.strip("{%-} ").split(None, 1)[0] if tag.startswith("{%") and tag.strip("{%-} ") else ""


# --- Names: fields that there are, filters that are allowed ----------------------------------------------


def _of_names(part: Part) -> Iterator[Problem]:
    """Tag by tag, so that one that is wrong hides no other."""
    read = [(line, tag, _read(tag)) for line in part.lines for tag in line.tags]
    trees = [tree for _, _, tree in read if isinstance(tree, nodes.Template)]
    own = {name.name for tree in trees for name in tree.find_all(nodes.Name) if name.ctx == "store"} | {"loop"}
    for line, tag, tree in read:
        if isinstance(tree, str):
            yield Problem(f"Thẻ viết sai cú pháp ({tree}).", line.where, around(line.text, tag))
            continue
        for name in tree.find_all(nodes.Name):
            if name.ctx == "load" and name.name not in own and name.name not in NAMES:
                yield Problem(_unknown(name.name), line.where, around(line.text, tag))
        for used in tree.find_all(nodes.Filter):
            if used.name not in FILTERS:
                said = f"Không có phép «{used.name}». Dùng được: {', '.join(FILTERS)}."
                yield Problem(said, line.where, around(line.text, tag))


def _read(tag: str) -> nodes.Template | str:
    """What Jinja understands of one tag, or why it does not."""
    word, tag = _word_of(tag), plain_tag(tag)
    if word == "elif":
        tag, word = tag.replace("elif", "if", 1), "if"
    if word in BLOCKS:
        tag += f"{{% {BLOCKS[word]} %}}"
    elif word and word != "set":
        tag = ""  # the ends of blocks, and what is told as not allowed
    try:
        return environment().parse(tag)
    except TemplateSyntaxError as error:
        return error.message


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, NAMES, n=1)
    return f"Không có trường «{name}»." + (f" Có phải «{near[0]}»?" if near else "")


def _of_values(part: Part) -> list[Problem]:
    """The words alone, filled with each sample: what is asked of a field that it does not have."""
    source = "\n".join(line.for_jinja for line in part.lines)
    try:
        template = environment().from_string(source)
        for _, document in samples():
            template.render(filled(document))
    except (TemplateError, TypeError) as error:
        line = part.lines[_line_of(error, len(part.lines))]
        reason = "không có phần được gọi" if isinstance(error, UndefinedError) else str(error)
        return [Problem(f"Trường dùng sai: {reason}.", line.where, line.text[:80])]
    return []


def _line_of(error: Exception, count: int) -> int:
    """Jinja names the line of the template in the error, or in the traceback of what it ran."""
    trace, line = error.__traceback__, getattr(error, "lineno", 1)
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return min(line, count) - 1


# --- Places, and making papers with it -------------------------------------------------------------------


def _of_places(file: WordFile) -> Iterator[Problem]:
    body = parts_of(file)[0]
    for name in (CONTENT, ANNEXES):
        lines = [line for line in body.lines if any(plain_tag(tag).strip("{} -") == name for tag in line.tags)]
        if not lines:
            yield Problem(f"Mẫu thiếu trường {{{{ {name} }}}}, nên văn bản sẽ mất {_what(name)}.")
        elif len(lines) > 1:
            yield Problem(f"Trường {{{{ {name} }}}} có hai lần.", lines[1].where, lines[1].text[:80])
        elif not lines[0].alone or lines[0].text.strip() not in lines[0].tags:
            said = f"Trường {{{{ {name} }}}} phải đứng riêng một đoạn, không nằm trong bảng."
            yield Problem(said, lines[0].where, lines[0].text[:80])
    if not any(TRACE in line.text for part in parts_of(file) for line in part.lines):
        yield Problem(f"Mẫu thiếu trường {{{{ {TRACE} }}}}: văn bản phải ghi số liệu đến ngày nào.")


def _what(name: str) -> str:
    return "nội dung" if name == CONTENT else "các phụ lục"


def _of_trials(content: bytes) -> Iterator[Problem]:
    for name, document in samples():
        try:
            make_pdf(make_word(document, content))
        except Exception as error:  # whatever it is, it must not happen to a real paper
            yield Problem(f"Không lập được thử {name}: {str(error)[:150] or type(error).__name__}.")
            return
