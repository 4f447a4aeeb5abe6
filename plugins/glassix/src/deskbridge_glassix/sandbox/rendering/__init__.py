"""A ticket as one document, HTML or PDF."""
