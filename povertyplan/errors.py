"""Error pages: self-contained, in Vietnamese, with the moment to read over the phone and nothing else."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template.loader import render_to_string
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


def page(status: int) -> HttpResponse:
    title, text = TEXTS[status]
    context = {"title": title, "text": text, "moment": timezone.localtime(), "status": status}
    # Without the request: what every other page's frame shows is asked of a database that may be gone.
    return HttpResponse(render_to_string("error.html", context), status=status)


@login_not_required
def bad_request(request, exception=None):
    return page(400)


@login_not_required
def forbidden(request, exception=None):
    return page(403)


@login_not_required
def not_found(request, exception=None):
    return page(404)


@login_not_required
def server_error(request):
    return page(500)
