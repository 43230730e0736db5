"""Configuration of the documentation."""

import sys
from pathlib import Path
from typing import Any

import crmcore

sys.path.insert(0, str(Path(__file__).parent))

from api_names import unlisted
from module_map import module_map

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
exclude_patterns = ["_build"]
templates_path = ["_templates"]
html_theme = "furo"
html_title = "crmcore"
html_static_path = ["_static"]

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

# Every role that names something must find it. Types stand in docstrings as prose, so they are no
# roles (numpydoc_xref_param_type, autodoc_typehints), and nothing has to be ignored.
nitpicky = True
autodoc_typehints = "none"
autodoc_member_order = "bysource"
autosummary_generate = True
autosummary_ignore_module_all = False
numpydoc_show_class_members = False
numpydoc_xref_param_type = False


def fill_in(_app: Any, document: str, source: list[str]) -> None:  # noqa: ANN401 - Sphinx
    """Put the module map into its page, and refuse a reference that leaves a name out.

    Parameters
    ----------
    document : str
        The page.
    source : list of one str
        Its text, changed in place.

    Raises
    ------
    ValueError
        If the reference lacks a public name.
    """
    if document == "explanation/architecture":
        source[0] = source[0].replace("<!-- module map -->", module_map())
    if document == "api" and (names := unlisted(source[0])):
        message = f"docs/api.md lacks {', '.join(names)}"
        raise ValueError(message)


def setup(app: Any) -> None:  # noqa: ANN401 - Sphinx
    """Hook the filling in into the build.

    Parameters
    ----------
    app : sphinx.application.Sphinx
        The build.
    """
    app.connect("source-read", fill_in)
