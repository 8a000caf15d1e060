"""The store: values of model/ to rows and back, in SQLite or PostgreSQL.

Takes a database URL (``sqlite:////absolute/path.db``, ``postgresql+psycopg://user:password@host/name``).
Gives a Store; values in, values out, no row, table or connection leaves this package.
Raises StoreError with one cause in words; LeaseLostError when a row is not ours any more; SchemaError when the
tables are not those this version knows.

This is the only user of SQLAlchemy and Alembic. One file per table group (`feeds`, `items`, `findings`, `alerts`,
`deliveries`), and one for what writes to all of them at once (`recording`).
"""

from __future__ import annotations

from policywatch.store.schema import SchemaState, migrate, schema_state
from policywatch.store.store import Store, open_store
from policywatch.store.url import redacted

__all__ = ["SchemaState", "Store", "migrate", "open_store", "redacted", "schema_state"]
