"""Page: a web page > fetch > parse > an item, so that a watch can be tried on it. Nothing is kept.

Takes: a URL that a person named, the settings. Gives: an Item. Raises: FetchError, ParseError.
"""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from urllib.parse import urlsplit

from policywatch.fetch import fetch_page
from policywatch.model.item import Item
from policywatch.model.settings import Settings
from policywatch.net import AddressPolicy, Http
from policywatch.parse import parse_page


def read_page(url: str, settings: Settings, user_agent: str) -> Item:
    """Fetch a page and read its text. Its host was named by a person and may lie in any network."""
    policy = AddressPolicy(settings.allow_networks, frozenset([(urlsplit(url).hostname or "").lower()]))
    with closing(Http(policy, user_agent)) as http:
        fetched = fetch_page(http, url, datetime.now(UTC))
    return parse_page(fetched.body, url=fetched.url, content_type=fetched.content_type)
