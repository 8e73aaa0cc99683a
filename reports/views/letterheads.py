"""A unit says itself how its papers are headed and who signs them; the division says it for the town."""

from django.contrib import messages
from django.forms import ModelForm, Textarea
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from povertyplan.accounts.access import allowed
from povertyplan.accounts.models import AccessLog
from povertyplan.accounts.roles import Permission as P
from povertyplan.accounts.roles import Role
from reports.models import Letterhead

LINES = Textarea(attrs={"rows": 3})


class LetterheadForm(ModelForm):
    class Meta:
        model = Letterhead
        fields = ["superior", "issuer", "symbol", "place", "authority", "signer", "receivers"]
        widgets = {"issuer": LINES, "authority": LINES, "receivers": Textarea(attrs={"rows": 6})}
        help_texts = {
            "superior": "Ví dụ UBND THỊ XÃ HƯƠNG TRÀ. Cơ quan không có cấp trên trực tiếp thì để trống.",
            "issuer": "Tên dài thì xuống dòng ở chỗ muốn ngắt.",
            "symbol": "Phần sau loại văn bản trong số, ký hiệu. Ví dụ UBND trong 05/BC-UBND.",
            "authority": "Mỗi dòng một ý: TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH.",
            "signer": "Bỏ trống thì để chỗ ký, không ghi tên.",
            "receivers": "Mỗi dòng một nơi, không cần gạch đầu dòng.",
        }


@allowed(P.SUBMIT)
def letterhead(request):
    """Of one's own unit; `?of=town` of the town's People's Committee, for the division."""
    row = Letterhead.objects.of(_unit(request))
    form = LetterheadForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        AccessLog.objects.record(AccessLog.Action.TABLE, by=request.user, subject=f"Thể thức văn bản: {saved}")
        messages.success(request, f"Đã lưu thể thức văn bản của {saved}.")
        return redirect("documents")
    context = {
        "form": form,
        "title": f"Thể thức văn bản của {row}",
        "lead": "Dùng cho mọi văn bản phần mềm lập của đơn vị; văn bản đã lập không đổi.",
        "back_url": reverse("documents"),
        "back_title": "Văn bản",
        "action": request.get_full_path(),
    }
    return render(request, "form.html", context)


def _unit(request):
    if request.GET.get("of") != "town":
        return request.user.unit
    if request.user.role != Role.DIVISION:
        raise Http404
    return None
