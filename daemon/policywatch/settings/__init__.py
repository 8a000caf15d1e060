"""YAML files -> model.Settings, every problem with file, line and column, all at once. Owns yaml and pydantic.

What it is: load.py orders the work; read it first. document/ and sources know where things stand in the files; shapes
    and wording know what may stand there and how to say that it does not; channels, references, database, feeds,
    watches and places read the entries; across sees to what concerns several of them.
Takes: the path of policywatch.yaml, the options class of each channel type. Gives: Loaded.
Raises: nothing for any content of any file.
"""

from policywatch.settings.earlier import EarlierWatches, read_earlier_watches
from policywatch.settings.find import find_config, fingerprint, is_watch_file, settings_of, watch_files
from policywatch.settings.kinds import parse_duration
from policywatch.settings.load import Loaded, load, load_watch_files
from policywatch.settings.place_names import PlaceNames
from policywatch.settings.places import shipped_gazetteer
from policywatch.settings.render import render
from policywatch.settings.schema import config_schema, watches_schema
from policywatch.settings.sources import Sources
from policywatch.settings.watches import with_followers, with_versions

__all__ = [
    "EarlierWatches",
    "Loaded",
    "PlaceNames",
    "Sources",
    "config_schema",
    "find_config",
    "fingerprint",
    "is_watch_file",
    "load",
    "load_watch_files",
    "parse_duration",
    "read_earlier_watches",
    "render",
    "settings_of",
    "shipped_gazetteer",
    "watch_files",
    "watches_schema",
    "with_followers",
    "with_versions",
]
