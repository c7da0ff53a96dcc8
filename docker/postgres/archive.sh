#!/bin/bash
# archive_command of PostgreSQL: $1 path, $2 name. Never overwrites; the rename makes a half copy invisible.
set -euo pipefail
target="/backup/wal/$2"
if [ -e "$target" ]; then cmp -s "$1" "$target"; exit; fi
cp "$1" "$target.part"
sync "$target.part"
mv "$target.part" "$target"
