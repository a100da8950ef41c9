-- grain: one row per (month, span_months, ordered pair of ranked towns)
-- 说明：两两比较：另一镇街的得分是否高于本镇街（名次范围由此得出）
-- @month 月份（该月一日）
-- @span_months 合并几个月的样本（1 为本月）
-- @dimension 维度代码
-- @town_code 镇街代码
-- @town_name 镇（街道）
-- @other_town_code 另一镇街代码
-- @other_town_name 另一镇（街道）
-- @difference 另一镇街得分减本镇街得分（分）
-- @difference_se 差的标准误（分）
-- @p_adjusted “另一镇街高于本镇街”的校正 p 值（单侧，最大统计量逐步法）
select
    pair.month,
    pair.span_months,
    pair.dimension,
    pair.town_code,
    town.town_name,
    pair.other_town_code,
    other.town_name as other_town_name,
    pair.difference,
    pair.difference_se,
    pair.p_adjusted
from core.pair as pair
inner join reference.town on town.town_code = pair.town_code
inner join reference.town as other on other.town_code = pair.other_town_code
