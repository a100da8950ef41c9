-- grain: one row per (month, span_months, ranked town, rank)
-- 说明：名次概率：各镇（街道）真实名次为第几位的概率
-- @month 月份（该月一日）
-- @span_months 合并几个月的样本（1 为本月）
-- @dimension 维度代码
-- @town_code 镇街代码
-- @town_name 镇（街道）
-- @rank 名次
-- @probability_pct 概率（%）
select
    probability.month,
    probability.span_months,
    probability.dimension,
    probability.town_code,
    town.town_name,
    probability.rank,
    probability.probability_pct
from core.rank_probability as probability
inner join reference.town on town.town_code = probability.town_code
