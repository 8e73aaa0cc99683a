"""The movement table as a paper: the numbers of the page, in Word, Excel and on the screen alike."""

import io
import re
from datetime import date

import openpyxl
import pytest
from docx import Document as read_word

from households.changes import Refused
from reports.documents import movement_paper
from reports.documents.blocks import Style
from reports.documents.kinds import KINDS, Form
from reports.documents.making import make
from reports.documents.orders import Order
from reports.models import MadePaper

START, SEPTEMBER = date(2022, 8, 1), date(2022, 9, 16)


@pytest.fixture
def of_town(a_town):
    return Order(KINDS["movements"], a_town, SEPTEMBER, first=START)


def numbers_of(rows) -> list[list[int]]:
    """The numbers of the body's lines, without those that only count columns or places."""
    lines = [[str(cell if cell is not None else "").strip() for cell in row] for row in rows]
    body = [line for line in lines if any(cell in {"Hộ", "Nhân khẩu"} for cell in line)]
    return [[int(cell.replace(".", "")) for cell in line[3:]] for line in body]


def test_page_and_word_and_excel_tell_the_same(of_town, division, client_of):
    paper = movement_paper.table(of_town, movement_paper.found_for(of_town))
    told = numbers_of(row.cells for row in paper.rows)
    word = read_word(io.BytesIO(make(of_town, Form.DOCX).content))
    grid = max(word.tables, key=lambda table: len(table.rows))
    assert numbers_of([cell.text for cell in row.cells] for row in grid.rows) == told
    sheet = openpyxl.load_workbook(io.BytesIO(make(of_town, Form.XLSX).content)).worksheets[0]
    found = [row for row in sheet.iter_rows(values_only=True) if row[2] in {"Hộ", "Nhân khẩu"}]
    assert numbers_of(found[:-2]) == told[:-2]
    assert all(str(cell).startswith("=") for row in found[-2:] for cell in row[3:]), "sums are formulas"
    page = client_of(division).get("/movements/?first=1/8/2022&last=16/9/2022").text
    lines = re.findall(r"<tr>.*?</tr>", page.split("</thead>")[1].split("</table>")[0], flags=re.S)
    cells = [re.findall(r'<td class="n">(.*?)</td>', line, flags=re.S) for line in lines]
    shown = [[int(re.sub(r"<[^>]*>|\D", "", cell) or 0) for cell in line] for line in cells]
    assert shown == told


def test_the_total_is_the_sum_of_its_lines_and_every_line_closes(of_town):
    paper = movement_paper.table(of_town, movement_paper.found_for(of_town))
    for total in (row for row in paper.rows if row.style is Style.TOTAL):
        for place in range(3, len(paper.columns)):
            assert total.cells[place] == sum(paper.rows[n].cells[place] for n in total.sums)
    for row in paper.rows:
        told = dict(zip((column.key for column in paper.columns), row.cells, strict=True))
        came = sum(told.get(key, 0) for key in ("from_near_poor", "relapse", "newly_poor", "other_increase"))
        went = ("to_near_poor", "above_near_poor", "exit_unknown", "other_decrease")
        assert told["opening"] + came - sum(told.get(key, 0) for key in went) == told["closing"]


def test_of_a_commune_there_is_its_own_line_only(a_town, tu_ha):
    order = Order(KINDS["movements"], a_town, SEPTEMBER, unit=tu_ha)
    paper = movement_paper.build(order)
    assert paper.subject == "Diễn biến hộ nghèo từ ngày 01/01/2022 đến ngày 16/9/2022 của phường Tứ Hạ"
    assert [row.cells[1:3] for row in paper.body[0].rows] == [("Phường Tứ Hạ", "Hộ"), ("", "Nhân khẩu")]


def test_a_period_that_ends_before_it_begins_is_refused(a_town):
    with pytest.raises(Refused, match="Ngày đầu kỳ"):
        make(Order(KINDS["movements"], a_town, START, first=SEPTEMBER), Form.XLSX)


def test_the_page_asks_for_the_period_and_keeps_it_with_the_paper(a_town, division, client_of):
    client = client_of(division)
    path = "/documents/new/?kind=movements&first=01/08/2022&as_of=16/09/2022"
    assert 'value="01/08/2022"' in client.get(path).text
    client.post("/documents/new/?kind=movements", {"first": "1/8/2022", "as_of": "16/9/2022", "form": "xlsx"})
    made = MadePaper.objects.get()
    assert (made.first, made.as_of) == (START, SEPTEMBER)
    assert made.file_name == "dien-bien-ho-ngheo-2022-08-01-den-2022-09-16.xlsx"
    answer = client.post("/documents/new/?kind=movements", {"first": "2/9/2022", "as_of": "1/9/2022", "form": "xlsx"})
    assert "Ngày đầu kỳ phải từ ngày cuối kỳ trở về trước." in answer.text
