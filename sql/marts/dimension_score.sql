-- grain: one row per (month, scope, scope_code, dimension)
-- 说明：分项得分：全县、各镇（街道）和各类居民在每个维度上的得分与区间
-- @month 月份（该月一日）
-- @scope 范围：county 全县；town 镇（街道）；urban_rural 城乡；sex 性别；age_band 年龄段
-- @scope_code 代码（全县为空，见 mart.scope）
-- @scope_name 名称
-- @scope_order 同一范围内的次序
-- @dimension 维度代码
-- @dimension_name 维度
-- @question 题号
-- @scored_count 评分样本（份）
-- @score 得分（分）
-- @score_printed 得分（舍入）
-- @ci_low 95% 区间下限
-- @ci_high 95% 区间上限
-- @status 状态：ranked 可比较；too_few 样本不足；no_variance 无法估计误差
-- @change 环比变化（分）
-- @prior_score_printed 上月得分（舍入）
-- @change_verdict 环比结论：up 上升；down 下降；flat 基本持平；none 不可比
-- @change_test 环比检验（mart.test）
-- @county_verdict 与全县比较（各镇街同时检验，Holm 校正）：above 显著高于；below 显著低于；none 无显著差异
-- @county_test 与全县比较的检验（mart.test）
select
    score.month,
    score.scope,
    score.scope_code,
    scope.scope_name,
    scope.scope_order,
    score.dimension,
    question.dimension_name,
    question.question,
    score.scored_count,
    score.score,
    score.score_printed,
    score.ci_low,
    score.ci_high,
    score.status,
    change.change,
    prior.score_printed as prior_score_printed,
    coalesce(change.verdict, 'none') as change_verdict,
    change_test.test_id as change_test,
    coalesce(rank.county_verdict, 'none') as county_verdict,
    county_test.test_id as county_test
from core.score as score
inner join reference.question
    on question.dimension = score.dimension
        and strftime(score.month, '%Y-%m') >= question.valid_from
        and strftime(score.month, '%Y-%m') <= coalesce(question.valid_to, '9999-12')
left join core.scope as scope on scope.scope = score.scope and scope.scope_code = score.scope_code
left join core.score as prior
    on prior.month = score.month - interval 1 month and prior.span_months = 1 and prior.scope = score.scope and prior.scope_code = score.scope_code
        and prior.dimension = score.dimension
left join core.change as change
    on change.month = score.month and change.prior_month = score.month - interval 1 month
        and change.scope = score.scope and change.scope_code = score.scope_code
        and change.dimension = score.dimension
left join mart.test as change_test
    on change_test.month = score.month and change_test.kind = 'change' and change_test.prior_month = change.prior_month and change_test.scope = score.scope
        and change_test.scope_code = score.scope_code and change_test.dimension = score.dimension
left join core.rank as rank
    on rank.month = score.month and rank.span_months = 1 and rank.town_code = score.scope_code
        and rank.dimension = score.dimension
left join mart.test as county_test
    on county_test.month = score.month and county_test.kind = 'county' and county_test.scope_code = score.scope_code
        and county_test.dimension = score.dimension
where score.span_months = 1
