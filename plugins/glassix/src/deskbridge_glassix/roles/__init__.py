"""The roles: each calls the native client and translates."""
