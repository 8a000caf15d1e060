"""The command for the person who begins: init."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from policywatch.cli.exits import FAILED
from policywatch.cli.screen import complain, say
from policywatch.shipped import shipped

#: the schemas that editors find through the first line of the YAML files
SCHEMAS: Final = ("policywatch.schema.json", "watches.schema.json")


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write; made if it is not there.")],
) -> None:
    """Write a commented configuration to start from. Never overwrites a file.

    Beside the YAML files it writes schema/, with which editors that have a YAML language server (VS Code, Neovim, Zed
    ...) complete keys, explain them and underline mistakes.

    Example: policywatch init ~/policywatch
    """
    config = shipped("config")
    starter = config / "starter"
    texts = {
        # what lies in starter/ here is one folder nearer to the schemas there
        file.relative_to(starter): file.read_text("utf-8").replace("$schema=../", "$schema=", 1)
        for file in sorted(starter.rglob("*"))
        if file.is_file()
    }
    texts |= {Path("schema", name): (config / "schema" / name).read_text("utf-8") for name in SCHEMAS}
    if present := [folder / file for file in texts if (folder / file).exists()]:
        complain(f"error: {present[0]} is there already; nothing was written")
        raise typer.Exit(FAILED)
    try:
        for file, text in texts.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text, "utf-8")
    except OSError as error:
        complain(f"error: {error.filename}: {error.strerror}")
        raise typer.Exit(FAILED) from error
    for file in texts:
        say(f"wrote {folder / file}")
    say(f"Next: policywatch check {folder} && policywatch run --config {folder / 'policywatch.yaml'}")
