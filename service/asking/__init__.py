"""Asking a worker: a question and its reply, beside the job table, for people who wait."""
