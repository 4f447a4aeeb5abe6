"""The conformance report: what a vendor declares, beside what the contract found."""
