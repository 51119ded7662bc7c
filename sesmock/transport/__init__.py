"""The patches of client libraries. No other package touches the internals of these libraries."""
