"""Earlier: an older version of a watch, to compare the watch with.

What it is: the watch of the same id in files from some time ago, compiled. The lists and the watches that its query
names are taken from those files, too, and from the settings where the files do not have them.
Takes: the files' names and bytes, the id, the settings. Gives: a CompiledWatch.
Raises: SettingsError with every problem at its place in those files.
"""

from __future__ import annotations

from policywatch.errors import QueryError, SettingsError
from policywatch.match import CompiledWatch, compile_watch
from policywatch.model.settings import Settings
from policywatch.settings import EarlierWatches, with_versions


def compile_earlier(earlier: EarlierWatches, watch_id: str, settings: Settings) -> CompiledWatch:
    """Return the earlier version of a watch that the files hold, good or bad."""
    problems = [*earlier.problems, *earlier.problems_of.get(watch_id, ())]
    if problems:
        raise SettingsError(problems[0].file, problems)
    lists = {**settings.lists, **earlier.lists}
    known = {one.id: one for one in settings.watches} | dict(earlier.watches)
    watches = {one.id: one for one in with_versions(tuple(known.values()), lists)}
    try:
        return compile_watch(watches[watch_id], lists, watches)
    except QueryError as error:
        place = ("watch", watch_id, error.subject)
        problem = earlier.sources.problem(place, error.cause, offset=error.offset, length=error.length, hint=error.hint)
        raise SettingsError(problem.file, [problem]) from error
