"""Each mistake in the queries of a whole set of watches is told once, where it stands."""

from __future__ import annotations

import pytest

from policywatch.match import compile_all
from policywatch.model.watch import Lists, Severity, Watch


def watch(name: str, query: str, exclude: str = "") -> Watch:
    return Watch(id=name, title=name, severity=Severity.LOW, query=query, exclude=exclude)


def told(watches: list[Watch], lists: Lists) -> list[tuple[tuple[str | int, ...], str]]:
    _, mistakes = compile_all(watches, lists)
    return [(one.place, one.error.cause) for one in mistakes]


def test_what_can_be_read_is_compiled_and_the_rest_told() -> None:
    compiled, mistakes = compile_all([watch("a", "coup"), watch("b", "coup AND"), watch("c", "aid")], {})
    assert [one.watch.id for one in compiled] == ["a", "c"]
    assert [one.place for one in mistakes] == [("watch", "b", "query")]


def test_query_and_exclusion_are_both_told() -> None:
    both = told([watch("a", "coup AND", "(film")], {})
    assert [place for place, _ in both] == [("watch", "a", "query"), ("watch", "a", "exclude")]


def test_a_bad_entry_of_a_list_is_told_at_the_entry_and_not_where_it_is_used() -> None:
    lists = {"sahel": ("niger", "mali OR"), "all": ("@sahel", "chad")}
    watches = [watch("a", "@sahel"), watch("b", "coup NEAR/5 @all"), watch("c", "@watch:a")]
    assert told(watches, lists) == [(("list", "sahel", 1), "OR needs something after it")]


def test_an_entry_that_only_does_not_fit_where_it_is_used_is_told_there() -> None:
    ((place, cause),) = told([watch("a", "@both"), watch("b", "coup NEAR/5 @both")], {"both": ("niger AND mali",)})
    assert place == ("watch", "b", "query")
    assert "AND has no place in the text" in cause


def test_the_mistake_of_another_watch_is_told_at_that_watch() -> None:
    watches = [watch("a", "@watch:b"), watch("b", "coup AND"), watch("c", "@watch:a OR niger")]
    assert [place for place, _ in told(watches, {})] == [("watch", "b", "query")]


@pytest.mark.parametrize("length", [1, 2, 3, 30])
def test_a_circle_is_told_once_at_a_watch_that_is_part_of_it(length: int) -> None:
    circle = [watch(f"w{number}", f"@watch:w{(number + 1) % length}") for number in range(length)]
    users = [watch("first", "@watch:w0 AND x"), watch("second", "@watch:first")]
    ((place, cause),) = told([*users, *circle], {})
    assert place[1] in {one.id for one in circle}
    assert "leads back to itself" in cause


def test_two_circles_are_both_told() -> None:
    watches = [
        watch("a", "@watch:a"),
        watch("b", "@watch:c"),
        watch("c", "@watch:b"),
        watch("d", "@x"),
        watch("e", "@y"),
    ]
    causes = [cause for _, cause in told(watches, {"x": ("@y",), "y": ("@x",)})]
    assert len(causes) == 3
    assert sorted(cause.split(": ")[1] for cause in causes)[-1] in ("x > y > x", "y > x > y")
