"""Error pages: self-contained, in Vietnamese, with a short code and the moment to read over the phone."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from povertyplan import giving_back
from povertyplan.codes import code_of

TOO_OLD = "Trang này đã mở quá lâu hoặc đã được mở ở cửa sổ khác. Hãy quay lại, tải lại trang rồi gửi lại."
CLOSED = "Kế hoạch năm {} đã khóa sổ, chỉ còn xem được; hoặc tài khoản của bạn không được làm việc này."
TEXTS = {
    400: (
        "Yêu cầu không hợp lệ",
        "Trình duyệt gửi dữ liệu mà phần mềm không đọc được. Hãy quay lại và thử lại.",
    ),
    403: ("Không có quyền", "Tài khoản của bạn không được làm việc này."),
    404: ("Không tìm thấy trang", "Địa chỉ này không có, hoặc không thuộc phạm vi của tài khoản bạn."),
    405: ("Không mở được địa chỉ này", "Đây là địa chỉ của một nút bấm, không phải một trang."),
    413: (
        "Gửi quá nhiều dữ liệu",
        "Biểu mẫu hoặc tệp lớn hơn mức phần mềm nhận. Hãy quay lại, bớt nội dung hoặc chọn tệp nhỏ hơn.",
    ),
    500: (
        "Phần mềm gặp lỗi",
        "Việc vừa làm chưa được ghi. Hãy thử lại sau ít phút; nếu vẫn lỗi, hãy báo quản trị mã và thời điểm dưới đây.",
    ),
    503: (
        "Phần mềm đang bận",
        "Cơ sở dữ liệu chưa trả lời. Việc vừa làm chưa được ghi; hãy chờ một phút rồi thử lại.",
    ),
}


def page(request, status: int, text: str = "") -> HttpResponse:
    title, usual = TEXTS[status]
    context = {
        "title": title,
        "text": text or usual,
        "moment": timezone.localtime(),
        "status": status,
        "code": code_of(request),
    }
    # Without the request: what every other page's frame shows is asked of a database that may be gone.
    return HttpResponse(render_to_string("error.html", context), status=status)


@login_not_required
def bad_request(request, exception=None):
    too_big = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return page(request, 413 if too_big else 400)


@login_not_required
def forbidden(request, exception=None):
    plan = getattr(request, "plan", None)
    closed = plan and plan.is_closed and CLOSED.format(plan.year)
    return page(request, 403, closed or "")


@login_not_required
def not_found(request, exception=None):
    return page(request, 404)


@login_not_required
def server_error(request):
    if not isinstance(sys.exception(), OperationalError | InterfaceError):
        return page(request, 500)
    answer = page(request, 503)
    answer.headers["Retry-After"] = "60"
    return answer


@login_not_required
def form_too_old(request, reason=""):
    """The token of a form is not the browser's any more, as after signing in anew in another window.

    What was typed is shown again if it was a page of ours that sent it; it is the person who sends it on.
    """
    if request.method == "POST" and giving_back.is_own(request):
        person = request.user.pk or giving_back.last_user(request)
        if token := giving_back.keep(request, person):
            address = reverse("kept", args=[token])
            return redirect(address) if request.user.is_authenticated else redirect_to_login(address)
    return page(request, 403, TOO_OLD)
