from alembic import context
from service.schema import metadata

target_metadata = metadata

with context.config.attributes["engine"].connect() as connection:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        # A table that changes is copied and dropped: with foreign keys on, what refers to its rows
        # would go too.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        # One transaction for all of them: whenever the process dies, none was done.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    context.configure(
        connection=connection,
        target_metadata=target_metadata,
        render_as_batch=is_sqlite,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    if is_sqlite:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
