"""Sphinx's settings."""

project = "deskbridge"
author = "the deskbridge developers"
copyright = author  # noqa: A001  Sphinx calls it so
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "tests"]
html_theme = "furo"
html_title = "deskbridge"
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
napoleon_use_ivar = True
autodoc_member_order = "bysource"
autodoc_typehints = "description"
nitpicky = False
suppress_warnings = ["ref.python"]
