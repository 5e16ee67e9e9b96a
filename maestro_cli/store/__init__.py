"""The store: SQLite files with numbered migrations, checkpoints, caches, locks and backups."""
