#!/bin/bash
# A physical base backup of the whole cluster (records and engine are one instant), then WAL older than the oldest backup is dropped.
# Run daily: docker compose exec postgres /banjian/base-backup.sh
set -euo pipefail
keep="${KEEP_BACKUPS:-7}"
backups="${BACKUP_ROOT:-/backup}"
target="$backups/base/$(date -u +%Y%m%dT%H%M%SZ)"
# One at a time; what a failed run left half done is of no use to anybody.
exec 9>"$backups/base/.lock"
flock -n 9 || { echo "another base backup is running" >&2; exit 1; }
rm -rf "$backups"/base/*.part
mkdir -p "$target.part"
trap 'rm -rf "$target.part"' EXIT
pg_basebackup --username "$POSTGRES_USER" --pgdata "$target.part" --format=tar --gzip --wal-method=none --checkpoint=fast

# The first WAL segment a backup needs stands in its own label: other base backups (a standby being built) leave their names in the archive too.
segment_of() {
  tar -xzOf "$1/base.tar.gz" backup_label | sed -n 's/^START WAL LOCATION: .*(file \([0-9A-F]\{24\}\)).*/\1/p'
}
# Whole and readable to its last byte, or it is not kept as a backup.
gzip -t "$target.part"/*.gz
[ -n "$(segment_of "$target.part")" ] || { echo "the backup has no label: $target.part" >&2; exit 1; }
mv "$target.part" "$target"
echo "base backup: $target"

ls -1d "$backups"/base/*Z | head -n -"$keep" | xargs -r rm -rf
oldest="$(segment_of "$(ls -1d "$backups"/base/*Z | head -n 1)")"
# An unreadable label keeps all WAL: too much is better than too little.
if [ -n "$oldest" ]; then pg_archivecleanup "$backups/wal" "$oldest"; else echo "WAL kept: no label in the oldest backup" >&2; fi
