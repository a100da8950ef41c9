"""Made-up tickets in any number: 20 columns, every text its own, a tenth of them with something private."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import xlsxwriter

SEED = 20220601
FORMATTED_COLUMNS = 3
START = datetime(2022, 6, 1)
# fmt: off
HEADER = [
    "工单编号", "来电时间", "受理渠道", "来电人", "联系电话", "工单类型", "一级分类",
    "二级分类", "标题", "主要内容", "镇街", "村社区", "承办单位", "派单时间",
    "签收时间", "截止时间", "办结时间", "状态", "是否解决", "满意度",
]
# fmt: on
CHANNELS = ("12345热线", "微信公众号留言", "来信", "来访")
TOWNS = ("历山街道", "南麻街道", "鲁村镇", "东里镇", "悦庄镇", "西里镇", "大张庄镇", "中庄镇", "张家坡镇", "燕崖镇")
TOPICS = ("文化活动", "旅游服务", "图书借阅", "文物保护", "娱乐场所", "广播电视")
MATTERS = ("健身器材损坏", "图书馆限流", "广场舞音量过大", "景区停车收费", "农家书屋不开放", "惠民演出偏少")
SURNAMES = "赵钱孙李周吴郑王綦亓"


def ticket_rows(count: int) -> Iterator[list[str]]:
    """Yield that many tickets, the same ones every time."""
    chance = random.Random(SEED)
    for number in range(count):
        called = START + timedelta(seconds=chance.randrange(30 * 86_400))
        sent = called + timedelta(seconds=chance.randrange(86_400))
        closed = sent + timedelta(seconds=chance.randrange(5 * 86_400))
        town, matter = chance.choice(TOWNS), chance.choice(MATTERS)
        private = f"，联系人{chance.choice(SURNAMES)}某，电话142{number:08d}" if number % 10 == 0 else ""
        yield [
            f"GD{number:010d}",
            str(called),
            chance.choice(CHANNELS),
            f"{chance.choice(SURNAMES)}某某",
            f"142{chance.randrange(10**8):08d}",
            "投诉" if number % 3 else "求助",
            chance.choice(TOPICS),
            matter,
            f"反映{town}{matter}问题",
            f"来电人反映{town}第{chance.randrange(400)}村广场{matter}，已有{chance.randrange(10**6)}人次反映未果{private}，请尽快处理。",
            town,
            f"第{chance.randrange(400)}村",
            f"{town}人民政府",
            str(sent),
            str(sent + timedelta(minutes=chance.randrange(600))),
            str(sent + timedelta(days=7)),
            str(closed) if number % 7 else "",
            "已办结" if number % 7 else "办理中",
            "已解决" if number % 5 else "未解决",
            "满意" if number % 4 else "不满意",
        ]


def write_csv(path: Path, count: int, encoding: str) -> None:
    """Write tickets as text; a cell in a thousand holds a line break."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number, row in enumerate(ticket_rows(count)):
            if number % 1000 == 0:
                row[9] = row[9].replace("，", "，\n", 1)
            writer.writerow(row)


def write_xlsx(path: Path, count: int) -> None:
    """Write tickets as a workbook."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("6月工单")
    sheet.write_row(0, 0, HEADER)
    for number, row in enumerate(ticket_rows(count), start=1):
        for position, cell in enumerate(row):
            if cell:
                sheet.write_string(number, position, cell)
    book.close()


def write_formatted(path: Path, count: int, *, note: bool) -> None:
    """Write two tickets above that many rows that only have borders; perhaps a note stands below them all."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("6月工单")
    border = book.add_format({"border": 1})
    for number, row in enumerate([HEADER, *ticket_rows(2)]):
        sheet.write_row(number, 0, row)
    for number in range(3, count):
        for position in range(FORMATTED_COLUMNS):
            sheet.write_blank(number, position, None, border)
    if note:
        sheet.write_string(count, 0, "备注：含上月结转")
    book.close()
