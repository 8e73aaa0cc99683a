"""Which Word template a kind is filled into."""

from reports.documents.kinds import Kind
from reports.documents.styles import FRAMES


def template_for(kind: Kind) -> bytes:
    return shipped(kind)


def shipped(kind: Kind) -> bytes:
    """The one that comes with the product."""
    return (FRAMES / kind.frame).read_bytes()
