"""Progress that a commune filled in offline comes back through reader, preview and writing; undoing takes it back."""

import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from households import changes
from households.models import Diary, PlanEntry
from povertyplan.intake import filling, importing, undoing, values
from povertyplan.intake.models import ImportBatch
from povertyplan.intake.tests.lists import upload
from tasks import questions
from tasks.models import Question

pytestmark = pytest.mark.django_db


def day(number, month=9):
    return datetime.date(2022, month, number)


@pytest.fixture
def household(a_household):
    return a_household(head="Trần Thị Tiến", code="19996-0950")


def filled(plan, row=0, **told) -> bytes:
    """The list as it goes out, with progress, day and note of one row filled in."""
    book = load_workbook(io.BytesIO(filling.filled_list(plan, None, numbers=False)))
    sheet = book["Danh sách"]
    columns = {cell.value: cell.column for cell in sheet[filling.HEAD]}
    titles = {"progress": "Tiến độ", "on": "Ngày xem xét", "note": "Ghi chú tiến độ", "members": "Số khẩu"}
    for name, value in told.items():
        sheet.cell(filling.HEAD + 2 + row, columns[titles[name]]).value = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def preview(plan, content):
    read = importing.read_for(plan, content, "danh-sach.xlsx")
    return importing.preview(read, plan=plan, versions=filling.versions_in(content))


def bring(client, content):
    """Uploads and agrees; gives the preview and the batch."""
    page = client.get(upload(client, content).url)
    batch = ImportBatch.objects.latest("pk")
    client.post(
        reverse("import_apply", args=[batch.pk]), {"digest": page.context["form"].initial["digest"], "missing": "keep"}
    )
    batch.refresh_from_db()
    return page, batch


def seen(household, plan, officer, progress="under_way", on=None, note=""):
    return changes.see(household, plan=plan, progress=progress, on=on or day(5), by=officer, note=note)


def test_a_look_filled_in_offline_is_shown_and_written_like_one_of_the_page(client_of, officer, household, plan):
    page, batch = bring(client_of(officer), filled(plan, progress="Đang thực hiện", on="10/09/2022", note="Đã lợp mái"))
    assert "Tiến độ: <del>trống</del> → <ins>Đang thực hiện</ins>" in page.text
    assert "<ins>10/09/2022</ins>" in page.text
    entry = PlanEntry.objects.get()
    assert (entry.progress, entry.seen_on, entry.seen_by) == ("under_way", day(10), officer)
    assert entry.seen_at == batch.applied_at
    line = household.diary.get(kind=Diary.Kind.PROGRESS)
    assert (line.text, line.note, line.by) == ("Xem xét ngày 10/09/2022: đang thực hiện", "Đã lợp mái", officer)
    result = client_of(officer).get(reverse("import", args=[batch.pk])).text
    assert "đang thực hiện, xem xét ngày 10/09/2022" in result


def test_the_list_goes_out_with_the_last_look_and_comes_back_unchanged(household, plan, officer, imported):
    seen(household, plan, officer, "stuck", note="Chưa có  vốn;\nchờ ngân hàng")
    content = filling.filled_list(plan, None, numbers=False)
    rows = load_workbook(io.BytesIO(content))["Danh sách"].iter_rows(min_row=filling.HEAD + 2, values_only=True)
    told = next(row for row in rows if row[1] == household.code)
    assert told[-3:] == ("Vướng mắc", "05/09/2022", "Chưa có vốn; chờ ngân hàng")
    found = preview(plan, content)
    assert (len(found.unchanged), len(found.changed), found.problems) == (178, 0, [])


def test_the_progress_column_has_a_drop_down_of_four_words(household, plan):
    book = load_workbook(io.BytesIO(filling.filled_list(plan, None, numbers=False)))
    words = [[cell.value for cell in column if cell.value] for column in book["Danh mục"].iter_cols()]
    assert ["Chưa bắt đầu", "Đang thực hiện", "Đã xong", "Vướng mắc"] in words


@pytest.mark.parametrize(
    ("told", "kind", "column"),
    [
        ({"progress": "sắp xong rồi", "on": "10/09/2022"}, "odd_progress", "progress"),
        ({"on": "10/09/2022"}, "odd_progress", "progress"),
        ({"note": "đã gặp"}, "odd_progress", "progress"),
        ({"progress": "Đã xong"}, "odd_seen_on", "seen_on"),
        ({"progress": "Đã xong", "on": "17/09/2022"}, "odd_seen_on", "seen_on"),
        ({"progress": "Đã xong", "on": "tháng 9/2022"}, "odd_seen_on", "seen_on"),
        ({"progress": "Đã xong", "on": "hôm qua"}, "odd_seen_on", "seen_on"),
        ({"progress": "Vướng mắc", "on": "10/09/2022"}, "stuck_without_note", "progress_note"),
    ],
)
def test_what_cannot_be_a_look_is_a_problem_with_its_cell(household, plan, told, kind, column):
    found = preview(plan, filled(plan, **told))
    (problem,) = found.problems
    assert (problem.kind, problem.column, problem.blocks) == (kind, column, True)
    assert problem.cell.endswith(str(filling.HEAD + 2))
    assert found.changed == []


