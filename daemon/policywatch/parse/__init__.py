"""Bytes -> items: the only user of feedparser and selectolax. `feeds.parse_feed` reads a document."""

from policywatch.parse.feeds import ParsedFeed, parse_feed

__all__ = ["ParsedFeed", "parse_feed"]
