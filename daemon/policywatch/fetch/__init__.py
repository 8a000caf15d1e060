"""URL -> bytes. `feeds.fetch_feed` asks a feed's server, and says so where there is nothing new."""

from policywatch.fetch.feeds import Fetched, NotModified, Unchanged, fetch_feed
from policywatch.fetch.pages import fetch_page

__all__ = ["Fetched", "NotModified", "Unchanged", "fetch_feed", "fetch_page"]
