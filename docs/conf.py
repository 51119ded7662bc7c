"""Settings of Sphinx, which builds the site of the documentation (``make docs``)."""

project = "sesmock"
author = "The sesmock maintainers"
project_copyright = "The sesmock maintainers"

extensions = ["myst_parser", "sphinx_copybutton"]
exclude_patterns = ["_build"]
nitpicky = True

# GitHub shows the same pages, so links to headings use GitHub's anchors.
myst_heading_anchors = 4

# The copy button copies only the commands of a console, without prompts and output.
copybutton_prompt_text = "$ "

html_static_path = ["pictures"]
html_css_files = ["dark.css", "tables.css"]
html_theme = "furo"
pygments_dark_style = "github-dark"
html_title = "sesmock"
# Each page links to its source. Scripts and styles are part of the site, so it works offline.
html_theme_options = {
    "source_repository": "https://github.com/sesmock/sesmock/",
    "source_branch": "main",
    "source_directory": "docs/",
}
