"""SES's verdicts on incoming mail: spam, viruses and authentication. Spec: receiving.md §4."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeVar

from sesmock.domain.words import Word


class Verdict(Word):
    """The result of one of SES's checks of an email."""

    PASS = "PASS"
    FAIL = "FAIL"
    GRAY = "GRAY"
    PROCESSING_FAILED = "PROCESSING_FAILED"


VerdictText = Literal["PASS", "FAIL", "GRAY", "PROCESSING_FAILED"]


class DmarcPolicy(Word):
    """The policy of a sender's domain for mail that fails DMARC."""

    NONE = "none"
    QUARANTINE = "quarantine"
    REJECT = "reject"


DmarcPolicyText = Literal["none", "quarantine", "reject"]
Kind = TypeVar("Kind", bound=Word)

# The status for spam and viruses if the rule does not scan. Spec: receiving.md §4 [R].
_NOT_SCANNED = "DISABLED"


class Verdicts(NamedTuple):
    """The verdicts on an email; ``dmarc_policy`` is the policy of the sender's domain, reported if DMARC fails."""

    spam: Verdict = Verdict.PASS
    virus: Verdict = Verdict.PASS
    spf: Verdict = Verdict.PASS
    dkim: Verdict = Verdict.GRAY
    dmarc: Verdict = Verdict.PASS
    dmarc_policy: DmarcPolicy = DmarcPolicy.NONE

    def describe(self, *, scanned: bool) -> dict[str, object]:
        """Return the verdicts as SES's documents show them; spam and viruses have a verdict only if a rule scans."""
        statuses = {
            "spamVerdict": self.spam if scanned else _NOT_SCANNED,
            "virusVerdict": self.virus if scanned else _NOT_SCANNED,
            "spfVerdict": self.spf,
            "dkimVerdict": self.dkim,
            "dmarcVerdict": self.dmarc,
        }
        document: dict[str, object] = {name: {"status": status} for name, status in statuses.items()}
        if self.dmarc is Verdict.FAIL:
            document["dmarcPolicy"] = self.dmarc_policy
        return document


def read(**words: str) -> Verdicts:
    """Return the verdicts with these names, one for each check; raise `ValueError` for an unknown verdict."""
    policy = _find_word("dmarc_policy", DmarcPolicy, words.pop("dmarc_policy"))
    return Verdicts(
        **{name: _find_word(name, Verdict, word) for name, word in words.items()}, dmarc_policy=policy
    )


def _find_word(name: str, kind: type[Kind], word: str) -> Kind:
    try:
        return kind(word)
    except ValueError:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, kind))}, got {word!r}") from None
