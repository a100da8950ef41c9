"""A long official document that uses everything the page can do. All figures are made up."""

from datetime import date

from reports.charts.score_dots import DotRow, score_dots
from reports.document import (
    Attachment,
    Block,
    Colophon,
    Column,
    Figure,
    Heading,
    Issue,
    OfficialDocument,
    Paragraph,
    Table,
)

TOWNS = (
    ("鲁村镇", 91.24, 1.62, 212, 1, 4),
    ("东里镇", 90.87, 1.48, 247, 2, 1),
    ("悦庄镇", 89.96, 1.71, 231, 3, 3),
    ("西里镇", 89.20, 1.83, 190, 4, 6),
    ("南麻街道", 88.75, 1.22, 386, 5, 2),
    ("历山街道", 88.41, 1.30, 352, 6, 7),
    ("大张庄镇", 88.02, 1.95, 168, 7, 5),
    ("燕崖镇", 87.66, 2.05, 150, 8, 11),
    ("中庄镇", 87.10, 2.11, 141, 9, 8),
    ("张家坡镇", 86.35, 2.26, 133, 10, 9),
    ("南鲁山镇", 84.12, 1.88, 176, 11, 10),
)
MEAN = 88.32
DIMENSIONS = (
    "公共文化设施",
    "文体活动",
    "图书馆与阅读空间",
    "惠民演出",
    "旅游服务",
    "文化市场秩序",
    "诉求办理",
)


def chart() -> str:
    """The towns of the sample with one that has too few interviews."""
    rows = [
        DotRow(
            name,
            score,
            score - half,
            score + half,
            f"{score:.2f}",
            "above" if score - half > MEAN else "below" if score + half < MEAN else "none",
            True,
        )
        for name, score, half, *_ in TOWNS
    ]
    rows.append(DotRow("石桥镇", 87.50, 82.6, 92.4, "样本不足", "none", False))
    return score_dots(rows, MEAN, f"全县 {MEAN:.2f}分")


def ranking() -> Table:
    """Nine columns of twelve towns within the upright type area."""
    rows = tuple(
        (
            str(rank),
            name,
            str(n),
            f"{score:.2f}",
            f"{score - half:.2f}～{score + half:.2f}",
            f"第{max(1, rank - 2)}—{min(11, rank + 3)}位",
            str(last),
            f"{(last - rank) * 0.31:+.2f}".replace("-", "−").replace("+0.00", "0"),
            "充分" if rank in (1, 11) else "不充分",
        )
        for name, score, half, n, rank, last in TOWNS
    )
    return Table(
        "表1　各镇（街道）群众文化生活满意度得分及位次",
        (
            Column("位次"),
            Column("镇（街道）", "left"),
            Column("有效样本", "point"),
            Column("得分", "point", group="本月"),
            Column("95%区间", group="本月"),
            Column("位次范围", group="本月"),
            Column("位次", "point", group="上月"),
            Column("得分增减", "point", group="上月"),
            Column("依据"),
        ),
        (*rows, ("—", "石桥镇", "21", "—", "—", "—", "12", "—", "样本不足")),
        (
            "注：1. 得分为加权平均，满分100分；区间为95%置信区间。位次范围指在抽样误差之内可能的位次。",
            "2. 有效样本不足30份的镇（街道）列出得分而不排位次，不参与约谈、表扬的研究。",
        ),
        ("strong", *("",) * 9, "strong", "faint"),
    )


def dimensions() -> Table:
    """Seven dimensions, for a landscape page."""
    rows = tuple(
        (
            name,
            *(f"{score + (7 * i + 3 * j) % 11 - 5.3:.2f}" for j in range(len(DIMENSIONS))),
            f"{score:.2f}",
        )
        for i, (name, score, *_) in enumerate(TOWNS)
    )
    county = ("全县", *(f"{87 + j * 0.43:.2f}" for j in range(len(DIMENSIONS))), f"{MEAN:.2f}")
    return Table(
        "",
        (
            Column("镇（街道）", "left"),
            *(Column(d, "point") for d in DIMENSIONS),
            Column("总体满意度", "point"),
        ),
        (*rows, county),
        ("注：各分项得分只计回答该题的有效样本，“不了解”不计分。",),
        (*("",) * len(rows), "total"),
    )


