-- grain: one row per (month, span_months, dimension, town whose score is not ranked)
-- 说明：不能评定的镇（街道）：原因、怎么办、还差多少样本
-- @month 月份（该月一日）
-- @span_months 合并几个月的样本（1 为本月）
-- @dimension 维度代码
-- @town_code 镇街代码
-- @town_name 镇（街道）
-- @scored_count 评分样本（份）
-- @reason 原因代码
-- @reason_text 原因
-- @remedy 怎么办
-- @needed_count 参加排名共需样本（份；空为无从测算）
select
    score.month,
    score.span_months,
    score.dimension,
    score.scope_code as town_code,
    town.town_name,
    score.scored_count,
    score.reason,
    refusal.reason_text,
    refusal.remedy,
    case when score.reason in ('few_scored', 'few_effective', 'nothing_scored') then plan.ranking_count end as needed_count
from core.score as score
inner join reference.town on town.town_code = score.scope_code
inner join reference.refusal_text as refusal on refusal.reason = score.reason
left join core.town_plan as plan on plan.month = score.month and plan.town_code = score.scope_code
where score.scope = 'town' and score.status <> 'ranked'
