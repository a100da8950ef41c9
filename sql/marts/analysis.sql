-- grain: one row per (month, basis, analysis, ranked town)
-- 说明：各种算法下的得分和名次：满意度得分的其他算法；综合得分只列单项权重上下浮动的算法
-- @month 月份（该月一日）
-- @basis 依据：score 满意度得分；composite 综合得分
-- @analysis_order 次序（1 为测评办法本身）
-- @analysis 算法代码
-- @title 算法
-- @town_code 镇街代码
-- @town_name 镇（街道）
-- @town_order 固定次序
-- @peer_group 排名分组：all 不分组；街道、镇 为分别排名
-- @value 该算法下的数值（得分为分，满意率为%，已舍入）
-- @point_rank 该算法下的名次（并列同名次）
-- @is_bottom 是否处于后几位（并列在线上的都算）；本组镇街数不多于后几位的为空
-- @is_top 是否处于前几位；本组镇街数不多于前几位的为空
select
    analysis.month,
    analysis.basis,
    analysis.analysis_order,
    analysis.analysis,
    analysis.title,
    analysis.town_code,
    town.town_name,
    town.town_order,
    analysis.peer_group,
    analysis.value,
    analysis.point_rank,
    analysis.is_bottom,
    analysis.is_top
from core.analysis as analysis
inner join reference.town on town.town_code = analysis.town_code
