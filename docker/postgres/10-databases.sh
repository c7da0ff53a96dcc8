#!/bin/bash
# Runs once, when the data directory is empty: one role for each program, each the owner of its own databases only.
set -euo pipefail
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v banjian="$BANJIAN_DB_PASSWORD" -v temporal="$TEMPORAL_DB_PASSWORD" <<'SQL'
create role banjian login password :'banjian';
create role temporal login password :'temporal';
create database banjian owner banjian;
create database temporal owner temporal;
create database temporal_visibility owner temporal;
SQL
