#!/bin/bash
# A physical base backup of the whole cluster (records and engine are one instant), then WAL older than the oldest backup is dropped.
# Run daily: docker compose exec postgres /banjian/base-backup.sh
set -euo pipefail
keep="${KEEP_BACKUPS:-7}"
target="/backup/base/$(date -u +%Y%m%dT%H%M%SZ)"
mkdir -p "$target.part"
pg_basebackup --username "$POSTGRES_USER" --pgdata "$target.part" --format=tar --gzip --wal-method=none --checkpoint=fast
mv "$target.part" "$target"
ls -1d /backup/base/*Z | head -n -"$keep" | xargs -r rm -rf
# Each backup leaves a .backup file in the archive that names its first WAL segment; nothing before the oldest kept one is needed.
count="$(ls -1d /backup/base/*Z | wc -l)"
oldest="$(ls -1 /backup/wal/*.backup 2>/dev/null | tail -n "$count" | head -n 1 || true)"
if [ -n "$oldest" ]; then pg_archivecleanup /backup/wal "$(basename "$oldest")"; fi
echo "base backup: $target"
