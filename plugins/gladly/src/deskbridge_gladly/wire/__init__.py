"""Gladly's JSON, as values: one class a shape, with the vendor's names and words.

What is documented as optional may be missing or null. What is not named here stays in `raw`.
"""
