"""What the demo prints, line by line: no cursor tricks, so it reads the same in a terminal, a pipe and a file."""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from policywatch.deliver.text import clean
from policywatch.demo.check import Seen
from policywatch.demo.chronology import Chronology, Publication
from policywatch.demo.receiver import Hook, SlackMessage
from policywatch.demo.render import slack_panel

#: columns; a terminal may be narrower
_WIDTH = 100


def demo_console() -> Console:
    """Return a console on stdout of a width that reads well."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # news has letters that not every terminal knows; they must not end the demo
        sys.stdout.reconfigure(errors="replace")
    console = Console(highlight=False)
    if not console.is_terminal or console.width > _WIDTH:
        console.width = _WIDTH
    return console


class Screen:
    """Prints the demo to one console."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def intro(self, chronology: Chronology) -> None:
        outlets = ", ".join(outlet.title for outlet in chronology.outlets)
        self._print(Text("policywatch demo", style="bold"))
        self._print(
            Text(
                "A real daemon polls four feeds on this machine once a second, with the shipped watches, and alerts a"
                " webhook and a Slack that run here too. Nothing leaves this machine; outlets and texts are invented."
            )
        )
        self._print(Text(f"Outlets: {outlets}. Backlog: {len(chronology.backlog)} items.", style="dim"))

    def started(self, seconds: float) -> None:
        self._print(Text(f"The daemon has read every feed after {seconds:.1f} s. Now the news begins.", style="dim"))
        self._print(Text())

    def published(self, publication: Publication) -> None:
        when = f"{publication.published_at:%d %b %Y %H:%M}"
        what = Text.assemble(f"{publication.outlet.title}: ", (publication.title, "bold"))
        line = Table.grid(padding=(0, 1))  # a long title goes on below itself
        line.add_row(Text(f"▶ {when}", style="green", no_wrap=True), what)
        self._print(line)
        if not publication.watches:
            self._print(Text("  no watch is about this: it must stay quiet", style="dim"))

    def arrived(self, arrival: Hook | SlackMessage) -> None:
        if isinstance(arrival, Hook):
            self._hook(arrival)
        else:
            self._print(Padding(slack_panel(arrival.message), (0, 0, 0, 2)))

    def _hook(self, hook: Hook) -> None:
        signature = Text("signature ok", style="dim") if not hook.flaw else Text(hook.flaw, style="red")
        line = Text.assemble(
            ("  webhook ", "magenta"), (clean(f"{hook.type} {hook.watch} {hook.message_id} "), "dim"), signature
        )
        self._print(line)
        if hook.answered == 503:
            self._print(Text("  answered 503 on purpose: policywatch must try again", style="yellow"))
        elif hook.repeated_after is not None:
            again = f"  tried again after {hook.repeated_after:.1f} s under the same webhook-id: accepted, nothing lost"
            self._print(Text(again, style="green"))

    def summary(self, chronology: Chronology, seen: Seen, polls: int, not_modified: int, seconds: float) -> None:
        alerts = Counter(hook.watch for hook in seen.hooks if hook.answered < 300)
        found_in = {row["link"] for row in seen.findings}
        quiet = sum(publication.link not in found_in for publication in chronology.new)
        sent = sum(row["state"] == "sent" for row in seen.deliveries)
        repeats = sum(hook.repeated_after is not None for hook in seen.hooks)
        rows = [
            (
                "items published",
                f"{len(chronology.backlog)} backlog, {len(chronology.new)} new; {len(seen.items)} recorded",
            ),
            ("polls", f"{polls}, of which {not_modified} were answered 304 (not modified)"),
            ("findings", _findings(seen)),
            *((f"alerts of {watch}", str(count)) for watch, count in sorted(alerts.items())),
            ("items that stayed quiet", str(quiet)),
            ("deliveries sent", f"{sent} of {len(seen.deliveries)} (Slack and webhook)"),
            ("repeated webhooks", f"{repeats}, under the same webhook-id"),
            ("took", f"{seconds:.1f} s"),
        ]
        self._print(Text())
        for name, value in rows:
            self._print(Text.assemble((f"{clean(name):<28}", "bold"), value))
        self._print(Text())

    def ledger(self, text: str) -> None:
        self._print(Text())
        self._print(Text("The ledger (policywatch positions --history):", style="bold"))
        for line in text.splitlines():
            indent = " " * (len(line) - len(line.lstrip(" ")))
            self._print(Text(f"  {indent}{clean(line).rstrip()}"))

    def success(self) -> None:
        self._print(Text("Everything went as the chronology says.", style="bold green"))
        self._print(
            Text(
                "Next: `make run` starts it on real public feeds and prints its alerts. Edit config/policywatch.yaml"
                " for feeds and channels (Slack, webhooks) and config/watches/ for what to watch, or let"
                " `policywatch init DIR` write settings of your own."
            )
        )

    def failure(self, complaints: Sequence[str], log: Sequence[str]) -> None:
        self._print(Text("The demo did not go as the chronology says:", style="bold red"))
        for complaint in complaints:
            self._print(Text(f"- {clean(complaint)}"))
        if log:
            self._print(Text("The daemon's last log lines:", style="bold"))
            for line in log:
                indent = " " * (len(line) - len(line.lstrip(" ")))  # of a traceback
                self._print(Text(f"  {indent}{clean(line).strip()}", style="dim"))

    def interrupted(self) -> None:
        self._print(Text("Stopped before the end. The daemon is ended and the temporary folder is gone."))

    def _print(self, what: Text | Table | Padding) -> None:
        self._console.print(what)


def _findings(seen: Seen) -> str:
    backlog = sum(row["quiet_reason"] is not None for row in seen.findings)
    return f"{len(seen.findings)}, of which {backlog} in the backlog, which raises no alerts"
