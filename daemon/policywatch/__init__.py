"""policywatch: watches news feeds for changes of government policy and alerts people at once."""

from importlib.metadata import version

__version__ = version("policywatch")
