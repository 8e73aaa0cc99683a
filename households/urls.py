from django.http import HttpResponse
from django.urls import path


def soon(request, **kwargs):
    return HttpResponse("")


# The list, a household's own page and the decision are on the tasks floor, where needs and money are known.
urlpatterns = [
    path("households/<str:code>/edit/", soon, name="household_edit"),
    path("households/<str:code>/update/", soon, name="household_update"),
    path("households/<str:code>/officer/", soon, name="household_officer"),
    path("households/<str:code>/note/", soon, name="household_note"),
    path("households/<str:code>/members/add/", soon, name="household_member_add"),
    path("households/<str:code>/members/<int:pk>/", soon, name="household_member"),
    path("households/<str:code>/members/<int:pk>/remove/", soon, name="household_member_remove"),
    path("households/<str:code>/exit/", soon, name="exit_propose"),
    path("exits/", soon, name="exits"),
    path("exits/agree/", soon, name="exits_agree"),
    path("exits/<int:pk>/", soon, name="exit"),
    path("exits/<int:pk>/edit/", soon, name="exit_edit"),
    path("exits/<int:pk>/agree/", soon, name="exit_agree"),
    path("exits/<int:pk>/return/", soon, name="exit_return"),
    path("exits/<int:pk>/withdraw/", soon, name="exit_withdraw"),
]
