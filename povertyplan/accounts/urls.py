from django.http import HttpResponse
from django.urls import path


def soon(request):
    return HttpResponse("")


urlpatterns = [
    path("accounts/login/", soon, name="login"),
    path("accounts/logout/", soon, name="logout"),
    path("account/", soon, name="account"),
    path("accounts/", soon, name="accounts"),
    path("tables/", soon, name="tables"),
    path("access-log/", soon, name="access_log"),
]
