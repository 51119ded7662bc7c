"""The Handlebars dialect of SES templates: its parser, nodes and renderer. Spec: events.md §4."""
