"""The method annex prints every setting of the assessment, by a name of its own."""

from __future__ import annotations

from typing import get_args

from flows.assessment import Assessment
from reports.wording import Words


def test_every_setting_of_the_assessment_has_a_title_and_no_other_has() -> None:
    settings = {
        f"{part}.{name}"
        for part, field in Assessment.model_fields.items()
        for name in field.annotation.model_fields  # type: ignore[union-attr]
    }
    # The indicators of the composite stand in its table and in the text.
    assert set(Words("bulletin").section("scheme")) == settings - {"composite.parts"}


def test_every_choice_of_a_setting_has_a_word() -> None:
    words = Words("bulletin").section("scheme_value")
    for part in Assessment.model_fields.values():
        for field in part.annotation.model_fields.values():  # type: ignore[union-attr]
            for choice in get_args(field.annotation):
                if isinstance(choice, str):
                    assert choice in words, choice
