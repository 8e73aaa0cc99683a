"""Papers of the plan: which can be made, the form for one, what was made, and the files as long as they are kept."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from households.changes import Refused
from povertyplan import clock
from povertyplan.accounts.access import allowed
from povertyplan.accounts.models import AccessLog
from povertyplan.accounts.roles import Permission as P
from reports.documents import asking
from reports.documents.forms import DocumentForm
from reports.documents.kinds import KINDS, Form, Group, Kind
from reports.documents.orders import Order
from reports.models import MadePaper

A_PAGE = 30
SECONDS = 2  # between two looks at a paper that is being made


@allowed(P.MAKE_DOCUMENTS)
def documents(request):
    """The kinds that this person may make, and what was made before."""
    kinds = [kind for kind in KINDS.values() if kind.is_for(request.user) and not kind.of_household]
    at_once = {kind for kind in kinds if not request.user.sees_the_town or kind.may_be_of(None)}
    made = MadePaper.objects.visible_to(request.user).in_plan(request.plan).with_faces()
    groups = [(group, [(kind, kind in at_once) for kind in kinds if kind.group is group]) for group in Group]
    context = {
        "groups": [(group.value, kinds) for group, kinds in groups if kinds],
        "page": Paginator(made, A_PAGE).get_page(request.GET.get("page")),
        "count": made.count(),
        "may_head": request.user.may(P.SUBMIT),
    }
    return render(request, "documents/index.html", context)


@allowed(P.MAKE_DOCUMENTS)
def new_document(request):
    """The form for one kind; sent, it makes the paper and hands it out, or shows how far it is."""
    kind = _kind(request)
    form = DocumentForm(request.POST or None, kind=kind, plan=request.plan, user=request.user, initial=_asked(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = asking.ask(_order(request, kind, form), Form(form.cleaned_data["form"]))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("document" if made.is_in_hand else "document_file", made.pk)
    context = {
        "form": form,
        "title": kind.title,
        "back_url": reverse("documents"),
        "back_title": "Văn bản",
        "button": "Lập văn bản",
        "action": f"{request.path}?kind={kind.code}",
    }
    return render(request, "form.html", context)


def _kind(request) -> Kind:
    kind = KINDS.get(request.GET.get("kind", ""))
    if kind is None or not kind.is_for(request.user):
        raise Http404
    return kind


def _asked(request) -> dict:
    """What another page filled in for the form that it links to."""
    return {name: request.GET[name] for name in ("unit", "first", "as_of", "form") if name in request.GET}


def _order(request, kind: Kind, form: DocumentForm) -> Order:
    return Order(
        kind,
        request.plan,
        form.cleaned_data["as_of"] or request.plan.day_shown(clock.today()),
        unit=form.unit(),
        by=request.user,
        number=form.cleaned_data["number"].strip(),
        first=form.cleaned_data.get("first"),
    )


@allowed(P.MAKE_DOCUMENTS)
def document(request, pk):
    """One paper: how far it is, or where to fetch it."""
    made = _made(request, pk)
    if made.is_in_hand:
        asking.see_to_it()
        made.refresh_from_db()
    before = MadePaper.objects.waiting().filter(asked_at__lt=made.asked_at).count()
    response = render(request, "documents/paper.html", {"made": made, "before": before})
    if made.is_in_hand:
        response.headers["Refresh"] = str(SECONDS)
    return response


@require_POST
@allowed(P.MAKE_DOCUMENTS)
def document_again(request, pk):
    made = _made(request, pk)
    try:
        asking.ask_again(made)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("document", made.pk)


@allowed(P.MAKE_DOCUMENTS)
def document_file(request, pk):
    """The file as an attachment; every fetching is logged."""
    made = _made(request, pk)
    if not made.file:
        return redirect("document", made.pk)
    AccessLog.objects.record(AccessLog.Action.OPEN_FILE, by=request.user, subject=made.title, detail=made.file_name)
    return FileResponse(made.file.open("rb"), as_attachment=True, filename=made.file_name)


def _made(request, pk: int) -> MadePaper:
    return get_object_or_404(MadePaper.objects.visible_to(request.user).with_faces(), pk=pk)
