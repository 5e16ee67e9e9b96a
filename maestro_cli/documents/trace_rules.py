"""The rules in words: the list of them, and each in full with its examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from maestro_cli.documents.escape import md_text
from maestro_cli.documents.rule_words import KOREAN_MEANINGS, KOREAN_REASONS
from maestro_cli.documents.trace_words import WORDS
from maestro_cli.model.blocks import Block, Column, Heading, Paragraph, Table
from maestro_cli.model.rule_names import RULE_NAMES, RULE_QUESTIONS
from maestro_cli.model.text import safe_text

Data = Mapping[str, Any]
"""Plain data, as in the JSON envelope."""


def rules_blocks(data: Data, language: str) -> tuple[Block, ...]:
    """Return the list of rules with their codes; `data` as `maestro trace rules` answers."""
    words = WORDS[language]
    columns = tuple(Column(words[key]) for key in ("rule", "name", "question"))
    rules = tuple(
        (rule["rule_id"], rule_name(rule, language), rule_question(rule, language)) for rule in data["rules"]
    )
    codes = [code for rule in data["rules"] for code in rule["codes"]]
    return (Table(columns, rules), Heading(words["codes"]), _codes_table(codes, language))


def explain_blocks(data: Data, language: str) -> tuple[Block, ...]:
    """Return one rule in full; `data` as `maestro trace explain` answers."""
    words = WORDS[language]
    blocks: list[Block] = [
        Heading(f"{data['rule_id']} {rule_name(data, language)}", 1),
        Paragraph(rule_question(data, language)),
    ]
    if data["why"]:
        blocks += [Heading(words["why"]), Paragraph(_why(data, language))]
    blocks += [Heading(words["codes"]), _codes_table(data["codes"], language)]
    for key, example in _examples(data):
        blocks += [Heading(words[key]), Paragraph(example)]
    return tuple(blocks)


def explain_markdown(data: Data, language: str) -> str:
    """Return one rule in full as Markdown, its examples as fenced YAML."""
    words = WORDS[language]
    parts = [f"# {md_text(data['rule_id'])} {md_text(rule_name(data, language))}"]
    parts.append(md_text(rule_question(data, language)))
    if data["why"]:
        parts += [f"## {words['why']}", md_text(_why(data, language))]
    codes = [
        f"- **{md_text(code['code'])}** ({_severity(code, words)}): {md_text(_meaning(code, language))}"
        for code in data["codes"]
    ]
    parts += [f"## {words['codes']}", "\n".join(codes)]
    parts += [f"## {words[key]}\n\n{_fenced(example)}" for key, example in _examples(data)]
    return "\n\n".join(parts) + "\n"


def rule_name(rule: Data, language: str) -> str:
    """Return what a rule is called; the project's own have one name."""
    return RULE_NAMES.get(rule["rule_id"], {}).get(language, str(rule["rule_name"]))


def rule_question(rule: Data, language: str) -> str:
    """Return what a rule asks; empty where it is not said."""
    return RULE_QUESTIONS.get(rule["rule_id"], {}).get(language, str(rule.get("question", "")))


def _why(rule: Data, language: str) -> str:
    known = KOREAN_REASONS if language == "ko" else {}
    return known.get(rule["rule_id"], str(rule["why"]))


def _meaning(code: Data, language: str) -> str:
    known = KOREAN_MEANINGS if language == "ko" else {}
    return known.get(code["code"], str(code["meaning"]))


def _severity(code: Data, words: Mapping[str, str]) -> str:
    """Return the severity in force, and the default where it is another."""
    default = words[code["severity"]]
    severity = words[code.get("severity_in_force", code["severity"])]
    return severity if severity == default else words["as_set"].format(severity=severity, default=default)


def _codes_table(codes: Sequence[Data], language: str) -> Table:
    words = WORDS[language]
    rows = tuple((code["code"], _severity(code, words), _meaning(code, language)) for code in codes)
    return Table(tuple(Column(words[key]) for key in ("code", "severity", "meaning")), rows)


def _examples(data: Data) -> Iterator[tuple[str, str]]:
    for key in ("failing", "passing"):
        example = data[f"{key}_example"].rstrip()
        if example:
            yield key, example


def _fenced(example: str) -> str:
    """Put YAML between fences that are longer than any in it."""
    text = safe_text(example)
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}yaml\n{text}\n{fence}"
