-- grain: one row per month
-- 说明：全县月度概况：样本、得分、环比
-- @month 月份（该月一日）
-- @is_demo 是否含演示数据
-- @file_count 读到的文件数
-- @attempt_count 呼叫人次
-- @valid_count 有效样本（份，各镇街之和）
-- @rr1_pct 应答率（AAPOR RR1，%）
-- @rr1_numerator 应答率分子
-- @rr1_denominator 应答率分母
-- @coop1_pct 合作率（AAPOR COOP1，%）
-- @coop1_numerator 合作率分子
-- @coop1_denominator 合作率分母
-- @scale 量表
-- @score 全县得分（分，按人口加权）
-- @score_printed 全县得分（舍入）
-- @ci_low 95% 区间下限
-- @ci_high 95% 区间上限
-- @scored_count 对总体评价作出评分的样本（份）
-- @prior_score_printed 上月全县得分
-- @prior_scale 上月量表
-- @change 环比变化（分，未舍入；检验用）
-- @change_printed 环比变化（分，两个印出得分之差；量表不同或缺上月时为空）
-- @change_p_value 环比检验 p 值
-- @change_verdict 环比结论：up 上升；down 下降；flat 基本持平；none 不可比
-- @satisfied_pct 满意率（满意+基本满意，加权，%）
-- @satisfied_numerator 满意率分子（加权人数）
-- @satisfied_denominator 满意率分母（加权人数）
-- Like the score, the share is the towns' own, each counting by its population. Sums of fractions are ordered: they
-- would otherwise differ in the last digit from run to run.
with town_satisfied as (
    select
        month,
        dimension,
        town_code,
        sum(base_weight order by sheet_id, row) filter (is_satisfied)
        / sum(base_weight order by sheet_id, row) filter (is_satisfied is not null) as satisfied_share
    from core.scored_answer
    group by month, dimension, town_code
    having count(is_satisfied) > 0
),

population as (
    select town_code, sum(persons) as population from reference.population group by town_code
),

satisfied as (
    select
        town_satisfied.month,
        town_satisfied.dimension,
        sum(population.population * coalesce(town_satisfied.satisfied_share, 0) order by town_code)
            as satisfied_numerator,
        sum(population.population) as satisfied_denominator
    from town_satisfied
    inner join population using (town_code)
    group by town_satisfied.month, town_satisfied.dimension
),

respondents as (
    select month, count(*) as valid_count from core.respondent group by month
)

select
    month.month,
    month.is_demo,
    month.file_count,
    outcome.attempt_count,
    respondents.valid_count,
    100.0 * outcome.rr1_numerator / nullif(outcome.rr1_denominator, 0) as rr1_pct,
    outcome.rr1_numerator,
    outcome.rr1_denominator,
    100.0 * outcome.coop1_numerator / nullif(outcome.coop1_denominator, 0) as coop1_pct,
    outcome.coop1_numerator,
    outcome.coop1_denominator,
    score.scale,
    score.score,
    score.score_printed,
    score.ci_low,
    score.ci_high,
    score.scored_count,
    prior.score_printed as prior_score_printed,
    prior.scale as prior_scale,
    change.change,
    case when change.change is not null then round(score.score_printed - prior.score_printed, 4) end as change_printed,
    change.p_value as change_p_value,
    coalesce(change.verdict, 'none') as change_verdict,
    100.0 * satisfied.satisfied_numerator / nullif(satisfied.satisfied_denominator, 0) as satisfied_pct,
    satisfied.satisfied_numerator,
    satisfied.satisfied_denominator
from core.month as month
inner join reference.assessment as ranking_dimension
    on ranking_dimension.month = month.month and ranking_dimension.part = 'score'
        and ranking_dimension.setting = 'dimension'
left join core.survey_outcome as outcome on outcome.month = month.month and outcome.scope = 'county'
left join core.score as score
    on score.month = month.month and score.scope = 'county' and score.dimension = ranking_dimension.value
left join core.score as prior
    on prior.month = month.month - interval 1 month and prior.scope = 'county'
        and prior.dimension = ranking_dimension.value
left join core.change as change
    on change.month = month.month and change.scope = 'county' and change.dimension = ranking_dimension.value
left join respondents on respondents.month = month.month
left join satisfied on satisfied.month = month.month and satisfied.dimension = ranking_dimension.value
