-- grain: one row per (month, problem) that an opinion of the month tells: near-identical opinions of one topic are one problem
-- 说明：各来源、各镇街、各月文字相近而主题相同的意见归为一个问题：条数、镇街、升降，是否重大共性问题（提交研究的以 mart.topic_month 为准，另加这里未归类的）
-- @group_id 问题编号（首次出现的年月和识别码，增加月份不变）
-- @matter 问题要点（去掉地名、套话的原话）
-- @topic 主题代码（未归类的为空）
-- @title 主题
-- @theme 领域
-- @plan_topic 实施方案所列的共性问题（不属于的为空）
-- @examples 例句（至多三句；村名写作某村，私人信息入库前已遮盖）
-- @month 月份（该月一日）
-- @mention_count 本月以此为主要内容的意见（条）
-- @survey_count 其中电话访问意见（条）
-- @hotline_count 其中热线、留言、来信来访（条）
-- @visit_count 其中入户走访意见（条）
-- @inspection_count 其中暗访督查问题（条）
-- @town_count 本月涉及镇街（个）
-- @town_names 本月涉及的镇街（按镇街次序）
-- @share_pct 占本月归入问题的意见的比例（%）
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
with told as (
    select month, code, redacted_text, max(likeness) as likeness
    from mart.problem_mention
    where kind = 'group'
    group by month, code, redacted_text
),

example as (
    select
        month,
        code,
        list(redacted_text order by likeness desc, length(redacted_text), redacted_text)[:3] as examples
    from told
    group by month, code
)

select
    standing.code as group_id,
    problem.matter,
    problem.topic,
    topic.title,
    topic.theme,
    nullif(topic.plan_topic, '') as plan_topic,
    example.examples,
    standing.* exclude (kind, code)
from mart.problem_standing as standing
inner join core.opinion_group as problem on problem.group_id = standing.code
inner join example on example.month = standing.month and example.code = standing.code
left join reference.topic as topic on topic.topic = problem.topic
where standing.kind = 'group'
