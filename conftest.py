# Here because pytest takes plugins for every folder from the top level only.
pytest_plugins = ["povertyplan.tests.cast"]
