"""Signing in, one's own account, and the administrator's pages of people and of the access log."""

import secrets

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from povertyplan.accounts.access import allowed, for_everyone
from povertyplan.accounts.forms import TRIES_MINUTES, AccountForm, OwnMailForm, OwnPasswordForm, SignInForm
from povertyplan.accounts.kept import LAST_USER
from povertyplan.accounts.models import AccessLog, Installation, User
from povertyplan.accounts.passwords import DEMO_PASSWORD
from povertyplan.accounts.roles import Permission as P


class SignIn(LoginView):
    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["is_kept"] = context["next"].startswith("/kept/")
        if Installation.objects.is_demo():
            people = User.objects.filter(is_demo=True, is_active=True).select_related("unit").order_by("pk")
            context |= {"demo_people": people, "demo_password": DEMO_PASSWORD}
        return context

    def form_invalid(self, form):
        answer = super().form_invalid(form)
        if form.has_error(NON_FIELD_ERRORS, "too_many"):
            answer.status_code, answer.headers["Retry-After"] = 429, str(TRIES_MINUTES * 60)
        return answer


class SignOut(LogoutView):
    def post(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            AccessLog.objects.record(AccessLog.Action.SIGN_OUT, by=request.user)
        response = super().post(request, *args, **kwargs)
        response.delete_cookie(LAST_USER, samesite="Lax")
        return response


@for_everyone
def own_account(request):
    form = OwnPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, form.user)  # ends every other session of this person
        AccessLog.objects.record(AccessLog.Action.ACCOUNT, by=request.user, detail="Tự đổi mật khẩu")
        messages.success(request, "Đã đổi mật khẩu. Các máy khác đang đăng nhập tài khoản này đã bị thoát ra.")
        return redirect("account")
    return render(request, "accounts/own.html", {"form": form, "mail_form": OwnMailForm(instance=request.user)})


@require_POST
@for_everyone
def own_mail(request):
    """Where one's own reminders go."""
    form = OwnMailForm(request.POST, instance=request.user)
    if not form.is_valid():
        request.user.refresh_from_db(fields=["email"])
        context = {"form": OwnPasswordForm(request.user), "mail_form": form}
        return render(request, "accounts/own.html", context)
    form.save()
    AccessLog.objects.record(AccessLog.Action.ACCOUNT, by=request.user, detail="Tự sửa địa chỉ nhận thư nhắc việc")
    messages.success(request, "Đã lưu cách nhận thư nhắc việc.")
    return redirect("account")


@allowed(P.MANAGE_ACCOUNTS)
def accounts(request):
    people = User.objects.with_last_sign_in().select_related("unit").order_by("-is_active", "role", "username")
    return render(request, "accounts/list.html", {"people": people})


@allowed(P.MANAGE_ACCOUNTS)
def new_account(request):
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = form.save(commit=False)
        return _with_new_password(request, person, "Tạo tài khoản")
    context = {
        "form": form,
        "title": "Tạo tài khoản",
        "button": "Tạo tài khoản",
        "back_url": reverse("accounts"),
    }
    return render(request, "form.html", context)


@allowed(P.MANAGE_ACCOUNTS)
def edit_account(request, pk):
    person = get_object_or_404(User, pk=pk)
    form = AccountForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        if person == request.user and not form.cleaned_data["is_active"]:
            form.add_error("is_active", "Bạn không thể tự khóa tài khoản của mình.")
        else:
            person = form.save()
            changed = ", ".join(form.fields[name].label or name for name in form.changed_data)
            AccessLog.objects.record(
                AccessLog.Action.ACCOUNT, by=request.user, subject=person.username, detail=f"Sửa: {changed}"
            )
            messages.success(request, f"Đã lưu tài khoản {person.username}.")
            return redirect("accounts")
    return render(request, "accounts/edit.html", {"form": form, "person": person})


@require_POST
@allowed(P.MANAGE_ACCOUNTS)
def new_password(request, pk):
    person = get_object_or_404(User, pk=pk)
    return _with_new_password(request, person, "Đặt lại mật khẩu")


def _with_new_password(request, person: User, detail: str):
    """Saves `person` with a random password, which this answer shows once and nothing keeps."""
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    person.set_password(password)
    person.save()
    AccessLog.objects.record(AccessLog.Action.ACCOUNT, by=request.user, subject=person.username, detail=detail)
    return render(request, "accounts/password.html", {"person": person, "password": password})


@allowed(P.VIEW_ACCESS_LOG)
def access_log(request):
    rows = AccessLog.objects.select_related("by__unit")
    if (action := request.GET.get("action")) in AccessLog.Action.values:
        rows = rows.filter(action=action)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(
        request,
        "accounts/access_log.html",
        {"page": page, "actions": AccessLog.Action.choices, "chosen": action},
    )
