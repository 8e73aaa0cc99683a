from django.urls import path

from households.views import (
    agreeing,
    editing,
    events,
    evidence,
    exits,
    members,
    people,
    proposing,
    watch,
)

# The list, a household's own page, the look at it and the decision are on the tasks floor, where needs are known.
urlpatterns = [
    path("households/<str:code>/edit/", editing.edit, name="household_edit"),
    path("households/<str:code>/officer/", editing.officer, name="household_officer"),
    path("households/<str:code>/note/", editing.note, name="household_note"),
    path("households/<str:code>/people/", people.people, name="household_people"),
    path("households/<str:code>/members/head/", people.head, name="household_head"),
    path("households/<str:code>/members/add/", members.add, name="household_member_add"),
    path("households/<str:code>/members/<int:pk>/", members.edit, name="household_member"),
    path("households/<str:code>/members/<int:pk>/remove/", members.remove, name="household_member_remove"),
    path("households/<str:code>/exit/", proposing.propose, name="exit_propose"),
    path("households/<str:code>/events/<slug:kind>/", events.add, name="household_event_add"),
    path("households/<str:code>/events/<int:pk>/undo/", events.undo, name="household_event_undo"),
    path("households/<str:code>/flags/add/", watch.raise_flag, name="risk_flag"),
    path("watch/", watch.watch, name="watch"),
    path("watch/<int:pk>/", watch.follow_up, name="follow_up"),
    path("watch/flags/<int:pk>/", watch.close_flag, name="risk_flag_close"),
    path("exits/", exits.exits, name="exits"),
    path("exits/agree/", agreeing.agree_to_several, name="exits_agree"),
    path("exits/<int:pk>/", exits.review, name="exit"),
    path("exits/<int:pk>/edit/", proposing.mend, name="exit_edit"),
    path("exits/<int:pk>/agree/", exits.agree, name="exit_agree"),
    path("exits/<int:pk>/return/", exits.return_, name="exit_return"),
    path("exits/<int:pk>/withdraw/", proposing.withdraw, name="exit_withdraw"),
    path("exits/<int:pk>/files/add/", evidence.attach, name="exit_attach"),
    path("exits/files/<int:pk>/", evidence.evidence_file, name="evidence_file"),
    path("exits/files/<int:pk>/remove/", evidence.detach, name="evidence_remove"),
]
