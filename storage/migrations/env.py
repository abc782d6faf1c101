"""What Alembic runs for each command: the migrations, on the connection that is handed to it."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
