"""What every page's frame shows: the menu, the plan, the day."""

from dataclasses import dataclass

from django.urls import reverse

from households.models import Plan
from povertyplan import clock
from povertyplan.accounts.models import Installation
from povertyplan.accounts.roles import Permission as P
from povertyplan.accounts.roles import Role
from tasks.inbox import Inbox, has_inbox


@dataclass(frozen=True)
class Page:
    """`right` shows it in the menu; `children` are the pages of the same matter, shown below while in one of them."""

    title: str
    name: str  # of the address
    right: P
    children: tuple["Page", ...] = ()
    unless: P | None = None  # whoever has this right finds the page under another one

    def is_for(self, user) -> bool:
        return user.may(self.right) and not (self.unless and user.may(self.unless))


MENU = (
    Page("Tổng quan", "dashboard", P.VIEW_DASHBOARD, (Page("Chỉ tiêu 100 %", "targets", P.VIEW_TARGETS),)),
    Page("Hộ nghèo", "households", P.VIEW_HOUSEHOLDS),
    Page(
        "Nhu cầu",
        "needs",
        P.VIEW_NEEDS,
        (Page("Bảng kế hoạch", "planning", P.PLAN_NEEDS), Page("Kết quả hỗ trợ", "support", P.VIEW_NEEDS)),
    ),
    Page(
        "Thoát nghèo",
        "exits",
        P.VIEW_EXITS,
        (
            Page("Quyết định", "decisions", P.VIEW_EXITS),
            Page("Theo dõi sau thoát nghèo", "watch", P.VIEW_EXITS),
            Page("Diễn biến hộ nghèo", "movement_table", P.VIEW_EXITS),
        ),
    ),
    Page("Vướng mắc", "questions", P.VIEW_QUESTIONS, (Page("Hướng dẫn chung", "guidance", P.VIEW_QUESTIONS),)),
    Page(
        "Kế hoạch & báo cáo",
        "submissions",
        P.VIEW_SUBMISSIONS,
        (
            Page("Đôn đốc", "reminders", P.REVIEW_SUBMISSIONS),
            Page("Hạn nộp", "deadlines", P.MANAGE_OBLIGATIONS),
            Page("Báo cáo của thị xã", "town_report", P.VIEW_DASHBOARD),
            Page("Chỉ tiêu 100 %", "targets", P.VIEW_TARGETS, unless=P.VIEW_DASHBOARD),
        ),
    ),
    Page("Văn bản", "documents", P.MAKE_DOCUMENTS),
    Page("Nhập Excel", "imports", P.IMPORT_LIST),
    Page("Tài khoản", "accounts", P.MANAGE_ACCOUNTS),
    Page("Hạn nộp", "deadlines", P.MANAGE_OBLIGATIONS, unless=P.VIEW_SUBMISSIONS),
    Page("Danh mục", "tables", P.MANAGE_TABLES),
    Page("Các năm", "years", P.MANAGE_TABLES),
    Page("Mẫu văn bản", "document_templates", P.MANAGE_TABLES),
    Page("Nhật ký", "access_log", P.VIEW_ACCESS_LOG),
)


def frame(request):
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    plan = getattr(request, "plan", None) or Plan.objects.current()
    return {
        "menu": menu(user, request.path, plan) if signed_in else [],
        "plan": plan,
        "current_plan": getattr(request, "current_plan", None),
        "several_years": len(getattr(request, "plans", ())) > 1,
        "today": clock.today(),
        "installation": Installation.objects.this(),
    }


def menu(user, path: str, plan: Plan | None) -> list[dict]:
    return [*_own_work(user, path, plan), *(_item(page, user, path) for page in MENU if page.is_for(user))]


def _own_work(user, path: str, plan: Plan | None) -> list[dict]:
    """The first screen, where the menu has it not under another name, and the needs that wait, with their number."""
    work = []
    if user.role in {Role.COMMUNE, Role.AGENCY}:
        work.append({"title": "Việc của tôi", "url": reverse("home"), "here": path == "/"})
    if plan and has_inbox(user):
        url = reverse("inbox")
        number = {"count": Inbox(user, plan).to_do(), "of": "nhu cầu"}
        work.append({"title": "Cần xử lý", "url": url, "here": path.startswith(url), **number})
    return work


def _item(page: Page, user, path: str) -> dict:
    """A page is "here" on itself, on its rows and on its children; of the children the longest address counts."""
    item = {"title": page.title, "url": reverse(page.name)}
    below = [{"title": one.title, "url": reverse(one.name)} for one in page.children if one.is_for(user)]
    nearest = max((one["url"] for one in [item, *below] if path.startswith(one["url"])), key=len, default=None)
    children = [{**item, "here": nearest == item["url"]}, *({**one, "here": nearest == one["url"]} for one in below)]
    return item | {"here": nearest is not None, "children": children if below else []}
