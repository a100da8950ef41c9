"""Putting opinions together and under topics, beside finding only those that are word for word the same."""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bench.measure import cost
from flows.estimation.tables import write_table
from flows.reference import load_reference
from flows.topic_marks import PHRASE_LISTS, mark_topics, taxonomy_of
from flows.topics.classify import classify
from flows.topics.group import group
from flows.topics.words import bare, village_forms
from flows.warehouse.database import connect

REFERENCE = Path(__file__).parents[1] / "data" / "reference"
COUNT = 100_000
SEED = 20220601
TITLES = {
    "mark": "10 万条意见（24 个月、12 个镇街）归类、归并、检验并写入仓库",
    "group": "10 万条意见去掉地名套话、归并成组",
    "classify": "10 万条意见归入主题",
    "same": "10 万条意见只查一字不差的",
}
# fmt: off
SUBJECTS = (
    "健身器材", "文化广场的路灯", "农家书屋", "图书馆", "篮球架", "漫步机", "文化大院", "综合文化站", "公园的音箱",
    "楼下的KTV", "学校门口的网吧", "景区停车场", "景区卫生间", "旅行社", "老戏台", "机顶盒", "大喇叭", "村里的路",
    "自来水", "垃圾桶", "卫生室", "校车", "送戏下乡的演出", "放映的电影", "乒乓球台", "广场地砖", "城市书房",
)
FAULTS = (
    "坏了很长时间没有人来修理", "常年锁着门群众进不去", "声音太大影响老人孩子休息", "数量太少根本不够大家使用",
    "收费不公示而且多收了钱", "存在安全隐患差点伤到孩子", "工作人员服务态度不好爱答不理", "脏乱差没有人打扫和管理",
    "没有按照公布的时间开放", "晚上看不见也没有安装照明", "内容老套质量不高没有人愿意看", "退费手续麻烦一直拖着不给办",
)
CAUSES = (
    "找过村委会几回", "问了物业说不归他们管", "打过电话没有回音", "去年就说要换", "下雨以后更厉害", "老人意见很大",
    "孩子放假没有去处", "外村的人都笑话", "领导来的时候才弄一下", "听说资金没有到位", "邻居也都这么说", "快过年了",
    "已经影响正常生活", "附近几个小区都这样", "网上也有人发过帖子",
)
ENDINGS = ("请有关部门尽快解决", "希望管一管", "建议来看看", "能不能给个说法", "请回复", "希望早日解决", "盼答复")
OPENINGS = ("来电人反映", "市民反映", "俺庄", "我们这里", "", "咨询一下", "再次反映", "你好")
# fmt: on


def show() -> None:
    """Print what each part costs, and what finding equal texts costs, as soon as it is measured."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "意见.txt"
        path.write_text("\n".join(opinions(COUNT)), encoding="utf-8")
        for what, title in TITLES.items():
            ours = cost("bench.topics", what, str(path))
            cells = (f"{ours.seconds:.1f} s", f"{ours.cpu_seconds:.1f} s CPU", f"{ours.peak_mib:.0f} MiB")
            print("  ".join(f"{cell:>10}" for cell in cells), title, sep="  ", flush=True)


def opinions(count: int) -> Iterator[str]:
    """Yield that many opinions, nearly every one its own, on a few hundred problems, some much oftener than others."""
    chance = random.Random(SEED)
    places = place_names()
    problems = [(subject, fault) for subject in SUBJECTS for fault in FAULTS]
    chance.shuffle(problems)
    frequency = [1 / (rank + 3) for rank in range(len(problems))]
    for subject, fault in chance.choices(problems, weights=frequency, k=count):
        causes = "，".join(chance.sample(CAUSES, chance.randrange(3)))
        text = f"{chance.choice(OPENINGS)}{chance.choice(places)}{subject}{fault}，{causes}，{chance.choice(ENDINGS)}"
        if chance.random() < 0.3:  # a slip of the pen
            at = chance.randrange(len(text))
            text = text[:at] + chance.choice("的了呢啊吧得地") + text[at + 1 :]
        yield text


def place_names() -> list[str]:
    """Return the county's towns and villages."""
    reference = load_reference(REFERENCE)
    villages = {form for row in reference.rows("village") for form in village_forms(row.village_name)[:-1]}
    return [row.town_name for row in reference.rows("town")] + sorted(villages)


def mark(texts: list[str]) -> None:
    """Do what a run does with opinions, spread over months, sources and towns."""
    reference = load_reference(REFERENCE)
    towns = [row.town_code for row in reference.rows("town")]
    with connect() as connection:
        connection.execute("create schema core")
        columns = "source varchar, month date, town_code varchar, sheet_id integer, row integer, text varchar"
        rows = (
            ("hotline", date(2021 + at % 24 // 12, at % 12 + 1, 1), towns[at % 37 % len(towns)], at % 24, at, text)
            for at, text in enumerate(texts)
        )
        write_table(connection, "core.opinion", columns, rows)
        connection.execute("create view core.said as select * from core.opinion")
        mark_topics(connection, reference)


def main(what: str, path: Path) -> None:
    """Do one thing with the opinions of a file, a line each."""
    texts = path.read_text(encoding="utf-8").split("\n")
    if what == "group":
        phrases = [row.word for row in load_reference(REFERENCE).rows("word") if row.list in PHRASE_LISTS]
        group(bare(texts, place_names(), phrases))
    elif what == "mark":
        mark(texts)
    elif what == "classify":
        classify(texts, taxonomy_of(load_reference(REFERENCE)))
    else:
        dict.fromkeys(texts)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
