"""The one way by which every message leaves."""
