"""Near-identical complaints found again, whatever place they come from."""

from __future__ import annotations

import random

import numpy as np
import pytest

from flows.topic_marks import group_ids
from flows.topics.classify import classify
from flows.topics.group import Groups, group
from flows.topics.taxonomy import Taxonomy
from flows.topics.words import bare, redactor, village_forms
from tests.topics.conftest import Said, read_table


def gathered(texts: list[str], groups: Groups) -> set[frozenset[str]]:
    return {
        frozenset(text for text, number in zip(texts, groups.group, strict=True) if number == each)
        for each in range(len(groups.heads))
    }


def test_places_times_and_stock_phrases_say_nothing_of_the_matter(said: Said) -> None:
    one, other = bare(
        [
            "来电人反映南麻街道埠下村广场单杠锈蚀，无人维护",
            "悦庄镇中营村 广场单杠锈蚀 ，近一个月无人维护3次，希望尽快处理",
        ],
        said.places,
        said.phrases,
    )
    assert one == other == "广场单杠锈蚀无人维护"


def test_a_village_is_known_by_its_full_forms_only() -> None:
    assert village_forms("红星村委会") == ("红星村", "红星社区", "红星村委会")
    assert village_forms("南岩五村村委会")[0] == "南岩五村"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("悦庄镇 中营村广场灯坏了", "悦庄镇某村广场灯坏了"),
        ("南麻街道埠下有人占路", "南麻街道某村有人占路"),
        ("埠下有人占路", "埠下有人占路"),
        ("胡家庄路灯不亮", "某村路灯不亮"),
        ("红星照耀，胡家庄社区书屋锁门", "红星照耀，某村书屋锁门"),
        ("鲁村一家网吧不查身份证", "鲁村一家网吧不查身份证"),
        ("书屋锁门。联系人：〔姓名〕，电话〔电话〕", "书屋锁门。"),
        ("请打〔电话〕！灯坏了", "灯坏了"),
        ("〔电话〕", "〔电话〕"),
    ],
)
def test_an_example_names_the_town_and_no_smaller_place(text: str, shown: str) -> None:
    villages = ("中营村村委会", "埠下村村委会", "胡家庄居委会", "红星村委会", "鲁村一村村委会", "鲁村二村村委会")
    assert redactor(villages, ("鲁村", "悦庄镇", "南麻街道"))(text) == shown


def test_rewordings_are_one_problem_and_look_alikes_are_not(taxonomy: Taxonomy, said: Said) -> None:
    lines = read_table("alike.csv")
    texts = [line[side] for line in lines for side in ("one", "other")]
    kinds = [result.topics[0] if result.topics else "" for result in classify(texts, taxonomy)]
    words = bare(texts, said.places, said.phrases)
    right = {"yes": 0, "no": 0}
    for at, line in enumerate(lines):
        pair = slice(2 * at, 2 * at + 2)
        number = group(words[pair], kinds[pair]).group
        right[line["same"]] += (number[0] == number[1]) == (line["same"] == "yes")
    print(right)
    assert right["yes"] == 15
    assert right["no"] == 15


def test_groups_do_not_depend_on_the_order_of_texts() -> None:
    chance = random.Random(5)
    matters = ["广场单杠锈蚀无人维护", "农家书屋常年锁门借不了书", "图书馆预约名额太少约不上", "路灯不亮看不见路"]
    texts = [text.replace(chance.choice(text), chance.choice("的了吧") + text[0], 1) for text in matters * 40]
    once = group(texts)
    shuffled = texts[:]
    chance.shuffle(shuffled)
    again = group(shuffled)
    assert gathered(texts, once) == gathered(shuffled, again)
    assert once.heads == again.heads
    assert dict(zip(texts, once.group, strict=True)) == dict(zip(shuffled, again.group, strict=True))


def test_every_member_is_as_alike_to_the_head_as_asked() -> None:
    chance = random.Random(6)
    texts = ["".join(chance.choices("广场灯坏了没人修路", k=9)) for _ in range(300)]
    for least in (0.3, 0.6):
        groups = group(texts, similarity=least)
        for text, number, similarity in zip(texts, groups.group, groups.similarity, strict=True):
            one, head = ({each[at : at + 2] for at in range(8)} for each in (text, groups.heads[number]))
            assert similarity == pytest.approx(len(one & head) / len(one | head))
            assert similarity >= least


def test_small_changes_in_a_row_do_not_join_what_has_nothing_in_common() -> None:
    letters = "广场单杠锈蚀无人维护图书馆预约名额太少约不上农家书屋常年锁门"
    chain = [letters[at : at + 10] for at in range(len(letters) - 9)]
    groups = group(chain)
    assert groups.group[0] != groups.group[-1]
    assert len(groups.heads) > 3


def test_the_most_told_wording_stands_at_the_head() -> None:
    rare, usual = "广场单杠锈蚀无人维护呀真是", "广场单杠锈蚀无人维护"
    near = ["广场单杠锈蚀无人维护真", "广场单杠锈蚀无人维护真是危"]
    assert group([rare, usual, usual, usual, *near]).heads == (usual,)
    assert group([rare, rare, rare, usual, *near]).heads == (rare,)


def test_kinds_are_kept_apart_and_what_says_nothing_is_in_no_group() -> None:
    texts = ["路灯不亮了", "楼下声音太大", "楼下声音太大", "楼下声音太大", "啊", ""]
    groups = group(texts, ["", "song", "dance", "dance", "", ""])
    assert groups.group.tolist() == [2, 1, 0, 0, -1, -1]
    assert np.isnan(groups.similarity[4:]).all()
    assert groups.heads == ("楼下声音太大", "楼下声音太大", "路灯不亮了")
    assert groups.kinds == ("dance", "song", "")
    assert group([]).heads == ()


def test_later_months_change_nothing_of_the_groups_before() -> None:
    """Groups keep head, id and members though later months tell the same in other words, and oftener."""
    chance = random.Random(8)
    matters = ["广场单杠锈蚀无人维护", "农家书屋常年锁门借不了书", "图书馆预约名额太少约不上", "广场路灯锈蚀无人维护"]
    told = [
        (text.replace(chance.choice(text), chance.choice("的了吧呢"), 1), f"2022-0{1 + at // 60}")
        for at, text in enumerate(matters * 60)
    ]
    told += [("景区停车收费没有公示", "2022-02"), ("景区停车收费没有公示价格", "2022-03"), ("景区停车", "2022-04")]
    chance.shuffle(told)
    until = [[each for each in told if each[1] <= month] for month in ("2022-01", "2022-02", "2022-04")]
    groups = [group([word for word, _ in part], None, [month for _, month in part]) for part in until]
    of = [
        dict(zip(part, [group_ids(each)[n] for n in each.group], strict=True))
        for part, each in zip(until, groups, strict=True)
    ]
    assert of[0].items() <= of[1].items() <= of[2].items()
    assert len(of[0]) < len(of[1]) < len(of[2])
    assert set(groups[2].periods) == {"2022-01", "2022-02", "2022-04"}
    assert all(
        group_id.startswith(period[:4] + period[5:7] + "-")
        for group_id, period in zip(group_ids(groups[2]), groups[2].periods, strict=True)
    )
    assert len(set(group_ids(groups[2]))) == len(groups[2].heads)


@pytest.mark.parametrize("similarity", [0.0, 1.1])
def test_a_similarity_that_is_none_is_refused(similarity: float) -> None:
    with pytest.raises(ValueError, match="similarity"):
        group(["广场"], similarity=similarity)
