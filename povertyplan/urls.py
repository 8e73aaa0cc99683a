from django.urls import include, path

from povertyplan import giving_back, tables
from povertyplan.health import health

urlpatterns = [
    path("health/", health, name="health"),
    path("kept/<str:token>/", giving_back.kept, name="kept"),
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