def issues() -> Table:
    """A table of texts, longer than a page."""
    matters = (
        "图书馆周末限流，群众排队时间较长，增设“预约通道”后有所缓解",
        "村级文化广场照明损坏，晚间活动不便，已列入更换计划",
        "惠民演出信息发布不及时，群众不知道演出时间、地点",
        "农家书屋开放时间不固定，图书更新较慢",
    )
    rows = tuple(
        (
            str(i + 1),
            TOWNS[i % len(TOWNS)][0],
            matters[i % 4],
            ("一般", "较大")[i % 2],
            f"2022年{6 + i % 2}月{5 + i}日",
            ("已销号", "整改中")[i % 3 == 0],
        )
        for i in range(24)
    )
    return Table(
        "",
        (
            Column("序号", width_mm=12),
            Column("镇（街道）", "left", width_mm=24),
            Column("问题描述", "left", width_mm=62),
            Column("等级", width_mm=14),
            Column("整改时限", width_mm=28),
            Column("状态", width_mm=16),
        ),
        rows,
        ("注：整改时限按工作日计算，发现当日不计入。",),
    )


def body() -> tuple[Block, ...]:
    """Body text with three levels of headings, a table and a chart."""
    return (
        Paragraph(
            "为客观反映群众对文化生活的评价，县文化和旅游局于2022年6月1日至6月25日组织开展了6月份群众文化生活"
            "满意度电话访问，共完成有效访问2407份，应答率为31.6%，办理12345热线及来信来访诉求186件。"
            "现将有关情况通报如下。"
        ),
        Heading(1, "一、总体情况"),
        Paragraph(
            "全县群众文化生活满意度得分88.32分，比上月提高0.46分，差异不显著，基本持平。满意率（满意和基本满意）为"
            "95.8%，其中“满意”占71.2%。受访群众中，60岁以上群众对“惠民演出”评价较高，对“图书馆与阅读空间”"
            "的知晓率仅为63.2%；城镇居民与农村居民的评价没有显著差异。"
        ),
        Heading(2, "（一）排名情况"),
        Paragraph(
            "得分居前三位的是鲁村镇（91.24分）、东里镇（90.87分）、悦庄镇（89.96分）；居后三位的是中庄镇（87.10分）、"
            "张家坡镇（86.35分）、南鲁山镇（84.12分）。需要说明的是，相邻位次之间的差距多在抽样误差之内，"
            "位次变化不宜简单等同于工作优劣；南鲁山镇低于全县平均水平的依据充分。"
        ),
        ranking(),
        Heading(2, "（二）分项情况"),
        Paragraph(
            "从7个分项看，“旅游服务”“文化市场秩序”得分较高，“图书馆与阅读空间”“诉求办理”得分较低，且与总体满意度关联度"
            "最高，是下一步提升的重点；其中，“诉求办理”低于85分的镇（街道）有5个。受访者綦某、亓某、燚某等反映的"
            "“周末图书馆限流”问题，已由图书馆牵头整改。"
        ),
        Figure(
            chart(),
            "图1　仅南鲁山镇的得分显著低于全县，鲁村镇、东里镇显著高于全县",
            "十二个镇街得分及95%区间的点图：鲁村镇、东里镇区间整体高于全县88.32分，南鲁山镇整体低于全县，其余镇街含全县得分。",
        ),
        Heading(1, "二、诉求办理和整改销号情况"),
        Heading(3, "1. 诉求办理"),
        Paragraph(
            "6月应办结诉求186件，按时办结181件，按时办结率97.3%；回访164件，已解决151件，解决率92.1%。"
            "超期的5件中，3件属于退回转派后重新计时，2件属于承办单位未按时反馈（均已发出督办单）。"
        ),
        Heading(3, "2. 整改销号"),
        Paragraph(
            "整改台账共登记问题143个，到期应销号97个，已销号94个，按期整改率96.9%。"
            "未按期销号的3个问题分别位于燕崖镇、中庄镇和张家坡镇——均为村级文化广场设施更新，涉及资金落实……"
            "有关镇要于7月10日前报送整改方案。"
        ),
        Paragraph(
            "部分镇（街道）存在重答复、轻解决的现象，群众反映的场馆开放时间、演出信息发布等问题，"
            "首次办结后重复来电占比仍达11.4%。",
            "诉求办理“最后一公里”尚未完全打通。",
        ),
        Paragraph(
            "背街小巷、城乡结合部的小型文化设施缺少日常管护，《公共文化设施管理办法》规定的巡查制度落实不到位，"
            "〔2021〕8号文件要求的责任清单尚有4个镇（街道）没有公开。",
            "设施管护长效机制不够健全。",
        ),
        Heading(1, "三、存在的主要问题"),
        *(
            Paragraph(
                f"{name}得分{score:.2f}分，95%区间为{score - half:.2f}分至{score + half:.2f}分，"
                f"主要失分项为“图书馆与阅读空间”“诉求办理”。群众在电话访问中反映较为集中的问题有：（1）镇综合文化站开放时间与群众作息不一致；"
                f"（2）{matter}。该镇本月受理文化旅游类诉求{n % 23}件，"
                f"按时办结{n % 23 - 1}件，重复来电占比{half * 6:.1f}%。"
            )
            for (name, score, half, n, *_), matter in zip(
                TOWNS[5:],
                (
                    "广场舞活动噪声扰民，希望划定时段、地点",
                    "送戏下乡的剧目更新较慢，群众希望增加吕剧、五音戏等地方戏曲，并提前公布演出安排",
                    "旅游旺季停车难",
                    "景区周边“黑导游”时有出现、执法检查频次不够",
                    "农家书屋图书陈旧",
                    "健身器材损坏后维修不及时，群众多次反映仍未解决，个别器材存在安全隐患",
                ),
                strict=True,
            )
        ),
        Heading(1, "四、下一步工作要求"),
        Paragraph(
            "各镇（街道）要对照附件逐项分析失分原因，于7月15日前制定整改方案，明确责任人和完成时限，并报县文化和旅游局"
            "备案；局属各单位、机关各科室要加强业务指导，对涉及多个镇（街道）的共性问题，由牵头科室统筹解决。"
            "7月份访问将于7月1日启动，整改成效纳入年度综合评估。"
        ),
    )


