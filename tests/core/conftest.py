"""Settings of the property tests."""

from hypothesis import settings

# A busy machine is no failure, and the quick suite stays quick.
settings.register_profile("core", deadline=None, max_examples=50)
settings.load_profile("core")
