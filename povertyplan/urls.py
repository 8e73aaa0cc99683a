from django.urls import include, path

from povertyplan import giving_back, tables
from povertyplan.health import health
from povertyplan.years import views as years

urlpatterns = [
    path("health/", health, name="health"),
    path("kept/<str:token>/", giving_back.kept, name="kept"),
    path("years/", years.years, name="years"),
    path("years/choose/", years.choose, name="years_choose"),
    path("years/new/", years.new, name="years_new"),
    path("years/<int:year>/close/", years.close, name="year_close"),
    path("years/<int:year>/reopen/", years.reopen, name="year_reopen"),
    path("tables/", tables.index, name="tables"),
    path("tables/<slug:name>/", tables.rows, name="table"),
    path("tables/<slug:name>/new/", tables.new_row, name="table_new"),
    path("tables/<slug:name>/<int:pk>/", tables.edit_row, name="table_row"),
    path("tables/<slug:name>/<int:pk>/delete/", tables.delete_row, name="table_delete"),
    path("", include("povertyplan.accounts.urls")),
    path("", include("households.urls")),
    path("", include("tasks.urls")),
    path("", include("reports.urls")),
    path("", include("povertyplan.intake.urls")),
]

handler400 = "povertyplan.errors.bad_request"
handler403 = "povertyplan.errors.forbidden"
handler404 = "povertyplan.errors.not_found"
handler500 = "povertyplan.errors.server_error"