ISSUE = Issue("源文旅发〔2022〕12号", date(2022, 7, 5), "县委办公室，县政府办公室。")


def sample(*, is_draft: bool = False, is_demo: bool = True, landscape_last: bool = False) -> OfficialDocument:
    """The sample; `landscape_last` ends it with the landscape attachment."""
    landscape = Attachment(("各镇（街道）分项得分明细",), (dimensions(),), landscape=True)
    listed = Attachment(("整改问题清单",), (issues(),))
    attachments = (listed, landscape) if landscape_last else (landscape, listed)
    return OfficialDocument(
        issuer_mark="沂源县文化和旅游局文件",
        document_prefix="源文旅发",
        title_lines=("关于2022年6月份全县", "群众文化生活满意度测评情况的通报"),
        addressee="各镇人民政府、街道办事处，局属各单位，机关各科室：",
        blocks=body(),
        attachments_note=tuple("".join(a.title_lines) for a in attachments),
        signature="沂源县文化和旅游局",
        dated_on=date(2022, 7, 1),
        attachments=attachments,
        colophon=Colophon("县委办公室，县政府办公室。", "沂源县文化和旅游局办公室"),
        issue=None if is_draft else ISSUE,
        is_demo=is_demo,
        subject="2022年6月份群众文化生活满意度测评",
        keywords=("群众文化生活满意度", "通报"),
    )
