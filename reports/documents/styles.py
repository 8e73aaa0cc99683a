"""The paragraph styles of a Word file by their names; an office's template that lacks one gets the shipped one."""

import copy
from functools import lru_cache
from pathlib import Path

from docx import Document
from docx.document import Document as WordFile
from docx.oxml.ns import qn

FRAMES = Path(__file__).parent / "frames"


@lru_cache(maxsize=1)
def _shipped() -> dict[str, object]:
    return {style.name: style.element for style in Document(FRAMES / "van-ban.docx").styles}


class StyleBook:
    """styles["Nội dung"] is the id of that style in the file, which is added when it is not there."""

    def __init__(self, file: WordFile):
        self.file = file
        self.ids = {style.name: style.style_id for style in file.styles}

    def __getitem__(self, name: str) -> str:
        if name not in self.ids:
            element = copy.deepcopy(_shipped()[name])
            self.file.styles.element.append(element)
            self.ids[name] = element.get(qn("w:styleId"))
        return self.ids[name]
