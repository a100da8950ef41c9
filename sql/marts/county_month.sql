-- grain: one row per (month)
-- 说明：全县月度概况：样本、得分、环比
-- @month 月份（该月一日）
-- @is_reportable 是否具备编写通报的数据：有两个以上镇街可排名，有诉求，有整改
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
-- @change_test 环比检验（mart.test）
-- @satisfied_pct 满意率（满意+基本满意，加权，%）
-- @satisfied_numerator 满意率分子（加权人数）
-- @satisfied_denominator 满意率分母（加权人数）
-- @satisfied_low_pct 满意率区间下限（%，Korn–Graubard）
-- @satisfied_high_pct 满意率区间上限（%）
-- @strictly_satisfied_pct 严格满意率（只计“满意”及以上，加权，%）
-- @strictly_satisfied_numerator 严格满意率分子（加权人数）
-- @strictly_satisfied_denominator 严格满意率分母（加权人数）
with respondents as (
    select month, count(*) as valid_count from core.respondent group by month
)

select
    month.month,
    month.month in (select month from core.rank where span_months = 1 and dimension = ranking_dimension.value)
    and month.month in (select month from core.indicator where indicator = 'hotline_received')
    and month.month in (select month from core.indicator where indicator = 'rectification_found') as is_reportable,
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
    change_test.test_id as change_test,
    satisfied.share_pct as satisfied_pct,
    satisfied.share_numerator as satisfied_numerator,
    satisfied.share_denominator as satisfied_denominator,
    satisfied.ci_low_pct as satisfied_low_pct,
    satisfied.ci_high_pct as satisfied_high_pct,
    strictly_satisfied.share_pct as strictly_satisfied_pct,
    strictly_satisfied.share_numerator as strictly_satisfied_numerator,
    strictly_satisfied.share_denominator as strictly_satisfied_denominator
from core.month as month
inner join reference.assessment as ranking_dimension
    on ranking_dimension.month = month.month and ranking_dimension.part = 'score'
        and ranking_dimension.setting = 'dimension'
left join core.survey_outcome as outcome on outcome.month = month.month and outcome.scope = 'county'
left join core.score as score
    on score.month = month.month and score.span_months = 1 and score.scope = 'county'
        and score.dimension = ranking_dimension.value
left join core.score as prior
    on prior.month = month.month - interval 1 month and prior.span_months = 1 and prior.scope = 'county'
        and prior.dimension = ranking_dimension.value
left join core.change as change
    on change.month = month.month and change.prior_month = month.month - interval 1 month
        and change.scope = 'county' and change.dimension = ranking_dimension.value
left join respondents on respondents.month = month.month
left join mart.test as change_test
    on change_test.month = month.month and change_test.kind = 'change'
        and change_test.prior_month = change.prior_month and change_test.scope = 'county'
        and change_test.dimension = ranking_dimension.value
left join core.share as satisfied
    on satisfied.month = month.month and satisfied.scope = 'county' and satisfied.measure = 'satisfied'
        and satisfied.dimension = ranking_dimension.value
left join core.share as strictly_satisfied
    on strictly_satisfied.month = month.month and strictly_satisfied.scope = 'county'
        and strictly_satisfied.measure = 'strictly_satisfied' and strictly_satisfied.dimension = ranking_dimension.value
