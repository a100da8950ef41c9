-- grain: one row per (month with results of the third party, town)
-- 说明：本局测评与第三方测评的镇街得分对照（是否一致见 mart.agreement）
-- @month 月份（该月一日）
-- @town_code 镇街代码
-- @town_name 镇（街道）
-- @town_order 固定次序
-- @score 本局得分（排名题目；样本不足的也列出）
-- @ci_low 本局得分置信区间下限
-- @ci_high 本局得分置信区间上限
-- @point_rank 本局名次（未排名的为空）
-- @external_score 第三方得分
-- @external_rank 第三方得分在各镇街中的名次
-- @external_sample_size 第三方样本量
-- @difference 本局得分减第三方得分
-- @is_external_outside 第三方得分在本局得分的置信区间之外（第三方自身的误差未计）
-- @rank_difference 第三方名次减本局名次（正数为本局名次靠前）
with external as (
    select *, rank() over (partition by month order by score desc) as external_rank
    from staging.external_town
    where town_code is not null
)

select
    external_month.month,
    town.town_code,
    town.town_name,
    town.town_order,
    ours.score_printed as score,
    ours.ci_low,
    ours.ci_high,
    place.point_rank,
    external.score as external_score,
    external.external_rank,
    external.sample_size as external_sample_size,
    round(ours.score_printed - external.score, 4) as difference,
    external.score < ours.ci_low or external.score > ours.ci_high as is_external_outside,
    external.external_rank - place.point_rank as rank_difference
from (select distinct month from external) as external_month
cross join reference.town as town
inner join reference.assessment as ranking_dimension
    on ranking_dimension.month = external_month.month and ranking_dimension.part = 'score'
        and ranking_dimension.setting = 'dimension'
left join external on external.month = external_month.month and external.town_code = town.town_code
left join core.score as ours
    on ours.month = external_month.month and ours.span_months = 1 and ours.scope = 'town'
        and ours.scope_code = town.town_code and ours.dimension = ranking_dimension.value
left join core.rank as place
    on place.month = external_month.month and place.span_months = 1 and place.town_code = town.town_code
        and place.dimension = ranking_dimension.value
