"""SES's words, which are enumerations of strings."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest

import sesmock
from sesmock.domain import account
from sesmock.domain.account_settings import account_details, pricing, settings
from sesmock.domain.configuration_sets import options, targets
from sesmock.domain.contacts.preferences import SubscriptionStatus
from sesmock.domain.dedicated_ips import dedicated_ips, pools
from sesmock.domain.events import event_details, metrics
from sesmock.domain.events.event_types import EventType
from sesmock.domain.identities import auto_validation, certificates, verification_states
from sesmock.domain.receiving import actions, bounces, filters, verdicts
from sesmock.domain.receiving.reports import delivery_reports
from sesmock.domain.suppression import suppression
from sesmock.domain.words import Word
from sesmock.protocol.models import service_model

if TYPE_CHECKING:
    from collections.abc import Iterable

# A class has only those subclasses whose modules are imported, so import every module that defines one.
for file in Path(sesmock.__file__).parent.rglob("*.py"):
    source = file.read_text("utf-8")
    if "(Word)" in source:
        name = ".".join(file.relative_to(Path(sesmock.__file__).parents[1]).with_suffix("").parts)
        importlib.import_module(name)
SETS = sorted(Word.__subclasses__(), key=lambda words: (words.__module__, words.__name__))
# Enumerations whose members a test may write as strings, with the literal types that type checkers use.
TEXTS = [
    (account.EnforcementStatus, account.EnforcementStatusText),
    (auto_validation.Confidence, auto_validation.ConfidenceText),
    (certificates.CertificateStatus, certificates.CertificateStatusText),
    (event_details.BounceSubtype, event_details.BounceSubtypeText),
    (event_details.BounceType, event_details.BounceTypeText),
    (event_details.DelayType, event_details.DelayTypeText),
    (event_details.FeedbackType, event_details.FeedbackTypeText),
    (verdicts.DmarcPolicy, verdicts.DmarcPolicyText),
    (verdicts.Verdict, verdicts.VerdictText),
    (verification_states.VerificationError, verification_states.VerificationErrorText),
]
SHAPES: list[tuple[type[Word], str]] = [
    (EventType, "EventType"),
    (account_details.ContactLanguage, "ContactLanguage"),
    (account_details.MailType, "MailType"),
    (account_details.ReviewStatus, "ReviewStatus"),
    (auto_validation.Confidence, "EmailAddressInsightsConfidenceVerdict"),
    (auto_validation.Verdict, "SuppressionConfidenceVerdictThreshold"),
    (certificates.CertificateStatus, "IdentityCertificateStatus"),
    (SubscriptionStatus, "SubscriptionStatus"),
    (dedicated_ips.WarmupStatus, "WarmupStatus"),
    (event_details.BounceType, "BounceType"),
    (metrics.Metric, "Metric"),
    (options.HttpsPolicy, "HttpsPolicy"),
    (options.SharedPoolDeliveryMode, "SharedPoolDeliveryMode"),
    (options.TlsPolicy, "TlsPolicy"),
    (pools.ScalingMode, "ScalingMode"),
    (pricing.Plan, "PricingPlan"),
    (settings.DeliveryMode, "AccountSharedPoolDeliveryMode"),
    (suppression.Reason, "SuppressionListReason"),
    (targets.DimensionSource, "DimensionValueSource"),
    (verification_states.VerificationError, "VerificationError"),
    (verification_states.VerificationStatus, "VerificationStatus"),
]


def read_name(value: Any) -> str | None:
    """Return the name of an enumeration."""
    return getattr(value, "__name__", None)


@pytest.mark.parametrize("words", SETS, ids=read_name)
def test_a_word_equals_its_text(words: type[Word]) -> None:
    """A member equals its text, has the same hash, and is shown and serialized like it."""
    for word in words:
        text = word.value

        assert type(text) is str
        assert word == text
        assert text in set(words)
        assert (str(word), f"{word}", repr(word), json.dumps(word)) == (text, text, repr(text), f'"{text}"')


@pytest.mark.parametrize(("words", "texts"), TEXTS, ids=read_name)
def test_type_checkers_accept_the_texts_of_words(words: type[Word], texts: Any) -> None:
    """The literal types accept the texts of the members, in the same order."""
    assert list(get_args(texts)) == [word.value for word in words]


@pytest.mark.parametrize(("words", "shape"), SHAPES, ids=read_name)
def test_v2_uses_the_names_of_the_members(words: Iterable[Word], shape: str) -> None:
    """The names of the members are exactly the values in SES v2's model."""
    model: Any = service_model("sesv2").shape_for(shape)

    assert {word.name for word in words} == set(model.enum)


def test_v1_uses_the_values_of_the_members() -> None:
    """The values of dimension sources are those in SES v1's model, and its notification types are all event types."""
    sources: Any = service_model("ses").shape_for("DimensionValueSource")
    kinds: Any = service_model("ses").shape_for("NotificationType")

    assert {source.value for source in targets.DimensionSource} == set(sources.enum)
    assert {word.value for word in EventType} >= set(kinds.enum)


@pytest.mark.parametrize(
    ("words", "shape"),
    [
        (actions.InvocationType, "InvocationType"),
        (actions.SnsEncoding, "SNSActionEncoding"),
        (bounces.BounceReason, "BounceType"),
        (delivery_reports.DsnAction, "DsnAction"),
        (filters.FilterPolicy, "ReceiptFilterPolicy"),
    ],
    ids=read_name,
)
def test_v1_uses_the_values_of_receiving(words: Iterable[Word], shape: str) -> None:
    """The values of the members that concern receiving are exactly those in SES v1's model."""
    model: Any = service_model("ses").shape_for(shape)

    assert {word.value for word in words} == set(model.enum)
