"""What the person who edits watches asks; nothing here writes, alerts or decides.

`replay` says what watches would have found in the stored items and `tally` adds it up; `earlier` reads an older version
of a watch to compare with; `stats` says what each watch found and `costs` measures
how long it takes; `page` reads a web page as an item.
"""
