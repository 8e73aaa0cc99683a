"""An office's own Word templates: tried before they come into use, told where they are wrong, never half-way."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document as read_word

from povertyplan.accounts.models import AccessLog
from reports.documents import checking, templates
from reports.documents.checking import not_carried_over, problems
from reports.documents.fields import FIELDS, filled
from reports.documents.kinds import KINDS
from reports.documents.sandbox import environment
from reports.documents.styles import FRAMES
from reports.models import OfficeTemplate
from reports.tests.documents.conftest import a_paper, opened

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def shipped(frame: str = "van-ban.docx"):
    return read_word(FRAMES / frame)


def saved(file) -> bytes:
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def with_line(text: str, *, before: str = "{{ noi_dung }}") -> bytes:
    """The shipped letter with one more paragraph."""
    file = shipped()
    place = next(paragraph for paragraph in file.paragraphs if paragraph.text == before)
    place.insert_paragraph_before(text)
    return saved(file)


def without(text: str) -> bytes:
    file = shipped()
    for paragraph in file.paragraphs:
        if paragraph.text == text:
            paragraph._p.getparent().remove(paragraph._p)
    return saved(file)


def said(content: bytes) -> str:
    return "\n".join(map(str, problems(content)))


@pytest.mark.parametrize("frame", ["van-ban.docx", "bang-bieu.docx"])
def test_the_shipped_ones_have_no_problem(frame):
    assert problems((FRAMES / frame).read_bytes()) == []
    assert not_carried_over((FRAMES / frame).read_bytes()) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Số {{ so_ky_hieu", "Thẻ mở {{ chưa có dấu đóng"),
        ("Số so_ky_hieu }}", "Dấu đóng }} không có thẻ mở"),
        ("{% if ten_loai", "Thẻ mở {% chưa có dấu đóng"),
        ("{{ so_ki_hieu }}", "Không có trường «so_ki_hieu». Có phải «so_ky_hieu»?"),
        ("{{ abc }}", "Không có trường «abc»."),
        ("{%p for x in can_cu %}", "chưa có thẻ đóng {% endfor %}"),
        ("{%p if ten_loai %}", "chưa có thẻ đóng {% endif %}"),
        ("{%p endfor %}", "Thẻ {% endfor %} không có thẻ mở"),
        ("{%p else %}", "không nằm trong {% if %}"),
        ("Chữ {%p if ten_loai %}", "phải đứng riêng một đoạn"),
        ("{%tr for x in can_cu %}", "chỉ dùng trong bảng"),
        ("{{p noi_nhan }}", "Trường viết liền sau hai dấu ngoặc"),
        ("{{ ten_loai ten_loai }}", "sai cú pháp"),
        ("{{ ten_loai|xoay }}", "Không có phép «xoay»"),
        ("{{ bang[9].ten }}", "không có phần được gọi"),
        ("{{ bang[0].khong_co }}", "không có phần được gọi"),
        ("{% include 'x' %}", "Thẻ «include» không dùng được"),
        ("{% macro x() %}", "Thẻ «macro» không dùng được"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_the_words_around(line, told):
    found = problems(with_line(line))
    assert told in "\n".join(map(str, found))
    assert found[0].where.startswith("đoạn ") and found[0].words


def test_a_place_in_a_table_is_told_by_table_row_and_cell():
    file = shipped()
    file.tables[0].rows[1].cells[0].add_paragraph("Ký hiệu {{ sai }} ở đây")
    (problem,) = problems(saved(file))
    assert problem.where == "bảng 1, dòng 2, ô 1"
    assert problem.words == "Ký hiệu {{ sai }} ở đây"


def test_a_place_in_a_header_is_told():
    file = shipped()
    file.sections[0].header.paragraphs[0].add_run("{{ sai }}")
    assert "Đầu trang, đoạn 1: Không có trường «sai»" in said(saved(file))


def test_all_that_is_wrong_is_told_at_once():
    file = shipped()
    file.paragraphs[0].insert_paragraph_before("{{ mot }} và {{ hai }} và {{ ba")
    file.tables[0].rows[1].cells[0].add_paragraph("{%p if bon %}")
    told = said(saved(file))
    assert told.count("Không có trường") == 3
    assert "chưa có dấu đóng" in told and "chưa có thẻ đóng {% endif %}" in told


def test_a_tag_that_word_has_split_into_runs_is_one_tag():
    file = shipped()
    paragraph = file.paragraphs[0].insert_paragraph_before("")
    for text in ("{", "{ so_", "ky_", "hieu }", "}"):
        paragraph.add_run(text)
    assert problems(saved(file)) == []


def test_content_annexes_and_the_line_of_the_figures_must_be_there():
    assert "thiếu trường {{ noi_dung }}" in said(without("{{ noi_dung }}"))
    assert "thiếu trường {{ phu_luc }}" in said(without("{{ phu_luc }}"))
    assert "thiếu trường {{ ghi_chu_so_lieu }}" in said(without("{{ ghi_chu_so_lieu }}"))


def test_the_content_must_stand_alone_and_once():
    file = read_word(io.BytesIO(without("{{ noi_dung }}")))
    file.tables[0].rows[0].cells[0].add_paragraph("{{ noi_dung }}")
    assert "phải đứng riêng một đoạn" in said(saved(file))
    assert "có hai lần" in said(with_line("{{ noi_dung }}"))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 rac", b"%PDF-1.4", b"x" * 100])
def test_what_is_no_word_file_is_said(content):
    assert "không phải tệp Word" in said(content)


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


def test_bombs_and_macros_are_refused():
    assert "quá lớn khi mở ra" in said(packed(**{"word/document.xml": b"0" * (checking.MOST_BYTES + 1)}))
    assert "macro" in said(packed(**{"word/vbaProject.bin": b"x"}))
    assert "không phải tệp Word" in said(packed(**{"a.txt": b"x"}))


def test_what_would_be_fetched_from_elsewhere_is_refused():
    file = shipped()
    reltype = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    file.part.relate_to("https://example.org/logo.png", reltype, is_external=True)
    assert "từ nơi khác (https://example.org/logo.png)" in said(saved(file))


@pytest.mark.parametrize(
    "line",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ bang.__init__.__globals__ }}",
        "{{ ten_loai * 9999999999 }}",
        "{{ '%0999999999d' % 1 }}",
        "{{ ten_loai.format(1) }}",
        "{{ range(9) }}",
        "{{ lipsum() }}",
        "{{ cycler.__init__ }}",
        "{{ noi_nhan.append(1) }}",
    ],
)
def test_nothing_can_be_run_from_a_template(line):
    assert problems(with_line(line))
    with pytest.raises(Exception, match=r".+"):
        environment().from_string(line).render(filled(a_paper()))


def test_every_field_of_the_table_is_filled_and_no_other():
    assert [field.name for field in FIELDS] == list(filled(a_paper()))


def test_pictures_and_text_boxes_are_told_as_not_carried_into_pdf():
    file = shipped()
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    picture.seek(0)
    file.paragraphs[0].insert_paragraph_before("").add_run().add_picture(picture)
    content = saved(file)
    assert problems(content) == []
    assert not_carried_over(content) == ["ảnh"]


# --- In use -------------------------------------------------------------------------------------------------

PAGE = "/documents/templates/needs/"


def own(words: str = "MẪU RIÊNG CỦA XÃ") -> bytes:
    file = read_word(FRAMES / "bang-bieu.docx")
    file.paragraphs[0].insert_paragraph_before(words)
    return saved(file)


def upload(client, content: bytes, name: str = "mau-rieng.docx"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content, MIME)}, follow=True)


def made_text(order) -> str:
    return "\n".join(p.text for p in opened(templates.word_of(order.kind.build(order), order.kind)).paragraphs)


@pytest.mark.django_db
class TestPages:
    def test_an_own_template_is_used_from_then_on_and_logged(self, client_of, administrator, a_town, order):
        answer = upload(client_of(administrator), own())
        assert "Đã dùng mẫu «mau-rieng.docx»" in answer.text
        assert "MẪU RIÊNG CỦA XÃ" in made_text(order("needs"))
        used = OfficeTemplate.objects.get()
        assert (used.version, used.uploaded_by, used.is_used) == (1, administrator, True)
        assert AccessLog.objects.filter(action="table", subject__startswith="Mẫu văn bản").exists()

    def test_the_pdf_follows_the_own_template(self, client_of, administrator, a_town, order):
        from reports.documents.pdf import source

        upload(client_of(administrator), own())
        wanted = order("needs")
        assert "MẪU RIÊNG CỦA XÃ" in source(templates.word_of(wanted.kind.build(wanted), wanted.kind))

    def test_a_broken_one_changes_nothing_and_is_told_where(self, client_of, administrator, a_town):
        answer = upload(client_of(administrator), with_line("{{ sai_truong }}"))
        assert "chưa dùng làm mẫu được" in answer.text and "Không có trường «sai_truong»" in answer.text
        assert not OfficeTemplate.objects.exists()

    @pytest.mark.parametrize(("name", "content"), [("a.pdf", b"%PDF-1.4"), ("a.docx", b"not a zip"), ("a.docx", b"")])
    def test_other_files_are_refused_by_the_form(self, client_of, administrator, name, content):
        assert upload(client_of(administrator), content, name).status_code == 200
        assert not OfficeTemplate.objects.exists()

    def test_one_click_goes_back_to_the_shipped_one_and_to_an_earlier_one(
        self, client_of, administrator, a_town, order
    ):
        client = client_of(administrator)
        upload(client, own("MẪU MỘT"))
        upload(client, own("MẪU HAI"))
        assert "MẪU HAI" in made_text(order("needs"))
        client.post(reverse("document_template_use", args=["needs", 1]))
        assert "MẪU MỘT" in made_text(order("needs"))
        client.post(reverse("document_template_use", args=["needs", 0]))
        assert "MẪU" not in made_text(order("needs"))
        assert OfficeTemplate.objects.count() == 2

    def test_the_one_in_use_and_a_sample_can_be_fetched(self, client_of, administrator):
        client = client_of(administrator)
        content = own()
        upload(client, content)
        assert client.get(reverse("document_template_file", args=["needs", 1])).content == content
        shipped = client.get(reverse("document_template_file", args=["needs", 0])).content
        assert shipped == (FRAMES / "bang-bieu.docx").read_bytes()
        sample = opened(client.get(reverse("document_template_sample", args=["needs", 1])).content)
        assert "MẪU RIÊNG CỦA XÃ" in "\n".join(p.text for p in sample.paragraphs)
        assert client.get(reverse("document_template_file", args=["needs", 9])).status_code == 404

    def test_a_template_that_fails_all_the_same_loses_no_paper(self, client_of, administrator, a_town, order):
        client = client_of(administrator)
        upload(client, own())
        path = OfficeTemplate.objects.get().file.path
        with open(path, "wb") as file:
            file.write(with_line("{{ truong_cu }}"))
        assert "Biểu 01" in made_text(order("needs")).capitalize() or made_text(order("needs"))
        assert OfficeTemplate.objects.get().failed_at
        assert "không dùng được lúc" in client.get(PAGE).text

    def test_only_the_administrator_may(self, client_of, division, officer, leader):
        for person in (division, officer, leader):
            assert client_of(person).get(PAGE).status_code == 403
            assert upload(client_of(person), own()).status_code == 403

    def test_the_page_lists_every_field(self, client_of, administrator):
        text = client_of(administrator).get(PAGE).text
        assert all(f"{{{{ {field.name} }}}}" in text for field in FIELDS)

    def test_every_kind_can_have_its_own(self, client_of, administrator):
        text = client_of(administrator).get("/documents/templates/").text
        assert all(kind.title in text for kind in KINDS.values())
        assert client_of(administrator).get("/documents/templates/khong-co/").status_code == 404


def test_the_guide_lists_every_field(settings):
    guide = (settings.BASE_DIR / "docs" / "guide.md").read_text()
    assert [field.name for field in FIELDS if f"`{{{{ {field.name} }}}}`" not in guide] == []
