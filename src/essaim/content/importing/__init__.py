"""Content from files: see docs/content-format.md. Everything is read before anything is written, in one transaction."""
