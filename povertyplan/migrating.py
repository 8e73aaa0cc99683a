"""What migrations that change rows and tables in one step need."""


def settle(apps, schema_editor) -> None:
    """Checks what rows refer to now and not at the end: PostgreSQL alters no table while it still has to check it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")
