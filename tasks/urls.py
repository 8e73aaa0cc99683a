from django.urls import include, path

from tasks.views import acts, measures, need, needs, planning, questions, saved

urlpatterns = [
    path("", include("tasks.household_urls")),
    path("inbox/", needs.inbox, name="inbox"),
    path("needs/", needs.needs, name="needs"),
    path("needs/export/", needs.export, name="needs_export"),
    path("needs/bulk/", acts.bulk, name="needs_bulk"),
    path("needs/route/", acts.route, name="needs_route"),
    path("needs/<int:pk>/", need.need, name="need"),
    path("needs/<int:pk>/measures/add/", measures.add, name="need_measure"),
    path("needs/<int:pk>/measures/plan/", measures.plan, name="need_measure_plan"),
    path("measures/<int:pk>/", measures.measure, name="measure"),
    path("measures/<int:pk>/give/", measures.give, name="measure_give"),
    path("measures/<int:pk>/edit/", measures.edit, name="measure_edit"),
    path("measures/<int:pk>/cancel/", measures.cancel, name="measure_cancel"),
    path("needs/<int:pk>/assign/", need.assign, name="need_assign"),
    path("needs/<int:pk>/indicator/", need.name_indicator, name="need_indicator"),
    path("needs/<int:pk>/note/", need.add_note, name="need_note"),
    path("needs/<int:pk>/ask/", questions.ask_about_need, name="need_ask"),
    path("households/<str:code>/needs/add/", need.add_need, name="need_add"),
    path("saved-filters/", saved.index, name="saved_filters"),
    path("saved-filters/add/", saved.add, name="saved_filter_add"),
    path("saved-filters/<int:pk>/", saved.edit, name="saved_filter_edit"),
    path("saved-filters/<int:pk>/delete/", saved.delete, name="saved_filter_delete"),
    path("planning/", planning.planning_sheet, name="planning"),
    path("questions/", questions.questions, name="questions"),
    path("questions/ask/", questions.ask, name="question_ask"),
    path("questions/guidance/", questions.guidance, name="guidance"),
    path("questions/<int:pk>/", questions.question, name="question"),
    path("questions/<int:pk>/<slug:verb>/", questions.act, name="question_act"),
]
