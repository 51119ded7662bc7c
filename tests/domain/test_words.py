"""The words of SES: sets of texts with names."""

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

for file in Path(sesmock.__file__).parent.rglob("*.py"):
    source = file.read_text("utf-8")
    if "(Word)" in source:
        name = ".".join(file.relative_to(Path(sesmock.__file__).parents[1]).with_suffix("").parts)
        importlib.import_module(name)
SETS = sorted(Word.__subclasses__(), key=lambda words: (words.__module__, words.__name__))
# Where a test writes the texts, a type checker knows them.
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


def label(value: Any) -> str | None:
    """Return the name of a set of words."""
    return getattr(value, "__name__", None)


@pytest.mark.parametrize("words", SETS, ids=label)
def test_a_word_is_its_text(words: type[Word]) -> None:
    """A member is equal to its text, found by it, and shown and written as it."""
    for word in words:
        text = word.value

        assert type(text) is str
        assert word == text
        assert text in set(words)
        assert (str(word), f"{word}", repr(word), json.dumps(word)) == (text, text, repr(text), f'"{text}"')


@pytest.mark.parametrize(("words", "texts"), TEXTS, ids=label)
def test_type_checkers_know_the_texts_that_a_test_writes(words: type[Word], texts: Any) -> None:
    """The texts that a type checker takes are those of the members, in the same order."""
    assert list(get_args(texts)) == [word.value for word in words]


@pytest.mark.parametrize(("words", "shape"), SHAPES, ids=label)
def test_v2_writes_the_names_of_the_members(words: Iterable[Word], shape: str) -> None:
    """SES v2's model has the names of the members, and no other."""
    model: Any = service_model("sesv2").shape_for(shape)

    assert {word.name for word in words} == set(model.enum)


def test_v1_writes_the_values_where_nothing_else_is_said() -> None:
    """SES v1 spells the sources of dimensions and the kinds of notifications as their values."""
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
    ids=label,
)
def test_v1_writes_the_values_of_receiving(words: Iterable[Word], shape: str) -> None:
    """SES v1's model has the texts of the members, and no other."""
    model: Any = service_model("ses").shape_for(shape)

    assert {word.value for word in words} == set(model.enum)
