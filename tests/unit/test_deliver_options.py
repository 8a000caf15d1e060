"""What the settings may say about a channel."""

from __future__ import annotations

from dataclasses import is_dataclass

import pytest

from policywatch.deliver import CHANNELS, make_sender
from policywatch.deliver.console import ConsoleOptions
from policywatch.deliver.slack import SlackOptions
from policywatch.deliver.webhook import WebhookOptions
from policywatch.model.channel import Channel
from policywatch.model.secret import Secret
from policywatch.net import AddressPolicy, Http


@pytest.mark.parametrize("options", [SlackOptions, WebhookOptions])
@pytest.mark.parametrize(
    "url", ["https://hooks.example/services/T0/B0/x", "http://10.0.0.1:8080", "https://user:pw@[2001:db8::1]/x?y=z"]
)
def test_a_web_address_is_taken(options: type, url: str) -> None:
    assert options(url=Secret(url)).url.reveal() == url


@pytest.mark.parametrize("options", [SlackOptions, WebhookOptions])
@pytest.mark.parametrize(
    "url",
    [
        "",
        "s3cr3t-token",
        "hooks.example/s3cr3t",
        "ftp://hooks.example/s3cr3t",
        "https:///s3cr3t",
        "https://hooks.example:99999/s3cr3t",
        "https://hooks.example:s3cr3t/",
        "https://[s3cr3t/",
        "https://hooks.example/s3cr3t\n",
        "https://hooks.example/s3 cr3t",
        "https://user:s3cr3t\u2100@hooks.example/",
    ],
)
def test_anything_else_is_refused_without_being_quoted(options: type, url: str) -> None:
    with pytest.raises(ValueError, match="url must be a web address that begins with https://") as refusal:
        options(url=Secret(url))
    assert "cr3t" not in str(refusal.value)
    assert refusal.value.__cause__ is None
    assert refusal.value.__context__ is None


def test_options_do_not_show_their_secrets() -> None:
    shown = repr(WebhookOptions(Secret("https://hook.example/s3cr3t"), (Secret("whsec_" + "c3Vw" * 8),)))
    assert "s3cr3t" not in shown
    assert "c3Vw" not in shown


def test_every_channel_type_declares_its_options_as_a_dataclass() -> None:
    assert sorted(CHANNELS) == ["console", "slack", "webhook"]
    assert all(is_dataclass(channel_type.options) for channel_type in CHANNELS.values())


@pytest.mark.parametrize("name", sorted(CHANNELS))
def test_a_sender_is_not_made_from_another_type_s_options(name: str) -> None:
    with pytest.raises(TypeError, match="channel x needs"):
        make_sender(Channel("x", name, object()), Http(AddressPolicy(), "test"))


def test_a_console_needs_no_options() -> None:
    assert make_sender(Channel("screen", "console", ConsoleOptions()), Http(AddressPolicy(), "test")) is not None
