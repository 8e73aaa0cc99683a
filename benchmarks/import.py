"""How fast a list comes in, as ratios in one run.

    DATABASE_URL=postgres://… python benchmarks/import.py [--sizes 177 2000 20000 200000]

For each size, in the town's official layout, each way in a process of its own (so that peak memory is its own)
on an emptied database:

- ours: read, check, match, compare (the preview); then write everything that an import writes
  (households, entries, needs, steps, diary, history);
- stock: the ModelResource of django-import-export on the same rows with plain headings, needs added row by row,
  measured on at most 2,000 rows and given as rows a second;
- floor: the fastest reader plus the database's bulk load of the same rows, ready-made: households, their place on
  the list, causes and needs, nothing else (ours also writes steps, coordinators, diary and history).

Needs a database that may be emptied: it makes and drops one of its own beside the one of DATABASE_URL.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]
STOCK_AT_MOST = 2_000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[177, 2_000, 20_000])
    parser.add_argument("--way", choices=list(WAYS))
    parser.add_argument("--list", type=Path)
    parser.add_argument("--size", type=int)
    options = parser.parse_args()
    if options.way:
        print(json.dumps(run_here(options.way, options.list, options.size)))
    else:
        table(options.sizes)


def table(sizes: list[int]) -> None:
    print("| rows | preview s | write s | rows/s | × stock | × floor | peak MB |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for size in sizes:
        with TemporaryDirectory() as folder:
            ours, floor = (apart(way, Path(folder), size) for way in ("ours", "floor"))
            stock = apart("stock", Path(folder), min(size, STOCK_AT_MOST))
        total = ours["preview"] + ours["write"]
        stock_rate = min(size, STOCK_AT_MOST) / stock["total"]
        print(
            f"| {size:,} | {ours['preview']:.2f} | {ours['write']:.2f} | {size / total:,.0f} | "
            f"{size / total / stock_rate:.1f} | {total / floor['total']:.1f} | {ours['peak_mb']:.0f} |",
            flush=True,
        )


def apart(way: str, folder: Path, size: int) -> dict:
    """Runs one way in its own process, database and data folder."""
    import lists

    path = lists.official_list(folder / f"{size}.xlsx", size)
    with own_database() as url:
        environment = {**os.environ, "DATABASE_URL": url, "DATA_DIR": str(folder / way)}
        environment["DJANGO_SETTINGS_MODULE"] = "povertyplan.settings"
        setup = [sys.executable, str(HERE.parent / "manage.py"), "setup", "--verbosity", "0"]
        subprocess.run(setup, check=True, env=environment)
        command = [sys.executable, __file__, "--way", way, "--list", str(path), "--size", str(size)]
        answer = subprocess.run(command, check=True, env=environment, capture_output=True, text=True).stdout
    return json.loads(answer.splitlines()[-1])


class own_database:
    """A PostgreSQL database beside DATABASE_URL's, dropped afterwards; a SQLite file where that is not set."""

    def __enter__(self) -> str:
        self.url = os.environ.get("DATABASE_URL", "")
        if not self.url.startswith("postgres"):
            self.folder = TemporaryDirectory()
            return f"sqlite:///{self.folder.name}/benchmark.sqlite3"
        self.name = f"{urlsplit(self.url).path.lstrip('/')}_benchmark"
        self._execute(f'DROP DATABASE IF EXISTS "{self.name}"', f'CREATE DATABASE "{self.name}"')
        return urlsplit(self.url)._replace(path=f"/{self.name}").geturl()

    def __exit__(self, *error) -> None:
        if self.url.startswith("postgres"):
            self._execute(f'DROP DATABASE "{self.name}" WITH (FORCE)')
        else:
            self.folder.cleanup()

    def _execute(self, *statements: str) -> None:
        import psycopg2

        connection = psycopg2.connect(self.url)
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        connection.close()


