"""The command that prints the JSON Schemas of the YAML files."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from policywatch.cli.screen import print_json
from policywatch.ready import channel_options
from policywatch.settings import config_schema, watches_schema


class Which(StrEnum):
    """The kinds of files there are."""

    WATCHES = "watches"
    CONFIG = "config"


def schema(
    which: Annotated[
        Which, typer.Argument(metavar="watches|config", help="Of a watch file, or of policywatch.yaml.")
    ] = Which.WATCHES,
) -> None:
    """Print the JSON Schema (draft 2020-12) of the watch files or of policywatch.yaml.

    Editors with a YAML language server (VS Code, Neovim, Zed ...) use it when the first line of a file names it:
    # yaml-language-server: $schema=schema/watches.schema.json. `policywatch init` writes both schemas beside its files;
    after an update of policywatch, write them again.

    Examples: policywatch schema watches > schema/watches.schema.json;
    policywatch schema config > schema/policywatch.schema.json
    """
    print_json(watches_schema() if which is Which.WATCHES else config_schema(channel_options()))
