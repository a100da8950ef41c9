-- grain: one row per (month, town with interviews)
-- 说明：权数校准：每个镇街的样本是否校准到人口构成、合并了哪些类、权数变动多大
-- @month 月份（该月一日）
-- @town_code 镇街代码
-- @town_name 镇（街道）
-- @interview_count 有效样本（份）
-- @status 状态：raked 已校准；base 只用分层权数
-- @reason 未校准的原因：not_asked_for 测评办法不要求；impossible_margins 达不到人口构成；impossible_bounds 权数超出限度；respondents_without_population 某类人口为零而有样本；margins_disagree 各项人口合计不符
-- @merged 样本少而合并的类
-- @iterations 迭代次数
-- @worst_ratio 校准后与目标之比（离 1 最远的一类）
-- @lowest_ratio 校准权数与分层权数之比：最低
-- @highest_ratio 校准权数与分层权数之比：最高
select
    weighting.month,
    weighting.town_code,
    town.town_name,
    weighting.interview_count,
    weighting.status,
    weighting.reason,
    weighting.merged,
    weighting.iterations,
    weighting.worst_ratio,
    weighting.lowest_ratio,
    weighting.highest_ratio
from core.weighting as weighting
inner join reference.town on town.town_code = weighting.town_code
