"""Configuration of the documentation."""

import crmcore

project = "crmcore"
author = "The crmcore developers"
copyright = "2026, The crmcore developers"  # noqa: A001 - the name that Sphinx reads
release = version = crmcore.__version__

extensions = [
    "myst_parser",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.mathjax",
]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "crmcore"
autodoc_typehints = "none"
autosummary_generate = True
autosummary_ignore_module_all = False
numpydoc_show_class_members = False
numpydoc_xref_param_type = False
nitpicky = True