def test_such_a_problem_is_mended_on_the_preview(client_of, officer, household, plan):
    client = client_of(officer)
    page = client.get(upload(client, filled(plan, progress="Vướng mắc", on="10/09/2022")).url)
    batch, (problem,) = ImportBatch.objects.get(), page.context["found"].problems
    typed = {f"value-0-{problem.cell}": "Chưa có đất"}
    page = client.post(reverse("import_mend", args=[batch.pk]), typed, follow=True)
    assert page.context["found"].counts()["changed"] == 1
    assert page.context["found"].changed[0].look.note == "Chưa có đất"


def test_a_day_before_the_last_look_is_said_and_ours_is_kept(household, plan, officer):
    seen(household, plan, officer, on=day(12))
    found = preview(plan, filled(plan, progress="Đã xong", on="10/09/2022", members=9))
    assert [(one.kind, one.blocks) for one in found.problems] == [("older_look", False)]
    assert "12/09/2022" in found.problems[0].message
    assert found.changed[0].look is None  # the rest of the row is taken over all the same


def test_a_look_made_here_while_the_list_was_out_stays_where_the_file_was_not_touched(household, plan, officer):
    seen(household, plan, officer, on=day(5))
    content = filled(plan, members=9)
    seen(household, plan, officer, "done", on=day(5))
    found = preview(plan, content)
    assert found.problems == []
    assert found.changed[0].look is None


def test_an_old_note_is_not_told_again_with_a_new_look(household, plan, officer):
    seen(household, plan, officer, note="Đã vay vốn")
    found = preview(plan, filled(plan, progress="Đã xong", on="10/09/2022"))
    assert found.changed[0].look.note == ""


def test_households_that_have_left_are_not_updated(household, plan, client_of, division):
    from households.models import Movement
    from households.models.movement import Stage, kind_for

    Movement.objects.create(
        household=household, plan=plan, kind=kind_for("deceased"), reason="deceased", happened_on=day(1),
        counted_on=day(1), stage=Stage.DECIDED, from_list=True,
    )  # fmt: skip
    found = preview(plan, filled(plan, progress="Đã xong", on="10/09/2022"))
    assert (len(found.unchanged), found.problems) == (1, [])
    assert "đã ra khỏi danh sách" in found.unchanged[0].kept[0]


def test_progress_of_a_household_that_is_not_on_the_list_is_said_and_not_written(household, plan, client_of, division):
    content = filled(plan, progress="Đã xong", on="10/09/2022")
    household.delete()
    found = preview(plan, content)
    assert [(one.kind, one.blocks) for one in found.problems] == [("look_of_new", False), ("unknown_code", False)][::-1]
    _, batch = bring(client_of(division), content)
    assert batch.new_count == 1
    assert PlanEntry.objects.get().seen_at is None


def test_a_command_has_nobody_who_has_seen_the_household(household, plan):
    content = filled(plan, progress="Đã xong", on="10/09/2022", members=9)
    batch = importing.import_file(content, filename="danh-sach.xlsx", plan=plan, by=None)
    assert (batch.state, batch.changed_count) == ("applied", 1)
    assert PlanEntry.objects.get().progress == ""
    assert "lệnh không có người" in batch.comparison.changed[0].kept[0]


def test_undoing_gives_the_last_look_back(household, plan, officer, client_of):
    before = seen(household, plan, officer)
    _, batch = bring(client_of(officer), filled(plan, progress="Đã xong", on="10/09/2022"))
    assert PlanEntry.objects.get().progress == "done"
    assert undoing.undo(batch, by=officer).restored == 1
    entry = PlanEntry.objects.get()
    assert (entry.progress, entry.seen_on, entry.seen_at, entry.seen_by) == (
        "under_way", before.seen_on, before.seen_at, officer,
    )  # fmt: skip


def test_undoing_the_first_look_leaves_none(household, plan, officer, client_of):
    _, batch = bring(client_of(officer), filled(plan, progress="Đã xong", on="10/09/2022"))
    undoing.undo(batch, by=officer)
    entry = PlanEntry.objects.get()
    assert (entry.progress, entry.seen_on, entry.seen_at, entry.seen_by) == ("", None, None, None)


