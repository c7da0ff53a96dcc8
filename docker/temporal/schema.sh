#!/bin/sh
# Creates or updates Temporal's schema. Idempotent: setup-schema leaves a database alone that already has a version.
set -eu
run() { temporal-sql-tool --plugin postgres12_pgx --ep postgres -p 5432 -u temporal --db "$@"; }
for pair in temporal:postgresql/v12/temporal temporal_visibility:postgresql/v12/visibility; do
  db="${pair%%:*}"
  run "$db" setup-schema -v 0.0
  run "$db" update-schema --schema-name "${pair#*:}"
done
