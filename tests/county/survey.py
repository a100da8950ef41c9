"""The telephone survey: one file a month with every attempt, answers drawn from the truth."""

from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np
from scipy.special import ndtr

from tests.county import people, texts, truth
from tests.county.places import Town, towns, villages
from tests.county.population import AGE_BANDS, AREAS, urban_share
from tests.county.sheet import Column, Row, Sheet
from tests.county.workdays import first_day

# Completed interviews aimed at in a month: very different, as a supplier delivers them.
_COMPLETES = dict(zip([t.code for t in towns()], (235, 205, 92, 115, 172, 96, 84, 178, 150, 73, 76, 128), strict=True))
_FEW = {("2022-03", "370323110"): 18, ("2021-09", "370323108"): 3}
# How far the urban share of the sample lies from the population's: landlines and streets are easier to reach.
_URBAN_TILT = dict(
    zip(
        [t.code for t in towns()],
        (-0.22, -0.25, 0.18, 0.20, 0.15, 0.22, 0.20, 0.16, -0.14, 0.20, 0.15, 0.18),
        strict=True,
    )
)
_AGE_SAMPLE = {"urban": (0.13, 0.27, 0.33, 0.27), "rural": (0.07, 0.16, 0.36, 0.41)}
_AGE_RANGE = {"18-29": (18, 30), "30-44": (30, 45), "45-59": (45, 60), "60+": (60, 86)}
_CORRELATION = 0.55
_MISSED = {
    "3.13": 0.37,
    "2.11": 0.24,
    "4.3": 0.14,
    "3.12": 0.11,
    "4.7": 0.06,
    "4.8": 0.04,
    "2.12": 0.025,
    "1.2": 0.015,
}
DISPOSITIONS = {
    "1.1": "访问完成",
    "1.2": "部分完成",
    "2.11": "拒访",
    "2.12": "中途拒访",
    "3.12": "占线",
    "3.13": "无人接听",
    "4.3": "空号停机",
    "4.7": "不合格",
    "4.8": "配额已满",
}
INTERVIEWERS = tuple(f"F{number:02d}" for number in range(1, 25))
_HEADERS = {
    "sample_id": "样本编号",
    "interview_date": "访问日期",
    "started_at": "开始时间",
    "ended_at": "结束时间",
    "duration_s": "时长",
    "interviewer_id": "访问员",
    "phone": "电话",
    "phone_type": "号码类型",
    "town": "镇街",
    "village": "村居",
    "sex": "性别",
    "age": "年龄",
    "urban_rural": "城乡",
    "residence_years": "居住年限",
    "disposition": "访问结果码",
    "is_valid": "是否有效",
    **{q: f"{q}{title}" for q, title in truth.QUESTION_TITLES.items()},
    "comment": "意见建议",
    "qc_result": "质检结果",
}


def sample_sizes(month: str) -> dict[tuple[str, str], int]:
    """Valid interviews of each (town_code, urban_rural) in a wave."""
    rng = people.stream(month, "survey-sizes")
    sizes = {}
    for town in towns():
        total = _FEW.get((month, town.code)) or round(_COMPLETES[town.code] * rng.uniform(0.92, 1.08))
        share = urban_share(town.code) + _URBAN_TILT[town.code]
        urban = min(total - 1, max(1, round(total * share)))
        sizes[town.code, "urban"], sizes[town.code, "rural"] = urban, total - urban
    return sizes


def draw_answers(
    rng: np.random.Generator, month: str, town_code: str, urban_rural: str, count: int
) -> list[dict[str, str]]:
    """Answers of `count` respondents of a stratum, Q1…Q8.

    Each margin has exactly the true mean; a normal factor common to a respondent's answers correlates them.
    """
    scale = truth.scale_of(month)
    grades = list(truth.SCALES[scale])
    shape = (count, len(truth.DIMENSIONS))
    common = rng.standard_normal((count, 1))
    latent = np.sqrt(_CORRELATION) * common + np.sqrt(1 - _CORRELATION) * rng.standard_normal(shape)
    uniform, unknown = ndtr(latent), rng.random(shape)
    answers: list[dict[str, str]] = [{} for _ in range(count)]
    for column, (question, dimension) in enumerate(truth.QUESTIONS.items()):
        mean = truth.true_stratum_mean(town_code, urban_rural, month, dimension)
        edges = np.cumsum(list(truth.grade_probabilities(mean, scale).values()))[:-1]
        chosen = np.searchsorted(edges, uniform[:, column])
        for person in range(count):
            is_unknown = unknown[person, column] < truth.DONT_KNOW_SHARE[dimension]
            answers[person][question] = truth.DONT_KNOW if is_unknown else grades[chosen[person]]
    return answers


def _complaints(month: str, town_code: str) -> dict[str, float]:
    """Weights of the topics people complain of; recurring problems weigh more where they are planted."""
    weights = {topic.name: topic.weight for topic in texts.TOPICS if topic.weight and not topic.handler}
    weights |= {"图书馆服务": 4.0, "送戏下乡场次": 4.0, "景区票价优惠": 2.0}
    for plan in truth.recurring_plan():
        if month in plan.months and town_code in plan.town_codes:
            weights[plan.topic] = weights.get(plan.topic, 0.0) + 25.0
    return weights


