"""Reads over what members learn. The hot ones are fixed SQL: a lesson's page is read more often than anything else."""
