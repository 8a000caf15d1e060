"""Run by Alembic. The connection comes from `policywatch.store.schema.migrate`, inside its transaction.

There is no alembic.ini: the database is named in policywatch's settings, and only policywatch migrates it.
"""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
