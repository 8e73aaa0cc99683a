from django.http import HttpResponse
from django.urls import path


def soon(request):
    return HttpResponse("")


urlpatterns = [
    path("needs/", soon, name="needs"),
]
