from datetime import datetime

from django import forms
from django.utils import timezone

from households.forms import DayField, PastDayField
from povertyplan import clock
from povertyplan.files import KINDS, MAX_BYTES, problem_with
from reports.models import Submission
from reports.submitting import SHORTEST_REASON

FILE_HINT = f"Bản đã ký: {KINDS}; tối đa {MAX_BYTES // 1024**2} MB"


def file_input() -> forms.FileInput:
    return forms.FileInput(attrs={"accept": ",".join("." + kind.strip() for kind in KINDS.split(","))})


class SubmissionForm(forms.ModelForm):
    """What a unit fills in; when it was handed in is nobody's to fill in."""

    class Meta:
        model = Submission
        fields = ["document_no", "document_on", "file", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "document_no": "Ví dụ: 45/KH-UBND",
            "document_on": "Ngày ký, ngày/tháng/năm, không sau hôm nay",
            "file": FILE_HINT,
            "text": "Vài dòng để người đọc nắm ngay nội dung chính",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].required = True
        self.fields["file"].widget = file_input()

    def clean_document_on(self):
        day = self.cleaned_data["document_on"]
        if day > clock.today():
            raise forms.ValidationError("Ngày văn bản không được sau hôm nay.")
        return day

    def clean_file(self):
        file = self.cleaned_data["file"]
        if problem := problem_with(file):
            raise forms.ValidationError(problem)
        return file


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label="Lý do trả lại, cần bổ sung gì",
        min_length=SHORTEST_REASON,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MoveForm(forms.Form):
    """A new day and why; the day that the page showed comes back with it."""

    seen_on = forms.DateField(widget=forms.HiddenInput)
    due_on = DayField(label="Hạn mới")
    reason = forms.CharField(
        label="Lý do dời hạn",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Mọi đơn vị đọc được. Ví dụ: theo Công văn số 15/UBND ngày 08/8/2022, lùi hạn do mưa lũ.",
    )


class SeenForm(forms.Form):
    """Sends back what was seen: the moment printed in it, and the digest of its file."""

    seen_at = forms.CharField(widget=forms.HiddenInput, max_length=40)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def clean_seen_at(self) -> datetime:
        """When the page was made; a moment that is none, or not of today, was not on any page of ours."""
        try:
            moment = datetime.fromisoformat(self.cleaned_data["seen_at"])
        except ValueError:
            moment = None
        if moment is None or not moment.tzinfo or moment > clock.now() or timezone.localdate(moment) != clock.today():
            raise forms.ValidationError("Trang này mở từ hôm trước. Hãy xem lại rồi gửi.")
        return moment


class CheckFileForm(forms.Form):
    """A file to compare with what was kept; it is read and thrown away."""

    file = forms.FileField(
        label="Tệp cần kiểm tra", help_text="Bản Word, Excel hoặc bản quét mà bạn đang có", max_length=255
    )


class HandInForm(SeenForm):
    """Hands in what was prepared and seen. The signed copy goes along where there is one already."""

    file = forms.FileField(label="Bản đã ký", required=False, widget=file_input(), help_text=FILE_HINT)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and (problem := problem_with(file)):
            raise forms.ValidationError(problem)
        return file


def count_field(label: str, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=10_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 8, "autocomplete": "off"}),
        error_messages={"required": "Hãy ghi số.", "invalid": "Hãy ghi bằng chữ số, ví dụ 1250."},
    )


class TargetReportForm(forms.Form):
    """How far a target is reached, as its body knows it."""

    as_of = PastDayField(label="Tính đến ngày")
    numerator = count_field("Đã đạt")
    denominator = count_field("Tổng số", "Mọi người (hoặc hộ) thuộc đối tượng của chỉ tiêu.")
    note = forms.CharField(
        label="Ghi chú",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ví dụ lấy từ danh sách nào. Không ghi tên người.",
    )

    def clean(self):
        data = super().clean()
        reached, everybody = data.get("numerator"), data.get("denominator")
        if everybody == 0:
            self.add_error("denominator", "Tổng số phải lớn hơn 0.")
        elif reached is not None and everybody is not None and reached > everybody:
            self.add_error("numerator", "Số đã đạt không thể lớn hơn tổng số.")
        return data


class SentForm(forms.Form):
    """That a reminder letter went out: its number where it has one, and the day."""

    number = forms.CharField(
        label="Số, ký hiệu",
        required=False,
        max_length=60,
        help_text="Ví dụ: 125/UBND-LĐTBXH",
    )
    sent_on = PastDayField(label="Ngày gửi", initial=clock.today)
