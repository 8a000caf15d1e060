"""HTTP with limits: the only user of httpx and httpcore, for every part that talks to a server.

`http.Http` makes one exchange; `guard` decides where it may connect to and for how long; `address` says which
addresses are refused, and why; `coding` undoes content codings in bounded steps; `patience` reads Retry-After.
"""

from policywatch.net.address import AddressPolicy
from policywatch.net.http import Http, Limits, Reply, Request
from policywatch.net.patience import retry_after

__all__ = ["AddressPolicy", "Http", "Limits", "Reply", "Request", "retry_after"]
