"""Passwords: long enough, not the town's own words, and never the demo's."""

from django.core.exceptions import ValidationError

from povertyplan.vietnamese import unaccented

DEMO_PASSWORD = "giam-ngheo-2022"

TOWN_WORDS = (
    "huongtra giamngheo povertyplan tuha huongtoan huongvan huongxuan huongchu huongbinh binhtien binhthanh "
    "laodong thuongbinh xahoi thixa matkhau"
).split()


def is_demo_password(password: str | None) -> bool:
    return password == DEMO_PASSWORD


class NoTownWords:
    """Refuses passwords that anybody in the town would try first, with or without marks."""

    def validate(self, password, user=None):
        letters = "".join(c for c in unaccented(password) if c.isalpha())
        if is_demo_password(password):
            raise ValidationError("Đây là mật khẩu của bản chạy thử. Hãy chọn mật khẩu khác.", code="demo")
        for word in TOWN_WORDS:
            letters = letters.replace(word, "")
        if len(letters) < 4:
            raise ValidationError(
                "Mật khẩu chỉ gồm tên địa phương hoặc cơ quan, dễ đoán. Hãy thêm những từ khác.",
                code="town_words",
            )

    def get_help_text(self):
        return "Không dùng tên xã, phường, cơ quan làm mật khẩu."
