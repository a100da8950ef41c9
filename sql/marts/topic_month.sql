-- grain: one row per (month, topic) that is the main matter of an opinion of the month
-- 说明：各主题每月的群众意见（访问意见、工单、走访意见、督查问题）：条数、镇街、升降，是否重大共性问题
-- @topic 主题代码（data/reference/topics.csv）
-- @title 主题
-- @theme 领域
-- @plan_topic 实施方案所列的共性问题（不属于的为空）
-- @named_count 本月提及（条；一条意见涉及几个主题的各计一次）
-- @examples 例句（至多三句，来自其中条数最多的问题；村名写作某村，私人信息入库前已遮盖）
-- @month 月份（该月一日）
-- @mention_count 本月以此为主要内容的意见（条）
-- @survey_count 其中电话访问意见（条）
-- @hotline_count 其中热线、留言、来信来访（条）
-- @visit_count 其中入户走访意见（条）
-- @inspection_count 其中暗访督查问题（条）
-- @town_count 本月涉及镇街（个）
-- @town_names 本月涉及的镇街（按镇街次序）
-- @share_pct 占本月归入主题的意见的比例（%）
-- @share_numerator 其分子（条）
-- @share_denominator 其分母（条）
-- @first_month 首次提及的月份
-- @total_count 累计提及（条）
-- @total_town_count 累计涉及镇街（个）
-- @total_month_count 累计提及的月数
-- @recent_month_count 最近几个月（window_months）中提及的月数
-- @previous_count 上月提及（条；没有上月意见资料的为空）
-- @compared_months 比较的月数（含本月）
-- @compared_count 比较的几个月提及（条）
-- @prior_count 再往前同样几个月提及（条；意见资料不足这些月的为空）
-- @growth_count 比此前同样几个月增加（条）
-- @expected_count 按此前各月的比例和各来源的条数，本月应有（条）
-- @emerging 判断：found 新近集中；usual 与以往相当；too_little_history 资料月数不足；too_few 条数太少
-- @emerging_test 其检验（mart.test）
-- @growing 判断：found 比较的几个月比此前同样几个月明显增多；其余同上
-- @growing_test 其检验（mart.test）
-- @in_towns 判断：found 最近几个月（window_months）集中在部分镇街；usual 各镇街相当；too_few 条数太少
-- @in_towns_test 其检验（mart.test）
-- @concentrated_town_names 集中在哪些镇街（同上几个月超出应有条数两个标准误以上的，超出多的在前）
-- @is_emerging 是否新近集中
-- @is_recurring 是否反复出现
-- @major_reason 列为重大共性问题的理由：growing_in_towns 反复出现、明显增多并集中在部分镇街；growing 反复出现、明显增多；in_towns 反复出现、集中在部分镇街；emerging 新近集中；不是的为空
-- @is_major 是否重大共性问题（提交局党组会议研究）
-- @open_ledger_count 整改台账中未销号的（条）
-- @overdue_ledger_count 其中已超过整改时限的（条）
-- @special_ledger_nos 其中专项整治的台账编号
-- @has_special_row 整改台账中是否已有（未销号的）专项整治
with named as (
    select month, code as topic, count(*) as named_count
    from mart.problem_mention
    where kind = 'topic'
    group by month, code
),

example as (
    select month, topic, list(examples[1] order by mention_count desc, group_id)[:3] as examples
    from mart.problem_group
    where topic is not null
    group by month, topic
)

select
    standing.code as topic,
    topic.title,
    topic.theme,
    nullif(topic.plan_topic, '') as plan_topic,
    named.named_count,
    coalesce(example.examples, []) as examples,
    standing.* exclude (kind, code)
from mart.problem_standing as standing
inner join reference.topic as topic on topic.topic = standing.code
inner join named on named.month = standing.month and named.topic = standing.code
left join example on example.month = standing.month and example.topic = standing.code
where standing.kind = 'topic'
