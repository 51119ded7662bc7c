"""What type checkers see of options and of moto's mocks; `make types` checks this file, but nothing runs it."""

from __future__ import annotations

import sesmock.moto
from sesmock import mock_ses


def resources() -> None:
    """Configuration sets and templates can be dicts and lists."""
    mock_ses(configuration_sets="news", templates={"welcome": {"Subject": "Hi", "Text": "Welcome!"}})
    mock_ses(
        configuration_sets=["news", {"ConfigurationSetName": "offers"}], templates=[{"TemplateName": "a"}]
    )
    mock_ses(configuration_sets={"news": {"SendingOptions": {"SendingEnabled": False}}})
    mock_ses(templates=["welcome"])  # type: ignore[list-item] # deliberately without content


def options_of_motos_mocks() -> None:
    """The options of moto's mocks are those of `mock_ses`."""
    sesmock.moto.enable(identities=["example.com"], publish=None)
    sesmock.moto.enable(identites=["example.com"])  # type: ignore[call-arg] # deliberately misspelled
    sesmock.moto.disable()
