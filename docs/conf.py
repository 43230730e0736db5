"""Configuration of the documentation."""

import sys
from pathlib import Path
from typing import Any

import crmcore

sys.path.insert(0, str(Path(__file__).parent))

from api_names import unlisted
from placeholders import filled

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

# Every role that names something must find it. Types stand in docstrings as prose and are no roles
# (numpydoc_xref_param_type, autodoc_typehints). Single backticks link what can be imported; in
# lower case and without a dot they name arguments and fields too, which have no page.
default_role = "autolink"
nitpicky = True
nitpick_ignore_regex = [("py:obj", "[a-z_]+|T")]
autodoc_typehints = "none"
autodoc_member_order = "bysource"
autosummary_generate = True
autosummary_ignore_module_all = False
numpydoc_show_class_members = False
numpydoc_xref_param_type = False


def fill_in(_app: Any, document: str, source: list[str]) -> None:  # noqa: ANN401 - Sphinx
    """Put tables in the place of placeholders, and refuse a reference that leaves a name out.

    The blank line that tells doctest where an example ends is taken off, too.

    Parameters
    ----------
    document : str
        The page.
    source : list of one str
        Its text, changed in place.

    Raises
    ------
    ValueError
        If the reference lacks a public name, or a placeholder or its key is not known.
    """
    source[0] = filled(source[0].replace("\n\n```\n", "\n```\n"))
    if document == "api" and (names := unlisted(source[0])):
        message = f"docs/api.md lacks {', '.join(names)}"
        raise ValueError(message)


def find_class(app: Any, env: Any, node: Any, text: Any) -> Any:  # noqa: ANN401 - Sphinx
    """Link a class or constant that a docstring names without its room.

    Parameters
    ----------
    app, env, node, text
        The build, its environment, the reference that was not found, and its text.

    Returns
    -------
    docutils.nodes.Node or None
        The link; None where nothing, or more than one thing, ends in this name.
    """
    target = node.get("reftarget", "")
    domain = env.get_domain("py")
    known = domain.objects.items()
    ends = [name for name, it in known if name.endswith(f".{target}") and not it.aliased]
    if not target[:1].isupper() or len(ends) != 1:
        return None
    place = node["refdoc"]
    return domain.resolve_xref(env, place, app.builder, "obj", ends[0], node, text)


def setup(app: Any) -> None:  # noqa: ANN401 - Sphinx
    """Hook the filling in into the build.

    Parameters
    ----------
    app : sphinx.application.Sphinx
        The build.
    """
    app.connect("source-read", fill_in)
    app.connect("missing-reference", find_class)
