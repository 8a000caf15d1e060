"""Bytes -> items: the only user of feedparser and selectolax. `feeds.parse_feed` reads a document.

`pages.parse_page` reads a web page, for a person who tries a watch on it.
"""

from policywatch.parse.feeds import ParsedFeed, parse_feed
from policywatch.parse.pages import Kind, kind_of, parse_page

__all__ = ["Kind", "ParsedFeed", "kind_of", "parse_feed", "parse_page"]
