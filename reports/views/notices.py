"""What the person who looks was reminded of: their own notices, and putting them away."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from povertyplan.accounts.access import for_everyone
from reports.models import Notice, NoticeKind
from reports.reminding.noticing import put_away


@for_everyone
def notices(request):
    """The unread ones, of one kind or of all; with `?all=1` also what was put away or is over."""
    kind, all_ = _kind(request.GET.get("kind", "")), "all" in request.GET
    own = Notice.objects.of(request.user)
    found = own if all_ else own.unread()
    found = found.filter(kind=kind) if kind else found
    context = {
        "page": Paginator(found, 50).get_page(request.GET.get("page")),
        "kind": kind,
        "title": NoticeKind(kind).label if kind else "",
        "all": all_,
        "newest": found.order_by("-pk").values_list("pk", flat=True).first(),
        "unread": own.unread().filter(kind=kind).count() if kind else own.unread().count(),
    }
    return render(request, "reports/notices.html", context)


@require_POST
@for_everyone
def notices_read(request):
    """Puts away all of a kind that the person saw: nothing that came after the page was made."""
    kind, until = _kind(request.POST.get("kind", "")), request.POST.get("until", "")
    if not until.isdecimal() or len(until) > 18:
        raise Http404
    seen = Notice.objects.filter(pk__lte=int(until))
    count = put_away(seen.filter(kind=kind) if kind else seen, by=request.user)
    messages.success(request, f"Đã cất {count} lời nhắc. Việc chưa xong vẫn ở danh sách việc cần làm.")
    return redirect("home")


@require_POST
@for_everyone
def notice_read(request, pk):
    one = get_object_or_404(Notice.objects.of(request.user), pk=pk)
    put_away(Notice.objects.filter(pk=one.pk), by=request.user)
    return redirect(reverse("notices", query={"kind": one.kind}))


def _kind(given: str) -> str:
    if given and given not in NoticeKind.values:
        raise Http404
    return given
