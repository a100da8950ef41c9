"""Answers as codes and with several marks: what the scale's list knows is graded, the rest is told."""

import pytest

from flows.warehouse.models import read_models, run_models
from tests.warehouse.given import SQL, Given, Sheet, loaded, reference, table

GIVEN = {
    "满意": ("满意", False),
    "1": ("满意", False),
    "1.满意": ("满意", False),
    "１、满意": ("满意", False),
    "A": ("基本满意", False),
    "（A）基本满意": ("基本满意", False),
    "1.不满意": (None, True),  # the code says one thing, the word another
    "2": (None, False),
    "2.满意": (None, False),
    "满意、基本满意": (None, True),
    "满意/满意": ("满意", False),
    "满意，还行": (None, False),
    "99": (None, False),
    "说不清": (None, False),
}


@pytest.fixture(scope="module")
def warehouse():
    connection = loaded(Given([Sheet("survey", [{"sample_id": str(i), "q1": text} for i, text in enumerate(GIVEN)])]))
    connection.execute(
        "update reference.grade set synonyms = '1|' || synonyms where scale = 'three' and answer = '满意'"
    )
    connection.execute(
        "update reference.grade set synonyms = 'A|' || synonyms where scale = 'three' and answer = '基本满意'"
    )
    needed = {"staging.word", "staging.answer_reading", "staging.answer"}
    run_models(connection, [model for model in read_models(SQL, ("staging",)) if model.table in needed])
    return connection


@pytest.mark.parametrize("text", GIVEN)
def test_what_an_answer_means(warehouse, text: str) -> None:
    found = table(warehouse, "select grade, is_several from staging.answer where answer_text = ?", text)
    assert found == [GIVEN[text]]


def test_shipped_scales_list_no_codes() -> None:
    assert not [grade for grade in reference().rows("grade") if "1" in grade.synonyms.split("|")]
