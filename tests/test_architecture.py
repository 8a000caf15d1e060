"""The rules of ARCHITECTURE.md that a reviewer would otherwise have to look for: layers, owners, pure parts, sizes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "daemon" / "policywatch"

#: lowest first; parts that share a floor never import each other
FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"errors", "shipped"}),
    frozenset({"model"}),
    frozenset({"decide"}),
    frozenset({"net"}),
    frozenset({"fetch", "parse", "match", "store", "deliver", "settings"}),
    frozenset({"lexicons"}),
    frozenset({"pipeline", "ready", "workbench"}),
    frozenset({"service"}),
    frozenset({"app"}),
    frozenset({"daemon"}),
    frozenset({"demo"}),
    frozenset({"cli"}),
    frozenset({"__main__"}),
)
FLOOR_OF = {part: number for number, parts in enumerate(FLOORS) for part in parts}

#: library -> the only parts that may import it
OWNERS = {
    "httpx": {"net"},
    "httpcore": {"net"},
    "feedparser": {"parse"},
    "selectolax": {"parse"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "yaml": {"settings"},
    "pydantic": {"settings"},
    "lark": {"match"},
    "re2": {"match"},
    "ahocorasick_rs": {"match"},
    "snowballstemmer": {"match"},
    "apscheduler": {"service"},
    "prometheus_client": {"service"},
    "watchfiles": {"service"},
    "structlog": {"service"},
    "typer": {"cli"},
    "rich": {"cli", "demo", "deliver"},
}

PURE = ("errors", "model", "decide", "match")
#: what a pure part may not touch: clocks, files, network, processes, logging, chance
IMPURE_MODULES = {
    "asyncio", "http.client", "http.cookiejar", "http.server", "io", "logging", "os", "pathlib", "random", "secrets",
    "shutil", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "time", "urllib.request", "uuid",
}  # fmt: skip
IMPURE_CALLS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}

MOST_LINES = 300
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "types", "manager", "handler"}


@dataclass(frozen=True)
class Module:
    path: Path
    tree: ast.Module

    @property
    def name(self) -> str:
        return str(self.path.relative_to(PACKAGE))

    @property
    def part(self) -> str:
        first = self.path.relative_to(PACKAGE).parts[0]
        return first.removesuffix(".py")

    def imports(self) -> Iterator[tuple[str, int]]:
        """Yield the dotted name of every import, with its line; `from a import b` yields a and a.b."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield alias.name, node.lineno
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.name}:{node.lineno}: relative import"
                assert node.module
                yield node.module, node.lineno
                for alias in node.names:
                    yield f"{node.module}.{alias.name}", node.lineno


MODULES = [Module(path, ast.parse(path.read_text())) for path in sorted(PACKAGE.rglob("*.py"))]


def test_every_part_stands_on_a_floor() -> None:
    assert {module.part for module in MODULES} - {"__init__"} == set(FLOOR_OF)


def test_a_part_imports_only_lower_ones() -> None:
    wrong = []
    for module in MODULES:
        if module.part == "__init__":
            continue
        for name, line in module.imports():
            first, _, rest = name.partition(".")
            if first != "policywatch" or not rest:
                continue
            target = rest.partition(".")[0]
            if target not in FLOOR_OF:  # policywatch.__version__
                continue
            if target != module.part and FLOOR_OF[target] >= FLOOR_OF[module.part]:
                wrong.append(f"{module.name}:{line} imports {target}")
    assert wrong == []


def test_each_library_has_one_owner() -> None:
    wrong = [
        f"{module.name}:{line} imports {name}"
        for module in MODULES
        for name, line in module.imports()
        if module.part not in OWNERS.get(name.partition(".")[0], {module.part})
    ]
    assert wrong == []


def test_only_the_console_channel_of_deliver_draws_with_rich() -> None:
    drawing = {
        module.name
        for module in MODULES
        if module.part == "deliver" and any(name.partition(".")[0] == "rich" for name, _ in module.imports())
    }
    assert drawing <= {"deliver/console.py"}


@pytest.mark.parametrize("part", PURE)
def test_pure_parts_touch_no_clock_files_network_or_logging(part: str) -> None:
    wrong = []
    for module in MODULES:
        if module.part != part:
            continue
        wrong += [
            f"{module.name}:{line} imports {name}"
            for name, line in module.imports()
            if name in IMPURE_MODULES or name.partition(".")[0] in IMPURE_MODULES
        ]
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call):
                continue
            match node.func:
                case ast.Attribute(value=ast.Name(id=owner), attr=called) if (owner, called) in IMPURE_CALLS:
                    wrong.append(f"{module.name}:{node.lineno} calls {owner}.{called}()")
                case ast.Name(id="open" | "print" | "input" as called):
                    wrong.append(f"{module.name}:{node.lineno} calls {called}()")
    assert wrong == []


def test_modules_stay_small() -> None:
    too_long = {module.name: n for module in MODULES if (n := len(module.path.read_text().splitlines())) > MOST_LINES}
    assert too_long == {}


def test_modules_have_names_that_say_something() -> None:
    assert [module.name for module in MODULES if module.path.stem in FORBIDDEN_NAMES] == []


def test_every_module_says_what_it_is() -> None:
    assert [module.name for module in MODULES if not ast.get_docstring(module.tree)] == []
