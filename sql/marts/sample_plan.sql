-- grain: one row per (month, town_code)
-- 说明：样本测算：以本月的离散程度，达到排名、达到给定精度、区分末位与中位各需多少样本
-- @month 月份（该月一日）
-- @town_code 镇街代码
-- @town_name 镇（街道）
-- @scored_count 评分样本（份）
-- @ranking_count 参加排名需要的样本（份）
-- @half_width 精度：得分区间正负几分
-- @half_width_count 达到该精度需要的样本（份；空为无从测算或超过人口）
-- @is_last 是否本月末位
-- @difference 末位与中位相差的分数（分）
-- @each_count 各镇街样本相同时，区分末位与中位需要的样本（份）
-- @extra_count 只在末位镇街增加时，还需增加的样本（份；空为不能达到）
-- @extra_reason 不能达到的原因：others 中位镇街自身误差过大；population 超过人口；no_difference 得分相同；no_variance 答案全部相同；too_few_towns 镇街过少
select
    plan.month,
    plan.town_code,
    town.town_name,
    plan.scored_count,
    plan.ranking_count,
    plan.half_width,
    plan.half_width_count,
    coalesce(separation.last_town_code = plan.town_code, false) as is_last,
    case when is_last then separation.difference end as difference,
    separation.each_count,
    case when is_last then separation.extra_count end as extra_count,
    case when is_last then separation.extra_reason end as extra_reason
from core.town_plan as plan
inner join reference.town on town.town_code = plan.town_code
left join core.plan as separation on separation.month = plan.month
