-- grain: one row per (opinion, kind, code): the topics that it names, the group of near-identical ones that it is of
-- 说明：每条群众意见（访问意见、工单、走访意见、督查问题）说到的主题和所属的问题；文字已去掉村名和私人信息
-- @kind 种类：topic 主题；group 文字相近的同一问题
-- @code 主题代码（data/reference/topics.csv）；问题编号（首次出现的年月和识别码，增加月份不变）
-- @month 月份（该月一日）
-- @source 来源：survey 电话访问；hotline 热线、留言、来信来访；visit 入户走访；inspection 暗访督查
-- @town_code 镇街代码（不属于任何镇街的为空）
-- @is_main 是否该条意见的主要内容
-- @likeness 与问题要点的文字相似度（0—1，主题为空）
-- @redacted_text 意见
-- @file 文件
-- @sheet 工作表
-- @row 行号
with named as (
    select 'topic' as kind, topic as code, source, sheet_id, row, topic_order = 1 as is_main, null as likeness
    from core.opinion_topic
    union all
    select 'group', group_id, source, sheet_id, row, true, similarity
    from core.opinion_mark
    where group_id is not null
)

select
    named.kind,
    named.code,
    opinion.month,
    named.source,
    opinion.town_code,
    named.is_main,
    named.likeness,
    mark.redacted_text,
    sheet.file,
    sheet.sheet,
    named.row
from named
inner join core.opinion as opinion using (source, sheet_id, row)
inner join core.opinion_mark as mark using (source, sheet_id, row)
inner join staging.sheet as sheet using (sheet_id)
