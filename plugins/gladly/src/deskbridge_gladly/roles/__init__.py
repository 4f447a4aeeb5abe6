"""The roles of a Gladly desk: each calls the native client and translates."""
