-- grain: one row per (month, topic) that an opinion names
-- 说明：各主题每月的群众意见（访问意见、工单、走访意见、督查问题）；一条意见涉及几个主题的各计一次
-- @month 月份（该月一日）
-- @topic 主题代码（data/reference/topics.csv）
-- @title 主题
-- @theme 领域
-- @plan_topic 实施方案所列的共性问题（不属于的为空）
-- @mention_count 提及（条）
-- @main_count 其中以此为主要内容的（条）
-- @town_count 涉及镇街（个）
-- @survey_count 其中电话访问意见（条）
-- @hotline_count 其中热线、留言、来信来访（条）
-- @visit_count 其中入户走访意见（条）
-- @inspection_count 其中暗访督查问题（条）
-- @share_pct 占本月各类问题意见的比例（%，以主要内容计）
-- @share_numerator 其分子（条）
-- @share_denominator 其分母：本月归入主题的意见（条）
-- @previous_count 上月以此为主要内容的（条；没有上月资料的为空）
-- @expected_count 按此前各月的比例，本月应有（条）
-- @ratio 本月与应有之比
-- @p_value 此前比例不变而达到本月条数的概率
-- @p_adjusted 多主题同时检验校正后的概率（Benjamini–Hochberg）
-- @verdict 判断：emerging 新近集中；usual 与以往相当；too_little_history 资料月数不足；too_few 条数太少
with named as (
    select opinion.month, opinion.source, opinion.town_code, named.topic, named.topic_order
    from core.opinion as opinion
    inner join core.opinion_topic as named using (source, sheet_id, row)
),

counted as (
    select
        month,
        topic,
        count(*) as mention_count,
        count(*) filter (where topic_order = 1) as main_count,
        count(distinct town_code) as town_count,
        count(*) filter (where source = 'survey') as survey_count,
        count(*) filter (where source = 'hotline') as hotline_count,
        count(*) filter (where source = 'visit') as visit_count,
        count(*) filter (where source = 'inspection') as inspection_count
    from named
    group by month, topic
),

month_total as (
    select month, sum(main_count) as main_total from counted group by month
)

select
    counted.month,
    counted.topic,
    topic.title,
    topic.theme,
    nullif(topic.plan_topic, '') as plan_topic,
    counted.mention_count,
    counted.main_count,
    counted.town_count,
    counted.survey_count,
    counted.hotline_count,
    counted.visit_count,
    counted.inspection_count,
    100.0 * counted.main_count / nullif(month_total.main_total, 0) as share_pct,
    counted.main_count as share_numerator,
    month_total.main_total::integer as share_denominator,
    case when before_total.month is not null then coalesce(before.main_count, 0) end as previous_count,
    emergence.expected as expected_count,
    emergence.ratio,
    emergence.p_value,
    emergence.p_adjusted,
    emergence.verdict
from counted
inner join reference.topic as topic using (topic)
inner join month_total using (month)
left join month_total as before_total on before_total.month = counted.month - interval 1 month
left join counted as before on before.topic = counted.topic and before.month = counted.month - interval 1 month
left join core.emergence as emergence
    on emergence.kind = 'topic' and emergence.month = counted.month and emergence.code = counted.topic
