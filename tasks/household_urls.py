"""Pages of households that show needs, money and questions, and the decision that ends them."""

from django.urls import path

from tasks.views import cards, concluding, decisions, households, progress, questions, regrouping

urlpatterns = [
    path("households/", households.index, name="households"),
    path("households/export/", households.export, name="households_export"),
    path("households/cards/", cards.many, name="household_cards"),
    path("households/card/blank/", cards.blank, name="card_blank"),
    path("households/<str:code>/card/", cards.card, name="household_card"),
    path("households/<str:code>/", households.case, name="household"),
    path("households/<str:code>/reveal-id/", households.reveal_id, name="household_reveal_id"),
    path("households/<str:code>/update/", progress.update, name="household_update"),
    path("households/<str:code>/ask/", questions.ask_about_household, name="household_ask"),
    path("households/<str:code>/split/", regrouping.split, name="household_split"),
    path("households/<str:code>/relocate/", regrouping.relocate, name="household_relocate"),
    path("households/<str:code>/merge/", regrouping.merge, name="household_merge"),
    path("movements/<int:pk>/undo/", regrouping.undo, name="movement_undo"),
    path("decisions/annual/", concluding.conclude, name="decisions_annual"),
    path("exits/decide/", decisions.decide, name="exits_decide"),
    path("exits/<int:pk>/undo/", decisions.undo, name="exit_undo"),
    path("decisions/<int:pk>/withdraw/", decisions.withdraw, name="decision_withdraw"),
]
