"""What a person hands in: a list, and what to do with it."""

from django import forms
from django.db import transaction

from povertyplan.accounts.models import Unit, User
from povertyplan.intake import choosing, importing, queueing
from povertyplan.intake.comparing import Comparison
from povertyplan.intake.guards import UPLOAD_LIMIT
from povertyplan.intake.models import ImportBatch
from povertyplan.intake.workbook import Unreadable


class UploadForm(forms.Form):
    """A list. It is read while the form is checked, so that what is no list is never kept."""

    file = forms.FileField(
        label="Tệp danh sách",
        help_text="Excel (.xlsx, .xls), .ods hoặc .csv, đúng như tệp đang dùng; không cần gõ lại theo mẫu.",
        error_messages={
            "required": "Hãy chọn tệp danh sách.",
            "empty": "Tệp rỗng, không có nội dung. Hãy chọn lại tệp.",
            "invalid": "Hãy chọn tệp danh sách.",
        },
        max_length=200,
    )
    commune = forms.ModelChoiceField(
        Unit.objects.none(), label="Chỉ nhận dòng của", required=False, empty_label="Cả thị xã"
    )

    def __init__(self, *args, plan, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan, self.user = plan, user
        self.read = None
        accept = ".xlsx,.xlsm,.xls,.ods,.csv,.txt"
        self.fields["file"].widget.attrs["accept"] = accept
        if user.commune:
            del self.fields["commune"]
        else:
            self.fields["commune"].queryset = Unit.objects.communes().on(plan.issued_on)

    @property
    def only(self) -> Unit | None:
        """The commune whose rows are let in: a commune officer has no choice."""
        return self.user.commune or self.cleaned_data.get("commune")

    def clean(self):
        file = self.cleaned_data.get("file")
        if file is None:
            return self.cleaned_data
        if file.size > UPLOAD_LIMIT:
            limit = f"Tệp lớn hơn {UPLOAD_LIMIT // 2**20} MB. Hãy bỏ hình ảnh và các trang không cần rồi gửi lại."
            self.add_error("file", limit)
            return self.cleaned_data
        self.data_of_file = file.read()
        if queueing.is_big(size=file.size):
            return self.cleaned_data  # a worker reads it and says what it is
        try:
            choices = choosing.choices_for(self.user.unit)
            self.read = importing.read_for(self.plan, self.data_of_file, file.name, self.only, choices)
        except Unreadable as error:
            self.add_error("file", str(error))
        return self.cleaned_data

    def keep(self) -> ImportBatch:
        name = self.cleaned_data["file"].name
        read = self.read if self.read and not queueing.is_big(rows=len(self.read.rows)) else None
        facts = {"filename": name, "plan": self.plan, "by": self.user, "commune": self.only, "read": read}
        with transaction.atomic():
            batch = importing.keep(self.data_of_file, **facts)
            if read is None:
                queueing.ask_to_read(batch)
        return batch


class ApplyForm(forms.Form):
    """What to do with rows in question and with households that the list does not name."""

    digest = forms.CharField(widget=forms.HiddenInput)
    follow_file = forms.BooleanField(widget=forms.HiddenInput, required=False)
    rows = forms.ChoiceField(label="Dòng lỗi", widget=forms.RadioSelect, initial="stop", required=False)
    missing = forms.ChoiceField(label="Hộ vắng trong tệp", widget=forms.RadioSelect, initial="keep", required=False)

    def __init__(self, *args, comparison: Comparison | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        blocked = len(comparison.blocked) if comparison else 0
        good = comparison.read - blocked if comparison else 0
        self.fields["rows"].choices = [
            ("stop", "Dừng lại, tôi sửa tệp rồi nhập lại"),
            ("good", f"Ghi {good} dòng đúng, bỏ qua {blocked} dòng lỗi" if comparison else "Ghi các dòng đúng"),
        ]
        self.fields["missing"].choices = [
            ("keep", "Giữ nguyên (khuyên dùng)"),
            ("review", "Đánh dấu để xã, phường rà soát"),
        ]
        for field in (self.fields["rows"], self.fields["missing"]):
            field.required = comparison is not None  # a choice that was not shown need not be sent
        if comparison and not blocked:
            del self.fields["rows"]
        if comparison and not comparison.missing:
            del self.fields["missing"]

    def agreed(self) -> dict:
        """What the person said yes to, as writing takes it."""
        said = self.cleaned_data
        return {
            "expected": said["digest"],
            "good_rows": said.get("rows") == "good",
            "review_missing": said.get("missing") == "review",
            "follow_file": said["follow_file"],
        }
