"""For the commands about watches: settings with two watches, and a database in which polls have left items."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import yaml

from policywatch.app import open_app
from policywatch.pipeline import feeds_now, poll_feed
from policywatch.ready import read_settings
from tests.loopback import Reply, loopback

WATCHES = """\
watches:
  - id: coup
    title: Coups
    severity: high
    query: coup
    exclude: film
    examples:
      - {text: A coup in Niamey.}
      - {text: A film on a coup., match: false}
  - {id: embargo, title: Embargoes, query: "@measures", feeds: [tag:wire]}
lists:
  measures: [embargo, '"asset freeze"']
"""


@dataclass(frozen=True)
class Watched:
    """Settings, their watch file, and the database's URL."""

    config: Path
    watches: Path
    database: str

    def poll(self, at: datetime, *titles: str) -> None:
        """Poll the feed `wire` at a time of the test's choice: it carries items with these titles."""
        items = "".join(f"<item><guid>{escape(title)}</guid><title>{escape(title)}</title></item>" for title in titles)
        rss = f'<rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'
        with loopback(Reply(body=rss.encode())) as server:
            ready = read_settings(self.config)
            feeds = tuple(replace(feed, url=server.url) for feed in ready.settings.feeds)
            with open_app(replace(ready, settings=replace(ready.settings, feeds=feeds))) as app:
                parts = replace(app.parts, now=lambda: at)
                (report,) = [poll_feed(parts, claim) for claim in feeds_now(parts, ["wire"])]
        assert report.error is None


def watched(folder: Path, database: str = "sqlite:///policywatch.db") -> Watched:
    """Write settings into a folder; the database does not exist yet."""
    (folder / "watches").mkdir()
    watches = folder / "watches" / "watches.yaml"
    watches.write_text(WATCHES)
    config = folder / "policywatch.yaml"
    config.write_text(
        yaml.safe_dump(
            {
                "database": database,
                "allow_networks": ["127.0.0.0/8"],
                "channels": [{"id": "screen", "type": "console"}],
                "alerts": {"to": ["screen"]},
                "feeds": [{"id": "wire", "url": "https://wire.example/", "title": "The Wire", "tags": ["wire"]}],
            }
        )
    )
    return Watched(config, watches, database)
