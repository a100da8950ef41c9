"""What people say: topics with their category, the handler who answers for them, and sentence templates.

Slots: {town} {village} {place} {time} {thing}. Every sentence is put together by chance from these parts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LIBRARY, CENTRE, HALL = "图书馆", "文化和旅游公共服务中心", "文化馆"
MARKET, RELICS = "文化市场综合执法大队", "文物事业综合服务中心"
OFFICES = ("办公室", "财务审计科", "公共服务科", "党建办公室", "执法督查科")
UNITS = (CENTRE, HALL, LIBRARY, MARKET, RELICS)


@dataclass(frozen=True)
class Topic:
    """A subject of tickets, visits and comments. `handler` is a unit, or "" for the town itself."""

    name: str
    category: tuple[str, str, str]
    theme: str
    handler: str
    weight: float
    sentences: tuple[str, ...]


_FACILITY = ("文化体育", "公共文化设施")
_ACTIVITY = ("文化体育", "群众文化活动")
_MARKET = ("文化体育", "文化市场")
_TOURISM = ("旅游服务", "景区管理")

TOPICS = (
    Topic(
        "图书馆限流",
        (*_FACILITY, "图书馆"),
        "文体生活",
        LIBRARY,
        5,
        (
            "县图书馆{time}限流太严，{place}的居民带孩子跑了两趟都没进去，希望增加在馆人数",
            "到县图书馆看书要提前预约，{time}名额几分钟就没了，请公布每天可预约的人数",
            "{time}去县图书馆门口排队一个多小时，工作人员说已满员，建议分时段预约",
        ),
    ),
    Topic(
        "图书馆服务",
        (*_FACILITY, "图书馆"),
        "文体生活",
        LIBRARY,
        7,
        (
            "县图书馆阅览室空调{time}不制冷，读者反映多次没有修",
            "县图书馆借书证押金退还手续麻烦，希望能在网上办理",
            "图书馆少儿区新书少，{place}的家长希望多进一些绘本",
        ),
    ),
    Topic(
        "农家书屋不开门",
        (*_FACILITY, "农家书屋"),
        "文体生活",
        "",
        8,
        (
            "{place}农家书屋常年锁门，{time}想借本书找不到人",
            "{place}的农家书屋里书都旧了，也没有人管理，希望按时开放",
        ),
    ),
    Topic(
        "文化活动设施不足",
        (*_FACILITY, "文体广场"),
        "文体生活",
        "",
        7,
        (
            "{place}没有文化广场，{time}跳舞只能在路边，希望建一处活动场地",
            "{place}文化大院的{thing}不够用，老人们轮着用，希望增加",
            "{place}文体设施少，村里只有一个篮球架，希望增配{thing}",
        ),
    ),
    Topic(
        "健身器材损坏",
        (*_FACILITY, "健身设施"),
        "文体生活",
        "",
        12,
        (
            "{place}广场上的{thing}坏了快一个月，存在安全隐患，希望尽快维修",
            "{place}的{thing}螺丝松动，{time}有孩子差点摔着",
            "来电人反映{place}健身广场{thing}锈蚀，无人维护",
        ),
    ),
    Topic(
        "广场照明",
        (*_FACILITY, "文体广场"),
        "文体生活",
        "",
        8,
        (
            "{place}文化广场{time}没有灯，跳广场舞看不见路",
            "{place}广场路灯不亮已有两周，请有关部门修复",
        ),
    ),
    Topic(
        "文化活动偏少",
        (*_ACTIVITY, "文体活动"),
        "文体生活",
        "",
        6,
        (
            "{place}一年到头没有几场文化活动，希望多组织",
            "{town}文体活动偏少，{time}老年人没有去处，建议经常办比赛",
            "希望{place}多组织广场舞、象棋之类的活动，现在太少",
        ),
    ),
    Topic(
        "送戏下乡场次",
        (*_ACTIVITY, "惠民演出"),
        "文体生活",
        HALL,
        6,
        (
            "{place}今年没有安排送戏下乡，村民想看吕剧",
            "{place}的电影放映{time}临时取消没有通知，群众白等",
        ),
    ),
    Topic(
        "演出品质不高",
        (*_ACTIVITY, "惠民演出"),
        "文体生活",
        HALL,
        4,
        (
            "到{place}的惠民演出节目老套，音响杂音大，希望提高质量",
            "{time}在{town}的演出只演了半小时，节目和去年一样，建议换新节目",
        ),
    ),
    Topic(
        "广场舞噪声",
        ("城市管理", "噪声扰民", "广场舞"),
        "社会治理",
        "",
        8,
        (
            "{place}附近{time}跳广场舞音响太大，影响孩子写作业",
            "{place}健身队{time}放音乐，老人休息不好，希望协调时间",
        ),
    ),
    Topic(
        "娱乐场所噪声",
        (*_MARKET, "歌舞娱乐"),
        "社会治理",
        MARKET,
        5,
        (
            "{place}附近一家KTV{time}噪声很大，居民无法休息",
            "来电人反映{place}楼下歌厅{time}还在营业，低音炮震得窗户响",
        ),
    ),
    Topic(
        "网吧接纳未成年人",
        (*_MARKET, "网吧"),
        "社会治理",
        MARKET,
        5,
        (
            "{place}一家网吧{time}有未成年人上网，没有查身份证，请查处",
            "举报{town}驻地网吧让学生上网，希望加强检查",
        ),
    ),
    Topic(
        "旅行社退费",
        ("旅游服务", "旅行社", "合同纠纷"),
        "文体生活",
        MARKET,
        6,
        (
            "在县城一家旅行社报名，因疫情不能成行，{time}去要求退费一直拖着不办",
            "旅行社临时改变行程又加收费用，要求退还团费",
        ),
    ),
    Topic(
        "景区停车",
        (*_TOURISM, "停车秩序"),
        "文体生活",
        "",
        7,
        (
            "{place}附近景区{time}车辆乱停，村民出不去，希望疏导",
            "景区停车场收费不公示，{time}收了两次钱",
        ),
    ),
    Topic(
        "景区票价优惠",
        (*_TOURISM, "门票"),
        "文体生活",
        CENTRE,
        6,
        (
            "咨询六十岁以上老人到景区有没有门票优惠，检票时说法不一",
            "文旅惠民卡{time}在景区刷不出来，工作人员让补票",
        ),
    ),
    Topic(
        "文物保护",
        ("文化体育", "文物保护", "不可移动文物"),
        "文体生活",
        RELICS,
        4,
        (
            "{place}的老石桥石栏掉了几块，听说是文物，希望修缮",
            "{place}古庙屋顶漏雨，请文物部门看看",
        ),
    ),
    Topic(
        "文化市场证照",
        (*_MARKET, "行政审批"),
        "文体生活",
        MARKET,
        4,
        (
            "咨询开一家书店需要办理什么手续，窗口答复不一致",
            "申请娱乐经营许可，材料交了{time}还没有答复",
        ),
    ),
    Topic(
        "西里文化广场围挡",
        (*_FACILITY, "文体广场"),
        "文体生活",
        "",
        0,
        (
            "{town}文化广场从六月初围挡施工，{time}广场舞和演出全停了，没有说什么时候完工",
            "{town}文化大院和广场一起关了，{place}的群众没有地方活动，也没有公告",
        ),
    ),
)
BY_NAME = {topic.name: topic for topic in TOPICS}

_TIMES = ("周末", "晚上八点以后", "每天晚上", "节假日", "前天下午", "近一个月", "早上", "夜里十一点")
_THINGS = ("健身器材", "漫步机", "乒乓球台", "单双杠", "太极推手器", "篮球架", "扭腰器")
_GOOD = (
    "活动比以前多了，挺好", "广场修得不错，晚上跳舞的人多", "图书馆的同志态度好",
    "对文化生活很满意，没有意见",
    "送戏下乡好看，老人喜欢", "农家书屋能借到书了", "今年村里演出多，希望坚持", "城市书房环境很好",
)  # fmt: skip
_OTHER = (
    "村里的路坑坑洼洼，希望先修路", "希望把{place}的自来水管修一修", "看病远，希望卫生室多备药",
    "{place}垃圾桶少，夏天味道大", "孩子上学接送不方便", "希望合作医疗少交一点",
)  # fmt: skip


def sentence(rng: np.random.Generator, topic: Topic, town: str, village: str) -> str:
    """One sentence on a topic, set in a town and a village."""
    text = str(rng.choice(topic.sentences))
    return text.format(
        town=town, village=village, place=town + village, time=rng.choice(_TIMES), thing=rng.choice(_THINGS)
    )


def comment(rng: np.random.Generator, topics: dict[str, float], town: str, village: str, content: float) -> str:
    """An open answer; `content` (0–1) is the chance of praise, `topics` the weights of complaints."""
    if rng.random() < content:
        return str(rng.choice(_GOOD))
    if rng.random() < 0.2:
        return str(rng.choice(_OTHER)).format(place=village)
    names = list(topics)
    shares = np.array([topics[name] for name in names])
    topic = BY_NAME[names[int(rng.choice(len(names), p=shares / shares.sum()))]]
    return sentence(rng, topic, town, village)
