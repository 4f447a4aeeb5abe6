"""From Gladly's wire values to neutral records and back: pure functions, no I/O."""
