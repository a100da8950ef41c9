-- grain: one row per (month, basis, ranked town)
-- 说明：名次的稳健性：换用其他合理的算法或权重，各镇（街道）处于后几位、前几位的次数，最好和最差的名次
-- @month 月份（该月一日）
-- @basis 依据：score 满意度得分；composite 综合得分
-- @town_code 镇街代码
-- @town_name 镇（街道）
-- @town_order 固定次序
-- @peer_group 排名分组：all 不分组；街道、镇 为分别排名
-- @analysis_count 算法数（含测评办法本身）
-- @bottom_share_numerator 处于后几位的算法数（并列在线上的都算）；本组镇街数不多于后几位的为空
-- @bottom_share_denominator 算法数
-- @bottom_share_pct 处于后几位的算法所占比例（%）
-- @top_share_numerator 处于前几位的算法数；本组镇街数不多于前几位的为空
-- @top_share_denominator 算法数
-- @top_share_pct 处于前几位的算法所占比例（%）
-- @best_rank 各算法中最好的名次
-- @worst_rank 各算法中最差的名次
-- @best_analysis 得到最好名次的算法（有几个的，取第一个）
-- @worst_analysis 得到最差名次的算法（有几个的，取第一个）
select
    robustness.month,
    robustness.basis,
    robustness.town_code,
    town.town_name,
    town.town_order,
    robustness.peer_group,
    robustness.analysis_count,
    robustness.bottom_share_numerator,
    robustness.bottom_share_denominator,
    robustness.bottom_share_pct,
    robustness.top_share_numerator,
    robustness.top_share_denominator,
    robustness.top_share_pct,
    robustness.best_rank,
    robustness.worst_rank,
    robustness.best_analysis,
    robustness.worst_analysis
from core.robustness as robustness
inner join reference.town on town.town_code = robustness.town_code
