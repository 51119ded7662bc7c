"""The Handlebars dialect of SES templates: its parser, nodes and renderer. Spec: templates.md §1."""
