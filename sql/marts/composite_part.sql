-- grain: one row per (month with interviews, town, part of the composite)
-- 说明：综合得分的构成：每项指标的数值、得分、权重、贡献，以及比全县少得的分
-- @month 月份（该月一日）
-- @town_code 镇街代码
-- @town_name 镇（街道）
-- @part_order 指标次序
-- @indicator 指标代码（survey_score 为满意度得分，其余见 mart.indicator）
-- @title 指标
-- @weight 测评办法中的权重
-- @floor 计 0 分的数值
-- @target 计 100 分的数值
-- @numerator 分子（满意度得分为空）
-- @denominator 分母（满意度得分、计数指标为空）
-- @value 指标的数值（满意度得分为分，率为%，计数为件）；无从评价为空
-- @value_used 计分所用的数值（分母小的率按测评办法处理之后）
-- @rule 分母小的率怎样处理：as_counted 照算；shrunken 向全县收缩；lower_limit 取区间下限；upper_limit 取区间上限（越低越好的率）
-- @value_se 抽样误差（标准误，与数值同单位；完整台账的率为 0）
-- @base_count 样本或分母（计数指标为空）
-- @status 状态：used 计入；no_data 无数可评；below_minimum 分母低于测评办法的要求
-- @points 得分（0—100 分）
-- @county_points 全县得分（各镇街得分按人口加权，分）
-- @weight_used_numerator 计入的权重（未计入为 0）
-- @weight_used_denominator 该镇街计入的各项权重合计
-- @weight_used_pct 实际所占权重（%）；不计综合得分的为空
-- @contribution 对综合得分的贡献（分）
-- @loss 因该项比全县少得的分（分，负为多得）
select
    part.month,
    part.town_code,
    town.town_name,
    part.part_order,
    part.indicator,
    part.title,
    scheme.weight,
    scheme.floor,
    scheme.target,
    part.numerator,
    part.denominator,
    part.value,
    part.value_used,
    part.rule,
    part.se as value_se,
    part.base_count,
    part.status,
    part.points,
    part.county_points,
    part.weight_used_numerator,
    part.weight_used_denominator,
    part.weight_used_pct,
    part.contribution,
    part.loss
from core.composite_part as part
inner join reference.town on town.town_code = part.town_code
inner join reference.composite_part as scheme on scheme.month = part.month and scheme.part_order = part.part_order
