#!/bin/sh
# Creates Temporal's two databases, or brings their tables up to the version of this image. Run again, it changes nothing.
# Reads SQL_PLUGIN, SQL_HOST, SQL_PORT, SQL_USER and SQL_PASSWORD, as temporal-sql-tool itself does.
set -eu

set_up() {
  database=$1
  schema=$2
  temporal-sql-tool --db "$database" create
  # Version 0.0 is only the table that the versions are noted in; what is already noted there is kept.
  temporal-sql-tool --db "$database" setup-schema --version 0.0
  temporal-sql-tool --db "$database" update-schema --schema-name "$schema"
}

set_up temporal postgresql/v12/temporal
set_up temporal_visibility postgresql/v12/visibility
echo 'Both databases are ready.'
