from django.http import HttpResponse
from django.urls import path


def soon(request):
    return HttpResponse("")


urlpatterns = [
    path("", soon, name="home"),
    path("dashboard/", soon, name="dashboard"),
    path("submissions/", soon, name="submissions"),
]
