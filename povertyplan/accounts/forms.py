from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from povertyplan import clock
from povertyplan.accounts.models import AccessLog, Unit, User
from povertyplan.accounts.roles import Role

TRIES = 10  # wrong passwords for one name …
TRIES_MINUTES = 15  # … within these minutes, then nobody signs in under it until they are over


class SignInForm(AuthenticationForm):
    """Username and password; too many wrong ones for one name have to wait, whoever sends them."""

    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra và nhập lại.",
        "inactive": "Tài khoản này đã ngừng sử dụng. Hãy liên hệ quản trị.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Tên đăng nhập"
        self.fields["password"].label = "Mật khẩu"

    def clean(self):
        username = self.cleaned_data.get("username")
        if username and AccessLog.objects.failed_lately(username, minutes=TRIES_MINUTES) >= TRIES:
            raise forms.ValidationError(
                f"Đã nhập sai quá nhiều lần. Hãy chờ {TRIES_MINUTES} phút rồi thử lại, hoặc liên hệ quản trị.",
                code="too_many",
            )
        return super().clean()


class OwnPasswordForm(PasswordChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Mật khẩu hiện tại"
        self.fields["new_password1"].label = "Mật khẩu mới"
        self.fields["new_password1"].help_text = "Ít nhất 12 ký tự, không phải tên xã, phường hay cơ quan."
        self.fields["new_password2"].label = "Nhập lại mật khẩu mới"


class OwnMailForm(forms.ModelForm):
    """Where the daily letter goes, and whether it is wanted at all."""

    class Meta:
        model = User
        fields = ["email", "wants_mail"]
        labels = {"wants_mail": "Nhận thư nhắc việc"}
        help_texts = {"email": "Để trống thì chỉ có lời nhắc ở trang đầu, không có thư."}


class AccountForm(forms.ModelForm):
    """One person: name, role, unit. The unit follows from the role, and the database holds it so."""

    class Meta:
        model = User
        fields = ["username", "full_name", "email", "role", "unit", "is_active"]
        help_texts = {
            "username": "Chữ không dấu, số, dấu chấm, ví dụ: lethi.binhtien",
            "unit": "Cán bộ xã, phường và cơ quan phải có đơn vị; lãnh đạo và quản trị để trống.",
            "is_active": "Bỏ chọn khi người này chuyển công tác; tài khoản không đăng nhập được nữa.",
        }

    username = forms.RegexField(
        r"^[a-z0-9._-]+\Z",
        label="Tên đăng nhập",
        max_length=60,
        error_messages={"invalid": "Chỉ dùng chữ thường không dấu, số, dấu chấm, gạch."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.on(clock.today())

    def clean(self):
        role, unit = self.cleaned_data.get("role"), self.cleaned_data.get("unit")
        if unit and role == Role.COMMUNE and not unit.is_commune:
            self.add_error("unit", "Cán bộ xã, phường phải chọn một xã hoặc phường.")
        if unit and role == Role.AGENCY and unit.is_commune:
            self.add_error("unit", "Cán bộ cơ quan phải chọn một cơ quan, không phải xã, phường.")
        if unit and role == Role.DIVISION and not unit.is_division:
            self.add_error("unit", "Cán bộ Phòng LĐ-TB&XH phải chọn cơ quan thường trực giảm nghèo.")
        return super().clean()
