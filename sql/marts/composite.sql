-- grain: one row per (month, town_code), of months with interviews: all 12 towns, ranked or not
-- 说明：综合得分：各镇（街道）的综合得分、区间、名次及可信范围，与全县相差的分数
-- @month 月份（该月一日）
-- @town_code 镇街代码
-- @town_name 镇（街道）
-- @town_order 固定次序
-- @peer_group 排名分组：all 不分组；街道、镇 为分别排名
-- @composite 综合得分（分，未舍入）；空为不计
-- @composite_printed 综合得分（分，按测评办法舍入）
-- @composite_se 综合得分的标准误（分；全部来自完整台账的指标没有抽样误差）
-- @ci_low 95% 区间下限（分）
-- @ci_high 95% 区间上限（分）
-- @weight_share_numerator 有数可评的指标权重合计
-- @weight_share_denominator 全部指标权重合计
-- @weight_share_pct 有数可评的指标权重所占比例（%）
-- @status 状态：complete 各项齐全；renormalised 缺项，权重由其余各项分担；no_error 有得分而无法估计误差，不排名；weight_too_small 缺项过多，不计
-- @missing_parts 没有计入的指标（名称，以顿号分隔；没有则为空）
-- @ranked_count 本组参加排名的镇（街道）数
-- @point_rank 名次（组内，并列同名次）
-- @is_tied 是否并列
-- @rank_best 名次范围上限（最好可能名次）
-- @rank_worst 名次范围下限（最差可能名次）
-- @depends_on_draws 名次范围是否随抽取而变（临界处，须说明）
-- @bottom_pct 处于后几位的概率（%）；本组镇街数不多于后几位的为空
-- @top_pct 处于前几位的概率（%）；本组镇街数不多于前几位的为空
-- @loss 比全县低的分数（分，负为高于全县）；等于各指标失分与缺项影响之和
-- @loss_by_missing 其中因缺项、权重转给其他指标（分）
with missing as (
    select month, town_code, string_agg(title, '、' order by part_order) as missing_parts
    from core.composite_part
    where status <> 'used'
    group by month, town_code
)

select
    composite.month,
    composite.town_code,
    town.town_name,
    town.town_order,
    composite.peer_group,
    composite.composite,
    composite.printed as composite_printed,
    composite.se as composite_se,
    composite.ci_low,
    composite.ci_high,
    composite.weight_share_numerator,
    composite.weight_share_denominator,
    composite.weight_share_pct,
    composite.status,
    missing.missing_parts,
    composite.ranked_count,
    composite.point_rank,
    composite.is_tied,
    composite.rank_best,
    composite.rank_worst,
    composite.depends_on_draws,
    composite.bottom_pct,
    composite.top_pct,
    composite.loss,
    composite.loss_by_missing
from core.composite as composite
inner join reference.town on town.town_code = composite.town_code
left join missing on missing.month = composite.month and missing.town_code = composite.town_code
