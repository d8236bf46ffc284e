"""The sandbox these tests talk to."""

from tests.sandbox.ground import account, ground, moving

__all__ = ["account", "ground", "moving"]
