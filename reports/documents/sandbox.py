"""Where an office's template is evaluated: fields, loops and conditions, and nothing that could run or take long.

Jinja's sandbox keeps templates from Python's insides; here it also loses every global, most filters and `*`.
"""

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

FILTERS = ("capitalize", "default", "escape", "e", "first", "join", "last", "length", "lower", "title", "trim", "upper")


class _Environment(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context, operator, left, right):
        raise SecurityError(f"phép tính {operator} không dùng được trong mẫu")

    def is_safe_callable(self, obj) -> bool:
        """Nothing is called: a method of a text could build an endless one."""
        return False

    def wrap_str_format(self, value) -> None:
        """Jinja lets `"…".format` through by a way of its own."""
        return


def environment() -> ImmutableSandboxedEnvironment:
    made = _Environment(undefined=StrictUndefined, autoescape=True)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in FILTERS}
    return made
