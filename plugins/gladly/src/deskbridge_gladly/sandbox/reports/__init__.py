"""The reports: which there are, what they take, and their rows."""
