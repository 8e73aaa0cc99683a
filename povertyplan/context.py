"""What every page's frame shows: the menu, the plan, the day."""

from django.urls import reverse

from households.models import Plan
from povertyplan import clock
from povertyplan.accounts.models import Installation
from povertyplan.accounts.roles import Permission as P
from povertyplan.accounts.roles import Role

MENU = [  # title, URL name, the right that shows it
    ("Tổng quan", "dashboard", P.VIEW_DASHBOARD),
    ("Hộ nghèo", "households", P.VIEW_HOUSEHOLDS),
    ("Nhu cầu", "needs", P.VIEW_NEEDS),
    ("Thoát nghèo", "exits", P.VIEW_EXITS),
    ("Kế hoạch & báo cáo", "submissions", P.VIEW_SUBMISSIONS),
    ("Nhập Excel", "imports", P.IMPORT_LIST),
    ("Tài khoản", "accounts", P.MANAGE_ACCOUNTS),
    ("Danh mục", "tables", P.MANAGE_TABLES),
    ("Nhật ký", "access_log", P.VIEW_ACCESS_LOG),
]


def frame(request):
    user = getattr(request, "user", None)
    return {
        "menu": menu(user, request.path) if user and user.is_authenticated else [],
        "plan": getattr(request, "plan", None) or Plan.objects.current(),
        "today": clock.today(),
        "installation": Installation.objects.this(),
    }


def menu(user, path: str) -> list[dict]:
    own_work = user.role in {Role.COMMUNE, Role.AGENCY}  # the others' first screen is in the menu already
    first = [{"title": "Việc của tôi", "url": reverse("home"), "here": path == "/"}] if own_work else []
    return first + [
        {"title": title, "url": reverse(name), "here": path.startswith(reverse(name))}
        for title, name, permission in MENU
        if user.may(permission)
    ]
