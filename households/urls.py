from django.http import HttpResponse
from django.urls import path


def soon(request):
    return HttpResponse("")


urlpatterns = [
    path("households/", soon, name="households"),
    path("exits/", soon, name="exits"),
]
