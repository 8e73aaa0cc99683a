"""python manage.py make_document: names, forms, and sentences for what cannot be done."""

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command

from povertyplan.accounts.models import AccessLog
from reports.management.commands.make_document import Command


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments) -> str:
    out = io.StringIO()
    call_command("make_document", *arguments, stdout=out)
    return out.getvalue().strip()


def refusal(*arguments) -> str:
    with pytest.raises(CommandError) as refused:
        run(*arguments)
    return str(refused.value)


def test_it_writes_into_the_current_folder_and_says_the_name(a_town, here):
    assert run("needs") == "bieu-01-nhu-cau-2022-09-16.docx"
    assert zipfile.is_zipfile(here / "bieu-01-nhu-cau-2022-09-16.docx")


def test_unit_day_and_form_are_in_the_name(a_town, here):
    name = run("needs", "--unit", "20008", "--format", "pdf", "--as-of", "2022-08-01", "--year", "2022")
    assert name == "bieu-01-nhu-cau-20008-huong-van-2022-08-01.pdf"
    assert (here / name).read_bytes().startswith(b"%PDF-")


def test_the_form_may_be_told_by_the_ending_of_the_output(a_town, here):
    assert run("needs", "--output", "sub.pdf") == "sub.pdf"
    assert (here / "sub.pdf").read_bytes().startswith(b"%PDF-")


def test_making_is_logged(a_town, here):
    run("needs", "--unit", "qldt")
    line = AccessLog.objects.get(action="document")
    assert line.by is None and "bieu-01-nhu-cau-QLDT" in line.detail and "16/9/2022" in line.detail


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["khong-co"], "Không có loại văn bản «khong-co»."),
        (["needs", "--unit", "99999"], "Không có đơn vị mã «99999» trong năm 2022."),
        (["needs", "--format", "odt"], "không có dạng «odt». Các dạng: docx, pdf"),
        (["needs", "--year", "1999"], "Chưa có kế hoạch năm 1999."),
        (["needs", "--as-of", "16/9/2022"], "phải viết dạng YYYY-MM-DD"),
        (["needs", "--as-of", "2022-13-45"], "phải viết dạng YYYY-MM-DD"),
        (["needs", "--as-of", "2023-01-01"], "không được sau hôm nay"),
        (["needs", "--format", "pdf", "--output", "x.docx"], "Hãy đổi một trong hai"),
        (["needs", "--output", "khong/co/thu-muc.docx"], "Không ghi được tệp"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(a_town, here, arguments, sentence):
    assert sentence in refusal(*arguments)


def test_help_lists_every_kind_with_its_title():
    told = Command().create_parser("manage.py", "make_document").format_help()
    assert "needs" in told and "Biểu 01: tổng hợp nhu cầu hỗ trợ để thoát nghèo" in told
