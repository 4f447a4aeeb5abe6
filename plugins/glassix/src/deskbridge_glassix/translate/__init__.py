"""Pure functions: wire value <-> neutral record, one module an area."""
