-- grain: one row per (month, prior_month, scope, scope_code, dimension)
-- 说明：两期对比：两个月的得分、变化及其检验；每月与上月、上年同月比较，另有指定对比的月份
-- @month 月份（该月一日）
-- @prior_month 对比的月份（该月一日）
-- @scope 范围：county 全县；town 镇（街道）；urban_rural 城乡；sex 性别；age_band 年龄段
-- @scope_code 代码（全县为空，见 mart.scope）
-- @scope_name 名称
-- @scope_order 同一范围内的次序
-- @dimension 维度代码
-- @dimension_name 维度
-- @question 题号
-- @is_ranking_dimension 是否排名所用的维度
-- @scored_count 评分样本（份）
-- @score_printed 得分（舍入）
-- @ci_low 95% 区间下限
-- @ci_high 95% 区间上限
-- @prior_scored_count 对比期评分样本（份）
-- @prior_score_printed 对比期得分（舍入）
-- @prior_ci_low 对比期 95% 区间下限
-- @prior_ci_high 对比期 95% 区间上限
-- @change 变化（分）；不可比的为空
-- @change_printed 变化（舍入后两期得分之差，与印出的得分相符）；不可比的为空
-- @change_low 变化的 95% 区间下限（未校正）
-- @change_high 变化的 95% 区间上限（未校正）
-- @p_adjusted 校正后的 p 值（Holm；镇街、各类居民各为一组同时检验）
-- @verdict 结论：up 上升；down 下降；flat 无显著变化；none 不可比
-- @reason 不可比的原因：other_scale 量表不同；not_asked 当期未问；not_asked_before 对比期未问；too_few 当期样本不足；too_few_before 对比期样本不足
-- @change_by_performance 变化中评价变化所占（分）；不能分解的为空
-- @change_by_composition 变化中样本构成变化所占（分）；不能分解的为空
-- @test_id 检验（mart.test）
with alone as (
    select * from core.score where span_months = 1
),

later as (
    select pair.prior_month, alone.*
    from alone
    inner join core.month_pair as pair using (month)
),

earlier as (
    select pair.month, alone.* rename (month as prior_month)
    from alone
    inner join core.month_pair as pair on pair.prior_month = alone.month
),

question as (
    select dimension, arg_max(dimension_name, valid_from) as dimension_name, max(question) as question
    from reference.question
    group by dimension
),

compared as (
    select
        month,
        prior_month,
        scope,
        scope_code,
        dimension,
        later.scored_count,
        later.score_printed,
        later.ci_low,
        later.ci_high,
        earlier.scored_count as prior_scored_count,
        earlier.score_printed as prior_score_printed,
        earlier.ci_low as prior_ci_low,
        earlier.ci_high as prior_ci_high,
        case
            when later.scale is null then 'not_asked'
            when earlier.scale is null then 'not_asked_before'
            when later.scale <> earlier.scale then 'other_scale'
            when later.status <> 'ranked' then 'too_few'
            when earlier.status <> 'ranked' then 'too_few_before'
        end as reason
    from later
    full join earlier using (month, prior_month, scope, scope_code, dimension)
)

select
    compared.month,
    compared.prior_month,
    compared.scope,
    compared.scope_code,
    scope.scope_name,
    scope.scope_order,
    compared.dimension,
    question.dimension_name,
    question.question,
    compared.dimension = ranking_dimension.value as is_ranking_dimension,
    compared.scored_count,
    compared.score_printed,
    compared.ci_low,
    compared.ci_high,
    compared.prior_scored_count,
    compared.prior_score_printed,
    compared.prior_ci_low,
    compared.prior_ci_high,
    change.change,
    if(change.change is null, null, round(compared.score_printed - compared.prior_score_printed, 4)) as change_printed,
    change.ci_low as change_low,
    change.ci_high as change_high,
    change.p_adjusted,
    coalesce(change.verdict, 'none') as verdict,
    compared.reason,
    change.change_by_performance,
    change.change_by_composition,
    test.test_id
from compared
inner join core.scope as scope using (scope, scope_code)
inner join question using (dimension)
inner join reference.assessment as ranking_dimension
    on ranking_dimension.month = compared.month and ranking_dimension.part = 'score'
        and ranking_dimension.setting = 'dimension'
left join core.change as change
    on change.month = compared.month and change.prior_month = compared.prior_month
        and change.scope = compared.scope and change.scope_code = compared.scope_code
        and change.dimension = compared.dimension
left join mart.test as test
    on test.kind = 'change' and test.month = compared.month and test.prior_month = compared.prior_month
        and test.scope = compared.scope and test.scope_code = compared.scope_code
        and test.dimension = compared.dimension
