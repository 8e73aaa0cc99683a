"""Pages of households that show needs and money, and the decision that ends both."""

from django.urls import path

from tasks.views import decisions, households

urlpatterns = [
    path("households/", households.index, name="households"),
    path("households/export/", households.export, name="households_export"),
    path("households/<str:code>/", households.case, name="household"),
    path("households/<str:code>/reveal-id/", households.reveal_id, name="household_reveal_id"),
    path("exits/decide/", decisions.decide, name="exits_decide"),
]
