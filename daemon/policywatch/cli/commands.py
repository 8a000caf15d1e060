"""All commands, registered: the one place to see what there is."""

from __future__ import annotations

from typing import Annotated

import typer

from policywatch import __version__
from policywatch.cli.alerts import alerts
from policywatch.cli.check import check
from policywatch.cli.deliveries import deliveries
from policywatch.cli.evaluate import evaluate
from policywatch.cli.explain import explain
from policywatch.cli.init import init
from policywatch.cli.listings import feeds, findings, items
from policywatch.cli.positions import positions
from policywatch.cli.replay import replay
from policywatch.cli.run import demo, once, run
from policywatch.cli.schema import schema
from policywatch.cli.status import status
from policywatch.cli.watches import watches

HELP = """Watch news feeds for changes of government policy and alert people at once.

Start with `policywatch demo`, then `policywatch init DIR` and `policywatch run --config DIR/policywatch.yaml`.

Exit codes: 0 all went well; 1 something could not be done (a feed that cannot be polled, a text that does not
match); 2 wrong arguments; 78 the settings or the database do not fit; 130 interrupted.
"""

commands = typer.Typer(
    help=HELP,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"policywatch {__version__}")
        raise typer.Exit


@commands.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Take the options that stand before a command."""


for command in (run, once, demo, check, init, explain, replay, positions, evaluate, schema, status):
    commands.command()(command)
commands.add_typer(watches, name="watches")
commands.add_typer(feeds, name="feeds")
commands.add_typer(items, name="items")
commands.add_typer(findings, name="findings")
commands.add_typer(alerts, name="alerts")
commands.add_typer(deliveries, name="deliveries")
