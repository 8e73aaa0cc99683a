"""Texts and lengths as typst writes them."""


def string(text: str) -> str:
    """A text literal: nothing in it can be read as code."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "")
    return f'"{escaped}"'


def points(length: float) -> str:
    return f"{length:.4g}pt" if length else "0pt"
