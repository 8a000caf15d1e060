"""Slack, by an incoming webhook: Block Kit.

Takes an Alert; posts a header (what happened), a line on where it stands, and for each item the quotes and a link.
Slack's limits: https://docs.slack.dev/reference/block-kit/blocks.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from policywatch.deliver.channel import ChannelType
from policywatch.deliver.compose import Exhibit, Message, compose, times
from policywatch.deliver.mrkdwn import bold, escape, fitted, fitted_text, link, literal, units
from policywatch.deliver.post import check_url, post
from policywatch.deliver.redaction import Redaction
from policywatch.model.alert import Alert
from policywatch.model.channel import Channel
from policywatch.model.delivery import Answer, Blame
from policywatch.model.secret import Secret
from policywatch.net import Http

#: characters, counted as UTF-16 counts them, after escaping
LONGEST_HEADER: Final = 150
#: Slack takes 3,000
LONGEST_SECTION: Final = 2_900
LONGEST_FALLBACK: Final = 400
#: a longer one, of thousands of `&`, would leave no room for what it leads to
LONGEST_LINK: Final = 2_200
#: of the whole message, as JSON
LONGEST_MESSAGE: Final = 12_000
#: Slack takes 50
MOST_BLOCKS: Final = 45

#: room that a section keeps for "…and 12,345 more passages"
_SECTION_END: Final = 40
#: part of a section that an item's title may take
_TITLE_SHARE: Final = 3

#: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors
_BLAME: Final = {
    "invalid_blocks": Blame.MESSAGE,
    "invalid_blocks_format": Blame.MESSAGE,
    "invalid_payload": Blame.MESSAGE,
    "no_text": Blame.MESSAGE,
    "too_many_attachments": Blame.MESSAGE,
    "action_prohibited": Blame.CHANNEL,
    "channel_is_archived": Blame.CHANNEL,
    "channel_not_found": Blame.CHANNEL,
    "no_service": Blame.CHANNEL,
    "no_team": Blame.CHANNEL,
}

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SlackOptions:
    """What the settings say about a Slack channel."""

    #: address of the incoming webhook: https://hooks.slack.com/services/...
    url: Secret

    def __post_init__(self) -> None:
        check_url(self.url)


class SlackSender:
    """Posts to one incoming webhook."""

    def __init__(self, options: SlackOptions, http: Http) -> None:
        self._url = options.url
        self._http = http
        self._redaction = Redaction(options.url)

    def send(self, alert: Alert, message_id: str, now: datetime) -> Answer:
        """Post once. Slack has no place for a message id: a repeat cannot be told from a first."""
        payload = render(compose(alert, now))
        answer = post(self._http, self._url, _json(payload).encode(), {}, self._redaction, now)
        if answer.status is None:
            return answer
        word = answer.text.split(" ")[0].rstrip(":")
        return replace(answer, accepted=answer.status == 200 and answer.text == "ok", blame=_BLAME.get(word))


def make(channel: Channel, http: Http) -> SlackSender:
    if not isinstance(channel.options, SlackOptions):
        raise TypeError(f"channel {channel.id} needs SlackOptions")
    return SlackSender(channel.options, http)


TYPE: Final = ChannelType(SlackOptions, make)


def render(message: Message) -> dict[str, Any]:
    """Return the payload: within all of Slack's limits, whatever the message holds."""
    header = fitted_text(message.headline, LONGEST_HEADER, escape)
    lateness = f" ({message.lateness})" if message.lateness else ""
    payload: dict[str, Any] = {
        "text": fitted_text(message.headline + lateness, LONGEST_FALLBACK),
        "unfurl_links": False,
        "unfurl_media": False,
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": header, "emoji": False}},
            _status(message),
        ],
    }
    if message.lines:
        lines = [fitted_text(line, LONGEST_SECTION // len(message.lines) - 1) for line in message.lines]
        payload["blocks"].append({"type": "section", "text": _mrkdwn("\n".join(lines))})
    # one item's title stands in the header already, unless that had no room for it
    titled = len(message.exhibits) > 1 or header != escape(message.headline)
    for number, exhibit in enumerate(message.exhibits):
        added = [_section(exhibit, titled=titled), _context(_origin(exhibit))]
        left = len(message.exhibits) - number - 1
        end = [_left_out(message, left + 1)] if left else []
        longer = payload | {"blocks": [*payload["blocks"], *added]}
        if not _fits(longer | {"blocks": [*longer["blocks"], *end]}):
            payload["blocks"].append(_left_out(message, left + 1))
            break
        payload = longer
    return payload


def _fits(payload: dict[str, Any]) -> bool:
    return len(payload["blocks"]) <= MOST_BLOCKS and units(_json(payload)) <= LONGEST_MESSAGE


def _json(payload: dict[str, Any]) -> str:
    return json.dumps(payload, ensure_ascii=False)


def _status(message: Message) -> Block:
    """Where it stands: how much it matters, how late it is, and what to look it up by."""
    parts = [f"severity *{message.severity.value}*"]
    if message.lateness:
        parts.append(f"*{message.lateness}*")
    parts += [literal(part) for part in (message.standing, message.origin) if part]
    parts.append(message.reference)
    return _context(" · ".join(parts))


def _section(exhibit: Exhibit, *, titled: bool) -> Block:
    """What was found in one item, in its own words, with the link to it."""
    end = "\n" + link(exhibit.link, f"Read it at {exhibit.host}" if exhibit.host else "Read it") if exhibit.link else ""
    if units(end) > LONGEST_LINK:
        end = ""
    room = LONGEST_SECTION - units(end)
    lines = [fitted_text(exhibit.title, room // _TITLE_SHARE)] if titled else []
    room -= sum(units(line) for line in lines) + _SECTION_END
    for number, quote in enumerate(exhibit.quotes):
        line = f">{bold(quote.pieces)}"
        reading = f"\n>_{literal(quote.reading)}_" if quote.reading else ""
        if number and units(line) + units(reading) + 1 > room:
            left = len(exhibit.quotes) - number
            lines.append(f"…and {left:,} more passage{'s' if left > 1 else ''}")
            break
        room -= units(reading)
        lines.append((line if units(line) + 1 <= room else f">{fitted(quote.pieces, room - 2)}") + reading)
        room += units(reading)
        room -= units(lines[-1]) + 1
    return {"type": "section", "text": _mrkdwn("\n".join(lines) + end)}


def _origin(exhibit: Exhibit) -> str:
    """Who says so, and when."""
    return ", ".join(part for part in (literal(exhibit.outlet), times(exhibit)) if part)


def _left_out(message: Message, count: int) -> Block:
    return _context(f"…and {count:,} more item{'s' if count > 1 else ''}: see {message.reference}")


def _context(text: str) -> Block:
    return {"type": "context", "elements": [_mrkdwn(text)]}


def _mrkdwn(text: str) -> Block:
    # verbatim: bare addresses and #names in the text are left alone
    return {"type": "mrkdwn", "text": text, "verbatim": True}
