"""Which mishap happens how often in which file of which month: a table of operations of mess.py."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.county import mess
from tests.county.mess import Mess

Operation = Callable[[Mess], None]

_TOWN: dict[str, Operation] = {
    "typo": mess.town_typo,
    "xili": mess.town_xili_typo,
    "unknown": mess.town_unknown,
    "empty": mess.town_empty,
    "ambiguous": mess.village_ambiguous,
    "pseudo": mess.pseudo_unit,
    "alias": mess.town_alias,
    "abolished": mess.town_abolished,
    "duplicate": mess.duplicate,
}
_OPERATIONS: dict[str, dict[str, Operation]] = {
    "survey": _TOWN
    | {
        "bad_date": partial(mess.bad_date, key="interview_date"),
        "mixed": partial(mess.mixed_date, key="interview_date"),
        "answer": mess.unknown_answer,
        "invalid": mess.answer_on_invalid,
        "short": mess.short_interview,
        "straight": mess.straight_line,
        "repeat": mess.repeated_phone,
        "end": partial(mess.end_before_start, start_key="started_at", end_key="ended_at"),
        "masked": partial(mess.masked_phone, key="phone"),
        "two_phones": partial(mess.two_phones, key="phone"),
        "wide": partial(mess.full_width, key="duration_s"),
        "blank": partial(mess.spaced, key="Q1", kind="answer_spaces"),
    },
    "hotline": _TOWN
    | {
        "bad_date": partial(mess.bad_date, key="called_at"),
        "mixed": partial(mess.mixed_date, key="called_at"),
        "answer": lambda m: m.put(
            m.pick(lambda r: r.get("final_satisfaction") and r.get("town")),
            "final_satisfaction",
            "还行",
            "answer_unknown",
            "notice",
        ),
        "closed": mess.closed_before_dispatched,
        "handlers": mess.handler_list,
        "rare": mess.rare_character,
        "lossy": mess.lossy_id,
        "masked": partial(mess.masked_phone, key="caller_phone"),
        "two_phones": partial(mess.two_phones, key="caller_phone"),
        "name": partial(mess.spaced, key="caller_name", kind="name_spaces"),
    },
    "rectification": _TOWN
    | {
        "bad_date": partial(mess.bad_date, key="found_on"),
        "mixed": partial(mess.mixed_date, key="found_on"),
        "undated": mess.struck_without_date,
        "words": partial(mess.deadline_words, key="due"),
        "name": partial(mess.spaced, key="person", kind="name_spaces"),
    },
    "visit": _TOWN
    | {
        "bad_date": partial(mess.bad_date, key="visited_on"),
        "mixed": partial(mess.mixed_date, key="visited_on"),
        "end": partial(mess.end_before_start, start_key="started", end_key="ended"),
        "masked": partial(mess.masked_phone, key="phone"),
        "two_phones": partial(mess.two_phones, key="phone"),
        "name": partial(mess.spaced, key="head", kind="name_spaces"),
    },
    "household": _TOWN | {"name": partial(mess.spaced, key="head", kind="name_spaces")},
    "inspection": _TOWN | {"mixed": partial(mess.mixed_date, key="inspected_on")},
    "external": _TOWN,
}

# "typo unknown*2" = one misspelt town and two unknown ones.
_PLAN: dict[str, dict[str, str]] = {
    "survey": {
        "2021-05": "typo unknown alias*6 empty*3 answer*3 duplicate*2 short*2 wide*4 masked*5",
        "2021-06": "bad_date pseudo*2 alias*4 answer*4 invalid*3 repeat*2 two_phones*2 blank*4",
        "2021-07": "ambiguous typo alias*3 empty*2 mixed*6 duplicate end wide*3 answer*2",
        "2021-08": "unknown pseudo alias*5 answer*3 masked*6 invalid*2 short*3",
        "2021-09": "typo*2 empty*4 alias*3 duplicate*3 two_phones*2 answer*2",
        "2021-10": "bad_date abolished*2 alias*4 answer*5 invalid*2 wide*3",
        "2021-11": "unknown ambiguous empty*3 alias*6 mixed*5 repeat*3 blank*5",
        "2021-12": "typo pseudo*2 alias*4 answer*3 duplicate*2 end*2 masked*4",
        "2022-01": "bad_date typo empty*3 alias*4 short*2 invalid*3 answer*2",
        "2022-02": "unknown alias*5 pseudo answer*4 duplicate*2 two_phones*3 wide*4",
        "2022-03": "typo ambiguous empty*2 alias*4 repeat*2 invalid*2 answer*3",
        "2022-04": "unknown alias*4 straight*9 short*5 answer*3 mixed*4 duplicate",
        "2022-05": "typo alias*3 empty answer*2 short",
        "2022-06": "xili unknown bad_date pseudo alias*6 empty*3 mixed*4 answer*4 invalid*3 short*3 "
        "straight*3 repeat*2 duplicate*2 end wide*3 masked*4 two_phones*2 blank*4",
    },
    "hotline": {
        "2021-05": "typo alias*5 empty*3 duplicate*2 masked*4 handlers*2 name*2",
        "2021-06": "unknown pseudo alias*3 closed mixed*4 two_phones*3",
        "2021-07": "ambiguous empty*4 alias*3 answer*2 handlers*3",
        "2021-08": "typo pseudo*2 duplicate masked*5 closed*2 name*3",
        "2021-09": "bad_date empty*3 alias*4 two_phones*2 answer",
        "2021-10": "unknown alias*3 empty*2 pseudo handlers*2",
        "2021-11": "lossy typo rare*4 alias*4 empty*2 masked*3 duplicate*2 closed",
        "2021-12": "ambiguous pseudo*2 alias*3 answer*2 name*2",
        "2022-01": "typo bad_date empty*4 alias*3 handlers*3 closed duplicate",
        "2022-02": "unknown abolished pseudo alias*3 masked*3 two_phones*2",
        "2022-03": "ambiguous typo alias*4 empty*2 mixed*5 answer",
        "2022-04": "unknown duplicate*2 alias*3 closed handlers*2 pseudo",
        "2022-05": "alias*3 empty*2 masked*2",
        "2022-06": "typo ambiguous bad_date pseudo*2 alias*5 empty*3 abolished mixed*4 answer*2 closed*2 "
        "handlers*3 duplicate*2 masked*4 two_phones*2 name*2 rare",
    },
    "hotline_own": {
        "2021-07": "alias*2 empty masked",
        "2021-12": "alias name",
        "2022-04": "alias two_phones handlers",
        "2022-06": "alias*2 empty name masked closed",
    },
    "rectification": {
        "2021-05": "words*3 alias*2 name*2 mixed*2",
        "2021-06": "undated words",
        "2021-07": "typo alias*2 undated*2 pseudo",
        "2021-08": "words*2 name*2",
        "2021-09": "alias*3 undated duplicate mixed*2",
        "2021-10": "words*2 bad_date",
        "2021-11": "alias*2 undated*2 name",
        "2021-12": "unknown words*2 duplicate alias",
        "2022-01": "words*2 undated name",
        "2022-02": "typo words",
        "2022-03": "alias*3 undated*2 pseudo mixed*2",
        "2022-04": "bad_date words*2 alias name*2",
        "2022-05": "words undated",
        "2022-06": "bad_date undated*2 words*3 alias*2 duplicate pseudo name*2 mixed*2",
    },
    "visit": {
        "2021-05": "typo*2 ambiguous alias*8 empty*5 duplicate*3 end*2 masked*6 two_phones*4 name*6 mixed*4",
        "2021-08": "alias name",
        "2021-11": "empty end",
        "2022-02": "alias masked",
        "2022-05": "typo alias*4 empty*2 end duplicate name*3",
        "2022-06": "ambiguous typo alias*5 empty*3 end*2 duplicate*2 masked*3 two_phones*3 name*4 mixed*3 pseudo",
    },
    "household": {"2021-05": "alias*5 name*4", "2022-05": "alias*3 name*2", "2022-06": "alias*3 name*2"},
    "inspection": {
        "2021-05": "mixed*2",
        "2021-09": "alias typo",
        "2022-01": "pseudo",
        "2022-03": "mixed*2",
        "2022-06": "alias*2 mixed pseudo",
    },
    "external": {"2021-07": "alias*4", "2022-01": "alias*3", "2022-06": "alias*2"},
}


def spoil(spoilt: Mess, source: str) -> None:
    """Do to a sheet what the plan says for its source and month."""
    operations = _OPERATIONS.get(source.removesuffix("_own"), {})
    for word in _PLAN.get(source, {}).get(spoilt.month, "").split():
        name, _, count = word.partition("*")
        for _ in range(int(count or 1)):
            operations[name](spoilt)
    mess.note_natural(spoilt.sheet)
