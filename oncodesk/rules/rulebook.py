"""Writes the rulebook: one page a rule, from the rule's own words."""

import sys
from inspect import cleandoc

from oncodesk.domain.report import Citation
from oncodesk.rules.catalogue import REVISION, RULES
from oncodesk.rules.kit import Rule
from oncodesk.rules.person import NEEDS_A_PERSON

HEADINGS = ("What it checks", "Why it matters", "How to fix it")


def rulebook() -> str:
    """The whole book as Markdown."""
    groups = dict.fromkeys(rule.id.split(".")[0] for rule in RULES)
    parts = ["# Rulebook", f"{len(RULES)} rules, revision {REVISION}. Generated from the rules themselves."]
    for group in groups:
        held = [rule for rule in RULES if rule.id.startswith(f"{group}.")]
        parts += [f"## {group.capitalize()}", _contents(held), *(_page(rule) for rule in held)]
    told = "\n".join(f"- {row}: {reason}" for row, reason in NEEDS_A_PERSON)
    parts += ["## Needs a person", "What no rule can judge from a claim and its facts.", told]
    return "\n\n".join(parts) + "\n"


def rule_page(identifier: str) -> str | None:
    """One rule's page, or None where no rule has that id."""
    return next((_page(rule) for rule in RULES if rule.id == identifier), None)


def row_page(row: str) -> str | None:
    """The rules that cover a row of the rule catalogue, or why a person must look; None where no rule names the row."""
    covering = [rule for rule in RULES if row in rule.covers]
    person = next((reason for held, reason in NEEDS_A_PERSON if held == row), None)
    if covering:
        return f"{row} is covered by\n\n{_contents(covering)}"
    return f"{row} needs a person: {person}" if person else None


def _contents(rules: list[Rule]) -> str:
    return "\n".join(f"- `{rule.id}` {rule.title} ({rule.severity})" for rule in rules)


def _page(rule: Rule) -> str:
    summary, sections = explained(rule)
    told = "\n\n".join(f"**{heading}.** {text}" for heading, text in sections.items())
    facts = [
        f"Severity: {rule.severity}" + (", to be confirmed with the payer" if rule.confirm else ""),
        f"Covers: {', '.join(rule.covers)}",
        f"Authority: {_citation(rule.citation)}",
        f"Reads: {', '.join(rule.reads) or 'the claim alone'}",
    ]
    return "\n\n".join([f"### {rule.id}", f"*{summary}*", told, "  \n".join(facts)])


def explained(rule: Rule) -> tuple[str, dict[str, str]]:
    """The rule file's first sentence, and its text under each heading."""
    lines = cleandoc(sys.modules[rule.module].__doc__ or "").splitlines()
    sections: dict[str, list[str]] = {}
    for line in lines[1:]:
        if line in HEADINGS:
            sections[line] = []
        elif line.strip() and sections:
            sections[next(reversed(sections))].append(line.strip())
    return lines[0], {heading: " ".join(text) for heading, text in sections.items()}


def _citation(citation: Citation) -> str:
    since = f"since {citation.effective}" if citation.effective else None
    return ", ".join(part for part in (citation.title, citation.section, since, citation.source) if part)
