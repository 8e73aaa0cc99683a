"""Who is this row? Rows that may be two households, or are alike, beside all they may be; a person says which."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.db import transaction

from households.models import Household
from povertyplan import clock
from povertyplan.accounts.models import User
from povertyplan.intake import importing, mending
from povertyplan.intake.comparing import Comparison, Question
from povertyplan.intake.models import Answer, ImportBatch
from povertyplan.intake.resource import ListResource, Told
from povertyplan.intake.showing import Kind

NEW, REPEATED = "new", "repeated"
NAME = re.compile(r"row-(\d{1,4})-(\d{1,7})")
FACTS = "head birth_year hamlet id_no members needs".split()

Questions = Mapping[tuple[str, int], Question]


@dataclass(frozen=True)
class Line:
    """One line of a question: a row of the file, or what it may be and then with the button that says so."""

    title: str
    facts: list[str]
    choice: object = None
    code: str = ""


def visible_questions(comparison: Comparison, user: User) -> Questions:
    """The questions with only those households that `user` may see."""
    codes = {one.code for question in comparison.questions.values() for one in question.candidates}
    seen = set(Household.objects.visible_to(user).filter(code__in=codes).values_list("code", flat=True))
    return {
        key: Question(
            question.row,
            tuple(one for one in question.candidates if one.code in seen),
            question.twins,
            question.may_be_new,
        )
        for key, question in comparison.questions.items()
    }


class AnswerForm(forms.Form):
    """Of each row in question who it is; nothing is chosen beforehand, and nothing has to be."""

    def __init__(self, *args, questions: Questions, comparison: Comparison, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions, self.names = questions, {}
        sheets = [sheet.name for sheet in comparison.sheets]
        for (sheet, row), question in questions.items():
            self.names[sheet, row] = name = f"row-{sheets.index(sheet)}-{row}"
            self.fields[name] = forms.ChoiceField(
                label=f"Dòng {row} là hộ nào?",
                choices=_choices(question),
                widget=forms.RadioSelect,
                required=False,
                error_messages={"invalid_choice": f"Dòng {row}: hãy chọn một trong các câu trả lời đã nêu."},
            )

    @classmethod
    def shown(cls, kinds: Iterable[Kind], comparison: Comparison, user: User) -> "AnswerForm":
        """The empty form for the problems of this page."""
        here = {(one.sheet, one.row) for kind in kinds for one in kind.problems}
        questions = visible_questions(comparison, user) if here & comparison.questions.keys() else {}
        return cls(questions={key: one for key, one in questions.items() if key in here}, comparison=comparison)

    @classmethod
    def sent(cls, data, comparison: Comparison, user: User) -> "AnswerForm":
        """The form with those rows that came back and are still in question."""
        sheets = [sheet.name for sheet in comparison.sheets]
        named = (match.groups() for match in map(NAME.fullmatch, data) if match)
        keys = {(sheets[int(number)], int(row)) for number, row in named if int(number) < len(sheets)}
        questions = visible_questions(comparison, user) if keys else {}
        return cls(data, questions={key: one for key, one in questions.items() if key in keys}, comparison=comparison)

    def lines(self) -> list[tuple[Question, str, list[Line]]]:
        """(question, id of its place on the page, its lines one below the other), to compare them."""
        resource = ListResource() if self.questions else None
        return [
            (question, self.names[key], _lines(question, self[self.names[key]], resource))
            for key, question in self.questions.items()
        ]

    def said(self) -> list[tuple[Question, str]]:
        found = ((question, self.cleaned_data[self.names[key]]) for key, question in self.questions.items())
        return [(question, said) for question, said in found if said]


def _choices(question: Question) -> list[tuple[str, str]]:
    choices = [(one.code, f"Là hộ {one.head} (mã {one.code})") for one in question.candidates]
    if question.may_be_new:
        choices.append((NEW, "Là hộ mới, khác các dòng trên" if question.twins else "Là hộ mới"))
    if question.twins:
        choices.append((REPEATED, "Dòng ghi lặp, bỏ dòng này"))
    return choices


def _lines(question: Question, field, resource: ListResource) -> list[Line]:
    """The row and those like it, then everything that it may be."""
    rows = [question.row, *question.twins]
    lines = [Line(f"Dòng {row.row} trong tệp", _facts(Told.by_row(row), resource)) for row in rows]
    held = {one.code: one for one in question.candidates}
    for (value, title), choice in zip(_choices(question), field, strict=True):
        facts = _facts(Told.by_us(held[value]), resource) if value in held else []
        lines.append(Line(title, facts, choice, value if value in held else ""))
    return lines


def _facts(told: Told, resource: ListResource) -> list[str]:
    return [resource.fields[name].export(told) for name in FACTS]


def answer(batch: ImportBatch, said: Iterable[tuple[Question, str]], *, by: User) -> None:
    """Keeps who the rows are and matches the list so. Raises Refused, or Unreadable when no row would be left."""
    with transaction.atomic():
        mending.hold(batch)
        for question, value in said:
            row = question.row
            Answer.objects.update_or_create(
                batch=batch,
                sheet=row.sheet,
                row=row.row,
                defaults={
                    "head": row.head[:100],
                    "household_code": "" if value in (NEW, REPEATED) else value,
                    "left_out": value == REPEATED,
                    "at": clock.now(),
                    "by": by,
                },
            )
        importing.recount(batch)
