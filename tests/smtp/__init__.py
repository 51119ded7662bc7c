"""Tests of the SMTP interface."""
