"""Placeholder."""


def read_ods(data):
    raise NotImplementedError
