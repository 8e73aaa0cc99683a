"""Error pages: self-contained, in Vietnamese, with the moment to read over the phone and nothing else."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone

TEXTS = {
    400: (
        "Yêu cầu không hợp lệ",
        "Trình duyệt gửi dữ liệu mà phần mềm không đọc được. Hãy quay lại và thử lại.",
    ),
    403: ("Không có quyền", "Tài khoản của bạn không được làm việc này."),
    404: ("Không tìm thấy trang", "Địa chỉ này không có, hoặc không thuộc phạm vi của tài khoản bạn."),
    500: (
        "Phần mềm gặp lỗi",
        "Việc vừa làm chưa được ghi. Hãy thử lại sau ít phút; nếu vẫn lỗi, hãy báo quản trị kèm thời điểm dưới đây.",
    ),
}


def page(request, status: int):
    title, text = TEXTS[status]
    context = {"title": title, "text": text, "moment": timezone.localtime(), "status": status}
    return render(request, "error.html", context, status=status, using=None)


@login_not_required
def bad_request(request, exception=None):
    return page(request, 400)


@login_not_required
def forbidden(request, exception=None):
    return page(request, 403)


@login_not_required
def not_found(request, exception=None):
    return page(request, 404)


@login_not_required
def server_error(request):
    return page(request, 500)
