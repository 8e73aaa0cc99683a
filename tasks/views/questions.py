"""Questions: the list, one with its thread, asking, and everything that is done with one; and the guidance."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from households.changes import Refused
from households.models import Household
from povertyplan.accounts.access import allowed, for_everyone
from povertyplan.accounts.roles import Permission as P
from tasks import questions as verbs
from tasks.models import Guidance, Need, Question
from tasks.question_acts import ACTS, AskForm
from tasks.question_filter import GuidanceFilter, QuestionFilter
from tasks.question_tabs import tabs

PER_PAGE = 50
FEW = 3


@allowed(P.VIEW_QUESTIONS)
def questions(request):
    found = QuestionFilter(request.GET, user=request.user, plan=request.plan)
    context = {
        "filter": found,
        "page": Paginator(found.qs.with_faces(), PER_PAGE).get_page(request.GET.get("page")),
        "tabs": tabs(request.GET, user=request.user, plan=request.plan),
        "may_ask": request.user.may(P.ASK_QUESTIONS),
    }
    return render(request, "questions/list.html", context)


@for_everyone
def guidance(request):
    """Readable by everybody who is signed in: it names no household."""
    found = GuidanceFilter(request.GET)
    context = {
        "filter": found,
        "page": Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page")),
        "may_publish": request.user.may(P.PUBLISH_GUIDANCE),
        "sees_questions": request.user.may(P.VIEW_QUESTIONS),
    }
    return render(request, "questions/guidance.html", context)


def _fetch(request, pk: int) -> Question:
    seen = Question.objects.visible_to(request.user).with_faces().select_related("guidance", "asked_by__unit")
    return get_object_or_404(seen, pk=pk)


@allowed(P.VIEW_QUESTIONS)
def question(request, pk):
    question, user = _fetch(request, pk), request.user
    offered = {verb: act for verb, act in ACTS.items() if not act.obstacle(question, by=user)}
    inline = {verb: offered.pop(verb)(question=question, by=user) for verb in _inline(question) if verb in offered}
    context = {
        "question": question,
        "thread": question.replies.select_related("by", "unit", "body"),
        "forms": inline,
        "acts": offered.values(),
        "sees_household": _sees(Household, question.household_id, user),
        "sees_need": _sees(Need, question.need_id, user),
    }
    return render(request, "questions/question.html", context)


def _inline(question: Question) -> list[str]:
    """What is on the page itself: what most people come for."""
    return ["answer"] if question.state == Question.State.WAITING else ["settle", "ask_on"]


def _sees(model, pk: int | None, user) -> bool:
    return pk is not None and model.objects.visible_to(user).filter(pk=pk).exists()


@allowed(P.ASK_QUESTIONS, P.ANSWER_QUESTIONS)
def act(request, pk, verb):
    question = _fetch(request, pk)
    if verb not in ACTS:
        raise Http404
    if not ACTS[verb].has_right(question, by=request.user):
        raise PermissionDenied
    form = ACTS[verb](request.POST if request.method == "POST" else None, question=question, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            form.do()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, form.said)
            return _onwards(request, question, form)
    context = {
        "form": form,
        "title": form.title,
        "button": form.title,
        "lead": f"Vướng mắc về {question.subject}: {question.text}",
        "back_url": reverse("question", args=[pk]),
        "back_title": "Vướng mắc",
    }
    return render(request, "form.html", context)


def _onwards(request, question: Question, form):
    """Whoever answers has the next question opened by itself; after the last one, the list."""
    if not form.goes_on:
        return redirect("question", question.pk)
    waiting = Question.objects.visible_to(request.user).in_plan(question.plan).to_answer_by(request.user).in_turn()
    if (following := waiting.exclude(pk=question.pk).first()) is not None:
        return redirect("question", following.pk)
    messages.info(request, "Không còn vướng mắc nào chờ trả lời.")
    return redirect("questions")


@allowed(P.ASK_QUESTIONS)
def ask(request):
    """About the plan as a whole."""
    return _ask(request, title=f"Báo vướng mắc về kế hoạch năm {request.plan.year}", back=("questions", "Vướng mắc"))


@allowed(P.ASK_QUESTIONS)
def ask_about_household(request, code):
    households = Household.objects.visible_to(request.user).select_related("commune", "hamlet")
    household = get_object_or_404(households, code=code)
    title = f"Báo vướng mắc về hộ {household.head}"
    return _ask(request, title=title, back=("household", f"Hộ {household.head}", code), household=household)


@allowed(P.ASK_QUESTIONS)
def ask_about_need(request, pk):
    need = get_object_or_404(Need.objects.visible_to(request.user).with_faces(), pk=pk)
    title = f"Báo vướng mắc về nhu cầu {need.type.name.lower()} của hộ {need.household.head}"
    return _ask(request, title=title, back=("need", "Nhu cầu", pk), need=need)


def _ask(request, *, title: str, back: tuple, **subject):
    form = AskForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            question = verbs.ask(plan=request.plan, by=request.user, **subject, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã gửi vướng mắc. {question.state_text}.")
            return redirect("question", question.pk)
    address, back_title, *keys = back
    context = {
        "form": form,
        "title": title,
        "button": "Gửi",
        "back_url": reverse(address, args=keys),
        "back_title": back_title,
        "known": _known(request.user, request.plan, **subject),
        "guidance": _guidance(**subject)[:FEW],
    }
    return render(request, "questions/ask.html", context)


def _known(user, plan, *, household=None, need=None):
    """What has been asked about the same already and is not settled, so that nobody asks twice."""
    household = need.household if need else household
    if household is None:
        return Question.objects.none()
    return Question.objects.visible_to(user).in_plan(plan).about(household).unsettled().in_turn().with_faces()


def _guidance(*, household=None, need=None):
    """What has been published, first of all about needs of this type."""
    in_force = Guidance.objects.in_force()
    return in_force.of_type_first(need.type) if need else in_force
