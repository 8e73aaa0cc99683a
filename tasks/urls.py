from django.http import HttpResponse
from django.urls import include, path


def soon(request, **kwargs):
    return HttpResponse("")


urlpatterns = [
    path("", include("tasks.household_urls")),
    path("needs/", soon, name="needs"),
    path("needs/export/", soon, name="needs_export"),
    path("needs/bulk/", soon, name="needs_bulk"),
    path("needs/route/", soon, name="needs_route"),
    path("needs/<int:pk>/", soon, name="need"),
    path("needs/<int:pk>/measures/add/", soon, name="need_measure"),
    path("needs/<int:pk>/assign/", soon, name="need_assign"),
    path("needs/<int:pk>/indicator/", soon, name="need_indicator"),
    path("needs/<int:pk>/note/", soon, name="need_note"),
    path("households/<str:code>/needs/add/", soon, name="need_add"),
]
