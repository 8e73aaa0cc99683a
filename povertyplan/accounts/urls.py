from django.contrib.auth.decorators import login_not_required
from django.urls import path

from povertyplan.accounts import views

urlpatterns = [
    path("accounts/login/", views.SignIn.as_view(), name="login"),
    path("accounts/logout/", login_not_required(views.SignOut.as_view()), name="logout"),
    path("account/", views.own_account, name="account"),
    path("account/mail/", views.own_mail, name="account_mail"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/new/", views.new_account, name="account_new"),
    path("accounts/<int:pk>/", views.edit_account, name="account_edit"),
    path("accounts/<int:pk>/password/", views.new_password, name="account_password"),
    path("access-log/", views.access_log, name="access_log"),
]
