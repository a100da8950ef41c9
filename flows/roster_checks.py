"""Lines of the roster, the campaigns and their duties that contradict each other or name what is not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any

from flows.work_tables import CampaignPhase, Duty, Post


def roster_faults(posts: Mapping[int, Any], codes: Mapping[str, set[str]]) -> list[str]:
    """Find posts of scopes that do not exist, and days on which two posts answer for one scope, or one twice.

    Args:
        posts: roster.csv by line.
        codes: the codes of each kind of scope that has a list of its own; other kinds are not checked.
    """
    faults = [
        f"roster.csv 第{line}行：scope_code“{post.scope_code}”不是{post.scope}的代码（见 towns.csv、units.csv）"
        for line, post in posts.items()
        if post.scope in codes and post.scope_code not in codes[post.scope]
    ]
    for (line, post), (other_line, other) in combinations(posts.items(), 2):
        if (post.scope, post.scope_code) != (other.scope, other.scope_code) or not _overlap(post, other):
            continue
        if post.is_responsible and other.is_responsible:
            faults.append(
                f"roster.csv 第{other_line}行：“{other.post}”与第{line}行“{post.post}”同时对同一范围负责，"
                "请改正起止日期，或只留一个 is_responsible 为 1"
            )
        elif (post.post, post.role) == (other.post, other.role):
            faults.append(f"roster.csv 第{other_line}行：“{other.post}”与第{line}行的起止日期重叠")
    return faults


def _overlap(post: Post, other: Post) -> bool:
    return post.valid_from <= (other.valid_to or date.max) and other.valid_from <= (post.valid_to or date.max)


def duty_faults(phases: Mapping[int, Any], duties: Mapping[int, Any]) -> list[str]:
    """Find phases that run twice in a month, and duties of no phase or outside it.

    Args:
        phases: campaigns.csv by line.
        duties: duties.csv by line.
    """
    faults = [
        f"campaigns.csv 第{other_line}行：{other.campaign} 年的“{other.phase_name}”与第{line}行的起止月份重叠"
        for (line, phase), (other_line, other) in combinations(phases.items(), 2)
        if phase.phase == other.phase
        and phase.first_month <= other.last_month
        and other.first_month <= phase.last_month
    ]
    for line, duty in duties.items():
        spans = [phase for phase in phases.values() if phase.phase == duty.phase]
        if duty.phase and not spans:
            faults.append(f"duties.csv 第{line}行：phase“{duty.phase}”不在 campaigns.csv 中")
        elif duty.due[0].isdigit():
            faults += [f"duties.csv 第{line}行：{fault}" for fault in _dated_faults(duty, spans)]
    return faults


def _dated_faults(duty: Duty, spans: Sequence[CampaignPhase]) -> list[str]:
    try:
        month = date.fromisoformat(duty.due).strftime("%Y-%m")
    except ValueError:
        return [f"due“{duty.due}”没有这一天"]
    if any(span.first_month <= month <= span.last_month for span in spans):
        return []
    return [f"due“{duty.due}”不在“{spans[0].phase_name}”阶段的任何一个月份中"]