def run_here(way: str, path: Path, size: int) -> dict:
    import django

    django.setup()
    times = WAYS[way](path, size)
    times["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return times


def ours(path: Path, size: int) -> dict:
    from households.models import Household, Plan
    from povertyplan.intake import importing

    plan, data = Plan.objects.get(year=2022), path.read_bytes()
    began = time.perf_counter()
    read = importing.read_for(plan, data, path.name)
    seen = importing.preview(read, plan=plan)
    previewed = time.perf_counter()
    assert seen.counts()["new"] == size, seen.counts()
    batch = importing.keep(data, filename=path.name, plan=plan, by=None)
    importing.write(batch, read, by=None)
    written = time.perf_counter()
    assert Household.objects.count() == size
    return {"preview": previewed - began, "write": written - previewed}


def stock(path: Path, size: int) -> dict:
    """A ModelResource as the manual writes it, with the needs and the place on the list added row by row."""
    import tablib
    from import_export import fields, resources, widgets

    from households.models import Cause, Hamlet, Household, Plan, PlanEntry
    from povertyplan.accounts.models import Unit
    from tasks.models import NeedType
    from tasks.steps import add

    plan = Plan.objects.get(year=2022)

    class StockResource(resources.ModelResource):
        commune = fields.Field("commune", "commune", widgets.ForeignKeyWidget(Unit, "pk"))
        hamlet = fields.Field("hamlet", "hamlet", widgets.ForeignKeyWidget(Hamlet, "pk"))
        causes = fields.Field("causes", "causes", widgets.ManyToManyWidget(Cause, separator=";", field="name"))

        class Meta:
            model = Household
            import_id_fields = ["code"]
            fields = [*HOUSEHOLD, "causes"]

        def after_save_instance(self, instance, row, **kwargs):
            PlanEntry.objects.get_or_create(plan=plan, household=instance, defaults={"listed_on": plan.issued_on})
            for code in row["needs"].split():
                add(instance, plan=plan, type=NeedType.objects.get(code=code), by=None)

    rows = tablib.Dataset(headers=[*HOUSEHOLD, "causes", "needs"])
    for household, causes, needs in plain_rows(size):
        rows.append([*household, ";".join(causes), " ".join(needs)])
    began = time.perf_counter()
    result = StockResource().import_data(rows, raise_errors=True)
    assert result.totals["new"] == size
    return {"total": time.perf_counter() - began}


def floor(path: Path, size: int) -> dict:
    """The fastest reader, and bulk loads of households, entries, causes and needs that are ready-made."""
    from django.db import connection
    from python_calamine import CalamineWorkbook

    loads = ready_made(size)
    began = time.perf_counter()
    cells = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert len(cells) > size
    with connection.cursor() as cursor:
        for table_name, names, rows in loads:
            load(cursor, table_name, names, rows)
    return {"total": time.perf_counter() - began}


def load(cursor, table_name: str, names: list[str], rows: list[tuple]) -> None:
    import io

    if cursor.db.vendor == "postgresql":
        lines = io.StringIO("".join("\t".join(map(str, row)) + "\n" for row in rows))
        cursor.copy_expert(f"COPY {table_name} ({', '.join(names)}) FROM STDIN", lines)
        return
    marks = ", ".join(["%s"] * len(names))
    cursor.executemany(f"INSERT INTO {table_name} ({', '.join(names)}) VALUES ({marks})", rows)


def ready_made(size: int) -> list[tuple]:
    """(table, columns, rows) of what a list brings at the least."""
    from households.models import Cause, Plan
    from tasks.models import NeedType

    plan = Plan.objects.get(year=2022)
    causes = {cause.name.lower().replace(", ", "/"): cause.pk for cause in Cause.objects.all()}
    types = {kind.code: kind for kind in NeedType.objects.all()}
    day = plan.issued_on.isoformat()
    fixed = {"address": "", "has_merit": "f", "lacks_labour": "f", "note": "", "version": 1}
    fixed |= {"search_key": "", "sort_key": "", "match_key": ""}
    households, entries, links, needs = [], [], [], []
    for pk, (household, cause_names, codes) in enumerate(plain_rows(size), start=1):
        households.append((pk, *household, *fixed.values()))
        entries.append((plan.pk, pk, day, "f", ""))
        links += [(pk, causes[name.lower().replace(", ", "/")]) for name in cause_names]
        for code in codes:
            state = "routed" if types[code].lead_id else "unrouted"
            lead = types[code].lead_id or 1
            needs.append((pk, plan.pk, household[1], types[code].pk, "", state, lead, day, day, 1))
    needs = [row for row in needs if row[5] == "routed"]
    return [
        ("households_household", ["id", *HOUSEHOLD_COLUMNS, *fixed], households),
        ("households_planentry", "plan_id household_id listed_on to_review progress".split(), entries),
        ("households_household_causes", ["household_id", "cause_id"], links),
        (
            "tasks_need",
            "household_id plan_id commune_id type_id detail state lead_id listed_on moved_at version".split(),
            needs,
        ),
    ]


HOUSEHOLD = "code commune hamlet head sex birth_year id_no ethnicity member_count".split()
HOUSEHOLD_COLUMNS = "code commune_id hamlet_id head sex birth_year id_no ethnicity member_count".split()


def plain_rows(size: int):
    """(values of the household with keys of our tables in place of names, causes, needs) of the same rows."""
    import lists

    from households.models import Hamlet
    from povertyplan.accounts.models import Unit

    communes = {unit.name.upper(): unit for unit in Unit.objects.communes().filter(valid_to__isnull=False)}
    hamlets: dict = {}
    for number, row in enumerate(lists.households(size)):
        commune = communes[row["commune"]]
        key = commune.pk, row["hamlet"]
        if key not in hamlets:
            hamlets[key] = Hamlet.objects.named(commune, row["hamlet"])
        sex = "M" if row["sex"] == "Nam" else "F"
        household = (
            f"{commune.code}-{number:06d}", commune.pk, hamlets[key].pk, row["head"], sex,
            row["birth_year"], row["id_no"], row["ethnicity"], row["members"],
        )  # fmt: skip
        yield household, row["causes"].split("; "), row["needs"]


WAYS = {"ours": ours, "stock": stock, "floor": floor}

if __name__ == "__main__":
    main()
