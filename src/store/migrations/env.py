"""What Alembic runs: migrations on the connection that `store.upgrade` hands over, in its transaction.

There is no way down: a store that was upgraded is taken back by taking the copy that was made before.
"""

from alembic import context

from store.revisions import VERSION_TABLE
from store.schema import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,
)
context.run_migrations()
