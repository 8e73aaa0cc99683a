"""What a person may do with a question: each act is a form that asks what the verb must know, and does it."""

from django import forms

from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from povertyplan.accounts.roles import Permission
from tasks import guidance, questions
from tasks.models import Question

LONGEST = 2000


def text_field(label: str, *, hint: str = "", required: bool = True, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint or (f"Ít nhất {questions.SHORTEST_TEXT} ký tự." if required else ""),
        min_length=questions.SHORTEST_TEXT if required else None,
        max_length=LONGEST,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": f"Hãy ghi rõ (ít nhất {questions.SHORTEST_TEXT} ký tự).",
            "min_length": f"Hãy ghi rõ (ít nhất {questions.SHORTEST_TEXT} ký tự).",
        },
    )


class BodyField(forms.ModelChoiceField):
    """A body that may answer."""

    def __init__(self):
        super().__init__(Unit.objects.none(), label="Cơ quan trả lời", empty_label="Chọn cơ quan")

    def offer(self, *, without: set[int]) -> None:
        bodies = Unit.objects.agencies().on(clock.today()).filter(is_division=False)
        self.queryset = bodies.exclude(pk__in=without)


class QuestionAct(forms.Form):
    """One verb with one question."""

    verb = title = done = ""
    goes_on = False  # whoever does it has the next question before them
    do_not_call_in_templates = True  # templates show the acts themselves as buttons

    def __init__(self, data=None, *, question: Question, by: User):
        super().__init__(data)
        self.question, self.by = question, by

    @classmethod
    def obstacle(cls, question: Question, *, by: User) -> str:
        return questions.obstacle(cls.verb, question, by=by)

    @classmethod
    def has_right(cls, question: Question, *, by: User) -> bool:
        return questions.has_right(cls.verb, question, by=by)

    @property
    def said(self) -> str:
        """What the page tells when it is done."""
        return self.done

    def do(self) -> None:
        """Does it, or raises Refused."""
        getattr(questions, self.verb)(self.question, by=self.by, **self.cleaned_data)


class Answer(QuestionAct):
    verb, title, done, goes_on = "answer", "Trả lời", "Đã trả lời", True
    text = text_field("Trả lời", rows=6)

    @property
    def said(self):
        return f"Đã trả lời {self.question.unit.name}."


class PassOn(QuestionAct):
    verb, title, done, goes_on = "pass_on", "Chuyển cơ quan trả lời", "Đã chuyển", True
    to = BodyField()
    text = text_field("Ghi chú cho cơ quan", required=False, rows=2)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].offer(without={self.question.unit_id, self.question.body_id})
        if self.question.household_id:
            self.fields["to"].help_text = "Cơ quan này đọc được vướng mắc, tên và địa bàn của hộ."

    @property
    def said(self):
        to = self.cleaned_data["to"]
        return f"Đã đề nghị {to} trả lời." if to.is_requested else f"Đã chuyển {to} trả lời."


class HandBack(QuestionAct):
    verb, title, done, goes_on = "hand_back", "Chuyển lại Phòng LĐ-TB&XH", "Đã chuyển lại Phòng LĐ-TB&XH.", True
    text = text_field("Vì sao chuyển lại", hint="Phòng LĐ-TB&XH đọc để trả lời hoặc chuyển nơi khác. Ít nhất 10 ký tự.")


class Settle(QuestionAct):
    verb, title, done = "settle", "Đã giải quyết", "Đã ghi vướng mắc được giải quyết."
    text = text_field("Kết quả", required=False, rows=2)


class AskOn(QuestionAct):
    verb, title, done = "ask_on", "Chưa được, hỏi thêm", "Đã gửi câu hỏi thêm."
    text = text_field("Còn vướng ở đâu", hint="Người đã trả lời đọc và trả lời tiếp. Ít nhất 10 ký tự.")


class Remark(QuestionAct):
    verb, title, done = "remark", "Bổ sung", "Đã ghi bổ sung."
    text = text_field("Nội dung bổ sung")


class Withdraw(QuestionAct):
    verb, title, done = "withdraw", "Rút vướng mắc", "Đã rút vướng mắc."
    text = text_field("Lý do rút", required=False, rows=2)


class Publish(QuestionAct):
    """Not a move: the answer becomes known to all units in general words."""

    verb, title, done = "publish", "Ban hành thành hướng dẫn chung", "Đã ban hành hướng dẫn cho mọi đơn vị."
    ask = text_field("Câu hỏi chung", hint="Viết cho mọi hộ, không nêu tên hộ nào.", rows=3)
    answer = text_field("Hướng dẫn", hint="Mọi đơn vị đọc được. Không nêu tên hộ, số CCCD.", rows=6)

    def __init__(self, data=None, *, question: Question, by: User):
        super().__init__(data, question=question, by=by)
        there = getattr(question, "guidance", None)
        last = question.replies.filter(verb="answer").order_by("-at", "-pk").first()
        general = "" if question.household_id else question.text
        self.initial = {"ask": there.ask if there else general, "answer": there.answer if there else last and last.text}

    @classmethod
    def obstacle(cls, question, *, by):
        if not cls.has_right(question, by=by):
            return "Việc này thuộc đơn vị khác."
        return "" if question.replies.filter(verb="answer").exists() else "Vướng mắc này chưa được trả lời."

    @classmethod
    def has_right(cls, question, *, by):
        return by.may(Permission.PUBLISH_GUIDANCE)

    def do(self):
        guidance.publish(self.question, by=self.by, **self.cleaned_data)


class Retract(QuestionAct):
    verb, title, done = "retract", "Thôi áp dụng hướng dẫn chung", "Hướng dẫn không còn áp dụng."

    @classmethod
    def obstacle(cls, question, *, by):
        there = getattr(question, "guidance", None)
        if not cls.has_right(question, by=by) or there is None or there.retracted_at:
            return "Không có hướng dẫn nào đang áp dụng."
        return ""

    @classmethod
    def has_right(cls, question, *, by):
        return by.may(Permission.PUBLISH_GUIDANCE)

    def do(self):
        guidance.retract(self.question.guidance, by=self.by)


ACTS: dict[str, type[QuestionAct]] = {
    act.verb: act for act in (Answer, PassOn, HandBack, Settle, AskOn, Remark, Withdraw, Publish, Retract)
}


class AskForm(forms.Form):
    """A question to the division; the division chooses who answers."""

    to = BodyField()
    text = text_field("Vướng mắc, điều cần hỏi", hint="Ghi rõ vướng ở đâu, đã làm gì. Ít nhất 10 ký tự.", rows=5)

    def __init__(self, data=None, *, by: User):
        super().__init__(data)
        self.fields["to"].offer(without={by.unit_id})
        if not by.unit.is_division:
            del self.fields["to"]