def _moments(rng: np.random.Generator, month: str, duration: int) -> tuple[dt.datetime, dt.datetime]:
    start = dt.datetime.combine(first_day(month), dt.time()) + dt.timedelta(
        days=int(rng.integers(2, 26)), seconds=int(rng.integers(9 * 3600, 20 * 3600 + 1800))
    )
    return start, start + dt.timedelta(seconds=duration)


def _attempt(rng: np.random.Generator, month: str, town: Town, area: str, code: str) -> Row:
    talk = {"1.1": (5.75, 0.22), "1.2": (5.0, 0.4), "2.12": (4.6, 0.4)}.get(code, (3.0, 0.5))
    duration = int(min(1500, max(8, rng.lognormal(*talk))))
    if code == "1.1":
        duration = max(150, duration)
    start, end = _moments(rng, month, duration)
    return Row(
        interview_date=start.date(),
        started_at=start,
        ended_at=end,
        duration_s=duration,
        interviewer_id=str(rng.choice(INTERVIEWERS)),
        phone="",
        town=town.name,
        disposition=code,
        is_valid="否",
        _town_code=town.code,
        _area=area,
    )


def _describe(rng: np.random.Generator, row: Row, area: str) -> None:
    """Who was reached: known for completed and partial interviews only."""
    code = str(row["_town_code"])
    band = str(rng.choice(AGE_BANDS, p=_AGE_SAMPLE[area]))
    age = int(rng.integers(*_AGE_RANGE[band]))
    row |= {
        "village": str(rng.choice(villages(code))),
        "sex": "男" if rng.random() < 0.54 else "女",
        "age": age,
        "_age_band": band,
        "urban_rural": "城镇" if area == "urban" else "农村",
        "residence_years": int(rng.integers(1, age - 10)),
    }


def _speak(rng: np.random.Generator, month: str, row: Row) -> None:
    town_code, village = str(row["_town_code"]), str(row["village"])
    content = (truth.true_score(town_code, month) - 60) / 55
    text = texts.comment(rng, _complaints(month, town_code), str(row["town"]), village, content)
    roll = rng.random()
    if roll < 0.05:
        text += f"。联系人：{people.person(rng)} 电话{people.mobile(rng)}"
    elif roll < 0.07:
        text += f"，身份证号{people.identity_number(rng)}"
    row["comment"] = text


@cache
def _attempts(month: str) -> tuple[Row, ...]:
    rng = people.stream(month, "survey")
    rows: list[Row] = []
    sizes = sample_sizes(month)
    for town in towns():
        for area in AREAS:
            count = sizes[town.code, area]
            for answers in draw_answers(rng, month, town.code, area, count):
                row = _attempt(rng, month, town, area, "1.1")
                _describe(rng, row, area)
                row |= {"is_valid": "是", "qc_result": "通过" if rng.random() < 0.3 else None, **answers}
                if rng.random() < 0.15:
                    _speak(rng, month, row)
                rows.append(row)
            # A few completed interviews fail the quality check: they must not be counted.
            failed = draw_answers(rng, month, town.code, area, round(count * 0.012))
            for index, answers in enumerate(failed):
                row = _attempt(rng, month, town, area, "1.1")
                _describe(rng, row, area)
                # Some suppliers leave 是否有效 at 是 when the check fails: both columns must be read.
                row |= {"is_valid": "否" if index else "是", "qc_result": "不通过", **answers}
                rows.append(row)
            for _ in range(round(count * rng.uniform(2.7, 3.2))):
                code = people.pick(rng, _MISSED)
                row = _attempt(rng, month, town, area, code)
                if code == "1.2":
                    _describe(rng, row, area)
                    row |= {q: a for q, a in draw_answers(rng, month, town.code, area, 1)[0].items() if q < "Q4"}
                rows.append(row)
    _give_phones(rng, rows)
    return tuple(Row(row) for row in sorted(rows, key=lambda r: str(r["started_at"])))


def _give_phones(rng: np.random.Generator, rows: list[Row]) -> None:
    fixed = rng.choice(len(rows), size=round(len(rows) * 0.06), replace=False).tolist()
    lines = dict(zip(fixed, rng.permutation(people.LANDLINES).tolist(), strict=False))
    for index, row in enumerate(rows):
        if index in lines:
            row |= {"phone": people.landline(lines[index]), "phone_type": "固话"}
        else:
            row |= {"phone": people.mobile(rng), "phone_type": "手机"}


def survey_sheet(month: str) -> Sheet:
    """The month's attempts in order of time, clean; every call gives fresh rows."""
    rows = [Row(row) for row in _attempts(month)]
    for number, row in enumerate(rows, start=1):
        row["sample_id"] = f"{month.replace('-', '')}{number:05d}"
        row["disposition"] = f"{row['disposition']} {DISPOSITIONS[str(row['disposition'])]}"
    wide = {"comment": 40.0, "started_at": 19.0, "ended_at": 19.0, "sample_id": 14.0, "phone": 13.0}
    columns = [Column(key, header, width=wide.get(key, 10.0)) for key, header in _HEADERS.items()]
    return Sheet("访问明细", columns, rows)
