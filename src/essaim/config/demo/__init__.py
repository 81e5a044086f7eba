"""The demo organisation: made once from files that a facilitator can read, by the imports that everybody uses."""