def test_a_later_look_is_not_undone(household, plan, officer, client_of):
    _, batch = bring(client_of(officer), filled(plan, progress="Đang thực hiện", on="10/09/2022"))
    seen(household, plan, officer, "done", on=day(15))
    undone = undoing.undo(batch, by=officer)
    assert undone.kept == [(household.code, household.head, "hộ đã được xem xét sau khi nhập")]
    assert PlanEntry.objects.get().progress == "done"


def test_a_column_called_progress_in_other_lists_is_not_taken_for_ours(plan):
    text = "STT;Họ và tên chủ hộ;Năm sinh;Thôn;Xã;Số khẩu;Tiến độ\n1;Lê Thị A;1950;Thôn 1;Xã Bình Tiến;2;sắp lợp xong\n"
    read = importing.read_for(plan, text.encode(), "ds.csv")
    assert read.problems == []
    assert read.rows[0].progress is None


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("Đã xong", "done"),
        ("ĐANG THỰC HIỆN", "under_way"),
        ("vướng mắc, cần báo cáo", "stuck"),
        ("", None),
        ("?", None),
    ],
)
def test_words_of_progress(cell, key):
    assert values.progress(cell)[0] == key


# --- Vướng mắc brought by a list ----------------------------------------------------------------------------


STUCK = {"progress": "Vướng mắc", "on": "10/09/2022", "note": "Đất đang tranh chấp"}


@pytest.fixture
def stuck_list(client_of, officer, household, plan):
    return bring(client_of(officer), filled(plan, **STUCK))[1]


def test_being_stuck_in_a_list_asks_the_division(stuck_list, household, officer):
    question = Question.objects.get()
    assert (question.household, question.unit, question.asked_by) == (household, officer.unit, officer)
    assert (question.text, question.from_look, question.asked_at) == (
        "Đất đang tranh chấp",
        True,
        stuck_list.applied_at,
    )
    assert [reply.verb for reply in question.replies.all()] == ["ask"]


def test_a_list_of_the_division_asks_in_the_commune_s_name(client_of, division, household, plan):
    bring(client_of(division), filled(plan, **STUCK))
    question = Question.objects.get()
    assert (question.unit, question.asked_by) == (household.commune, division)
    questions.answer(question, text="Mời hòa giải tại xã.", by=division)


def test_a_later_list_settles_it(stuck_list, client_of, officer, household, plan):
    bring(client_of(officer), filled(plan, progress="Đã xong", on="15/09/2022"))
    assert Question.objects.get().state == "settled"


def test_undoing_the_list_takes_the_question_back(stuck_list, officer, plan):
    assert undoing.undo(stuck_list, by=officer).restored == 1
    assert Question.objects.get().state == "withdrawn"
    assert PlanEntry.objects.get().progress == ""


def test_a_question_that_was_answered_keeps_its_look(stuck_list, officer, division, household):
    questions.answer(Question.objects.get(), text="Mời hòa giải tại xã.", by=division)
    undone = undoing.undo(stuck_list, by=officer)
    assert undone.kept == [(household.code, household.head, "vướng mắc của hộ đã được trả lời sau khi nhập")]
    assert PlanEntry.objects.get().progress == "stuck"


def test_undoing_a_list_that_settled_it_opens_it_again(stuck_list, client_of, officer, household, plan):
    _, later = bring(client_of(officer), filled(plan, progress="Đã xong", on="15/09/2022"))
    undoing.undo(later, by=officer)
    question = Question.objects.get()
    assert (question.state, PlanEntry.objects.get().progress) == ("waiting", "stuck")
    assert "Hoàn tác lần nhập" in question.replies.last().text


def test_a_need_that_somebody_asked_about_is_not_taken_back(household, plan, client_of, officer, housing):
    from tasks.models import Need

    content = filled(plan)
    book = load_workbook(io.BytesIO(content))
    sheet = book["Danh sách"]
    columns = {cell.value: cell.column for cell in sheet[filling.HEAD]}
    sheet.cell(filling.HEAD + 2, columns["Nhu cầu hỗ trợ"]).value = "Sửa chữa nhà ở"
    file = io.BytesIO()
    book.save(file)
    _, batch = bring(client_of(officer), file.getvalue())
    questions.ask(plan=plan, need=Need.objects.get(), text="Chưa có bản vẽ sửa nhà.", by=housing)
    undone = undoing.undo(batch, by=officer)
    assert [why for _, _, why in undone.kept] == ["nhu cầu của hộ đã được xử lý sau khi nhập"]
    assert Need.objects.exists()
