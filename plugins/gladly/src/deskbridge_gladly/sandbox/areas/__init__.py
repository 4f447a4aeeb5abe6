"""The vendor's operations, one module per area of its API."""
