"""Channels: from YAML to the options class that each channel type declares.

The classes are handed in, because deliver/ owns them: frozen dataclasses of the standard library whose fields tell
the keys, the kinds of their values and their defaults. A field of kind Secret is made from text.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from typing import Annotated, Any, Final, Union

from pydantic import BeforeValidator, ConfigDict, Field, PlainValidator, ValidationError, create_model

from policywatch.errors import Problem
from policywatch.model.channel import Channel
from policywatch.model.secret import Secret
from policywatch.settings.document.nodes import ListNode, MapNode, Node, ScalarNode, value_at
from policywatch.settings.document.source import Source
from policywatch.settings.kinds import Id, UnfitError, one_or_many
from policywatch.settings.place_shapes import PlacesShape
from policywatch.settings.references import Resolver, Unresolved
from policywatch.settings.shapes import ConfigShape, Shape, WatchFileShape, keys_of
from policywatch.settings.wording import closest, complaints, did_you_mean, read_as, shown

#: keys of a file below which nothing is secret
HARMLESS: Final = frozenset(
    {"contact", "allow_networks", "watches", "poll", "deliver", "alerts", "metrics", "feeds", "lists"}
) | keys_of(PlacesShape)


class ChannelShape(Shape):
    """What every channel has; the other keys are its type's options."""

    model_config = ConfigDict(extra="ignore")

    #: your name for it, by which watches name it in `alert: {to: [...]}`
    id: Id
    #: what kind of channel it is; each has keys of its own
    type: str


def hide_secrets(source: Source, channel_options: Mapping[str, type]) -> None:
    """Mask in every line of a file what is, or may be, a secret: all but the keys known to hold none."""
    source.harmless = HARMLESS
    root = source.tree.root
    if not isinstance(root, MapNode):
        return
    shown = [entry.value for key, entry in root.entries.items() if _is_harmless(key)]
    for key, entry in root.entries.items():
        if key == "channels" and isinstance(entry.value, ListNode):
            for node in entry.value.items:
                _hide_in_channel(source, node, channel_options)
        elif not _is_harmless(key):
            source.hide(entry.value)
    for node in source.tree.dropped:
        if not any(value.start <= node.start < value.end for value in shown):
            source.hide(node)


def _is_harmless(key: str) -> bool:
    # `feed:` for `feeds:`
    return key in HARMLESS or closest(key, keys_of(ConfigShape) | keys_of(WatchFileShape)) in HARMLESS


def _hide_in_channel(source: Source, node: Node, channel_options: Mapping[str, type]) -> None:
    if not isinstance(node, MapNode):
        source.hide(node)
        return
    open_keys = {"id", "type"}
    if options := channel_options.get(_text_at(node, "type")):
        hints = typing.get_type_hints(options)
        open_keys |= {field.name for field in dataclasses.fields(options) if not holds_secret(hints[field.name])}
    for key, entry in node.entries.items():
        if key not in open_keys:
            source.hide(entry.value)


def read_channel(
    source: Source, node: Node, channel_options: Mapping[str, type], resolver: Resolver, problems: list[Problem]
) -> Channel | None:
    """Read one entry of `channels:`; None where it will not do, with every reason added to `problems`."""
    head = read_as(ChannelShape, source, node, problems)
    kind = _text_at(node, "type")
    options_type = channel_options.get(kind)
    if options_type is None:
        if kind:
            at = value_at(node, "type") or node
            hint = did_you_mean(kind, channel_options) or f"there are {', '.join(sorted(channel_options))}"
            problems.append(
                source.problem(at.start, f"unknown channel type {shown(at, source)}", hint=hint, length=len(kind))
            )
        return None
    assert isinstance(node, MapNode)  # noqa: S101  (it has a type)
    own = {key: entry for key, entry in node.entries.items() if key not in ("id", "type")}
    options = _read_options(source, MapNode(node.start, node.end, own), options_type, resolver, problems)
    if head is None or options is None:
        return None
    return Channel(head.id, head.type, options)


def unresolved_problem(source: Source, node: ScalarNode, reference: Unresolved) -> Problem:
    """Make the problem for a reference that stands for nothing, at the reference itself."""
    return source.problem_in(node, reference.offset, reference.message, hint=reference.hint, length=reference.length)


def _read_options(
    source: Source, node: MapNode, options_type: type, resolver: Resolver, problems: list[Problem]
) -> object | None:
    unresolved: list[Problem] = []
    at_unresolved: set[tuple[int, int]] = set()
    secrets: set[str] = set()

    def resolve(part: Node) -> Any:
        match part:
            case MapNode():
                return {key: resolve(entry.value) for key, entry in part.entries.items()}
            case ListNode():
                return [resolve(item) for item in part.items]
            case ScalarNode(value=str() as text):
                resolved = resolver.resolve(text)
                secrets.update(resolved.secrets)
                if source.hides(part) and text:
                    secrets.add(resolved.text)
                if resolved.failed:
                    at_unresolved.add(source.locate(part.start))
                unresolved.extend(unresolved_problem(source, part, reference) for reference in resolved.failed)
                return resolved.text
            case _:
                return part.value

    values = resolve(node)
    problems.extend(unresolved)
    shape = options_shape(options_type)
    try:
        checked = shape.model_validate(values)
    except ValidationError as error:
        # what is wrong with a text that still holds its reference says nothing
        found = complaints(error, shape, source, node)
        problems.extend(one for one in found if (one.line, one.column) not in at_unresolved)
        return None
    if unresolved:
        return None
    given = {str(shape.model_fields[name].alias): getattr(checked, name) for name in checked.model_fields_set}
    try:
        options: object = options_type(**given)
    except ValueError as error:
        reason = str(error)
        for secret in sorted(secrets, key=len, reverse=True):
            reason = reason.replace(secret, "***")
        problems.append(source.problem(node.start, f"this channel cannot be used: {reason}"))
        return None
    return options


def options_shape(options_type: type) -> type[Shape]:
    """Make the shape of an options class. Its fields go by alias, so that they may have any name."""
    hints = typing.get_type_hints(options_type)
    fields: dict[str, Any] = {}
    for number, field in enumerate(dataclasses.fields(options_type)):
        required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        fields[f"option_{number}"] = (_checked(hints[field.name]), Field(... if required else None, alias=field.name))
    return create_model(options_type.__name__, __base__=Shape, **fields)


def _checked(annotation: Any) -> Any:
    """Return the annotation with every Secret made from text, and every tuple also from a single value."""
    if annotation is Secret:
        return Annotated[Secret, PlainValidator(_make_secret)]
    arguments = typing.get_args(annotation)
    if not arguments:
        return annotation
    origin = typing.get_origin(annotation)
    if origin is typing.Literal:
        return annotation
    inner = tuple(_checked(argument) for argument in arguments)
    if origin in (Union, types.UnionType):
        return Union[inner]  # noqa: UP007  (made at run time)
    made: Any = origin[inner]
    return Annotated[made, BeforeValidator(one_or_many)] if origin is tuple else made


def _make_secret(value: object) -> Secret:
    if not isinstance(value, str):
        raise UnfitError("must be text", "put it in quotes")
    if not value.strip():
        raise UnfitError("is empty")
    return Secret(value)


def holds_secret(annotation: Any) -> bool:
    return annotation is Secret or any(holds_secret(argument) for argument in typing.get_args(annotation))


def _text_at(node: Node, key: str) -> str:
    """Return the text of a key's value, or "" where there is none."""
    value = value_at(node, key)
    return value.text if isinstance(value, ScalarNode) else ""
