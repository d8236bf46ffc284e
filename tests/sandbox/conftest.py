"""The sandbox these tests talk to."""

from tests.sandbox.ground import account, ground

__all__ = ["account", "ground"]
