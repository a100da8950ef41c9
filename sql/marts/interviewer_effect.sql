-- grain: one row per month with interviews whose interviewer is known
-- 说明：访问员效应：排名题目的得分有多少差异来自访问员（镇街固定，单因素随机效应方差分析），每月一行
-- @month 月份（该月一日）
-- @interviewer_count 访问员数
-- @scored_count 作出评分的样本（份）
-- @workload 平均每名访问员的样本（份）
-- @icc 组内相关系数 ρ（无法估计的为空）
-- @icc_low 区间下限
-- @icc_high 区间上限
-- @f_value F 值
-- @df_between 访问员间自由度
-- @df_within 访问员内自由度
-- @p_value F 检验 p 值（无访问员效应）
-- @design_effect 设计效应 1+(平均样本−1)ρ：方差因访问员放大的倍数
select
    month,
    interviewer_count,
    scored_count,
    workload,
    icc,
    icc_low,
    icc_high,
    f_value,
    df_between,
    df_within,
    p_value,
    design_effect
from core.interviewer_effect
