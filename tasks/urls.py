from django.http import HttpResponse
from django.urls import path


def soon(request, **kwargs):
    return HttpResponse("")


urlpatterns = [
    # Pages of households that show needs and money stand on this floor.
    path("households/", soon, name="households"),
    path("households/export/", soon, name="households_export"),
    path("households/<str:code>/", soon, name="household"),
    path("households/<str:code>/reveal-id/", soon, name="household_reveal_id"),
    path("exits/decide/", soon, name="exits_decide"),
    path("needs/", soon, name="needs"),
]
