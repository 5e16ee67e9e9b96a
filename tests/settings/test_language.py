"""The language of documents."""

from __future__ import annotations

import pytest

from maestro_cli.settings.language import resolve_language
from maestro_cli.settings.schema import Project, Settings


# @req MR-12.2
@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko"}, "ko"),
        ({"LANG": "KO-kr"}, "ko"),
        ({"LANG": "kok_IN"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "ko_KR", "LANG": "en_US"}, "ko"),
        ({"LC_ALL": "en_US", "LC_MESSAGES": "ko_KR"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "ko_KR", "LANG": "en_US"}, "ko"),
    ],
)
def test_auto_follows_the_locale(environ: dict[str, str], language: str) -> None:
    assert resolve_language(Settings(), environ) == language


# @req MR-12.2
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_set_language_is_the_same_everywhere(language: str) -> None:
    settings = Settings(project=Project.model_validate({"language": language}))
    assert {resolve_language(settings, {"LANG": locale}) for locale in ("en_US", "ko_KR", "")} == {language}
