"""The patches to client libraries. No other package touches the internals of these libraries."""
