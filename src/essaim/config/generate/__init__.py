"""``bin/essaim generate``: a plausible organisation of any size, to measure with. Bulk loads into an empty database."""
