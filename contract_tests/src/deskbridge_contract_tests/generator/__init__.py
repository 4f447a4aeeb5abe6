"""Writes new vendor packages from the templates beside it."""
