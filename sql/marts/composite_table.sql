-- grain: one row per (month with interviews, town), in the order in which a table shows them
-- 说明：综合得分表：每个镇（街道）的综合得分、名次和稳健性，按名次排列，不计综合得分的列后
-- @month 月份（该月一日）
-- @table_order 表中次序
-- @town_code 镇街代码
-- @town_name 镇（街道）
-- @peer_group 排名分组：all 不分组；街道、镇 为分别排名
-- @composite_printed 综合得分（分）
-- @ci_low 95% 区间下限（分）
-- @ci_high 95% 区间上限（分）
-- @status 状态（见 mart.composite）
-- @missing_parts 没有计入的指标
-- @point_rank 名次（组内）
-- @rank_best 名次范围上限
-- @rank_worst 名次范围下限
-- @bottom_share_numerator 改变权重后处于后几位的算法数
-- @bottom_share_denominator 算法数
select
    composite.month,
    row_number() over (
        partition by composite.month
        order by composite.peer_group desc, composite.point_rank nulls last, composite.town_order
    )::integer as table_order,
    composite.town_code,
    composite.town_name,
    composite.peer_group,
    composite.composite_printed,
    composite.ci_low,
    composite.ci_high,
    composite.status,
    composite.missing_parts,
    composite.point_rank,
    composite.rank_best,
    composite.rank_worst,
    robustness.bottom_share_numerator,
    robustness.bottom_share_denominator
from mart.composite as composite
left join mart.robustness as robustness
    on robustness.month = composite.month and robustness.town_code = composite.town_code
        and robustness.basis = 'composite'
