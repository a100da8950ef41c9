-- grain: one row per (month, scope, scope_code, dimension, measure)
-- 说明：满意率：全县和各镇（街道）在每个维度上的满意率（加权）、区间和能否发布
-- @month 月份（该月一日）
-- @scope 范围：county 全县；town 镇（街道）
-- @scope_code 镇街代码（全县为空）
-- @scope_name 名称
-- @dimension 维度代码
-- @dimension_name 维度
-- @question 题号
-- @measure 口径：satisfied 含基本满意（五级量表含“一般”）；strictly_satisfied 只计满意及以上
-- @graded_count 作出评价的样本（份）
-- @share_pct 满意率（%）
-- @share_numerator 分子（加权人数）
-- @share_denominator 分母（加权人数）
-- @share_se_pct 标准误（百分点）
-- @df 自由度
-- @ci_low_pct 95% 区间下限（%，Korn–Graubard）
-- @ci_high_pct 95% 区间上限（%）
-- @effective_count 有效样本量（份）
-- @publication 发布：show 可发布；review 须复核；suppress 不发布（NCHS 2-175）
-- @reason 不发布或须复核的原因：small_sample 样本少；wide_interval 区间宽；wide_relative 相对区间宽；few_df 自由度低；all_alike 全部相同
select
    share.month,
    share.scope,
    share.scope_code,
    coalesce(town.town_name, '全县') as scope_name,
    share.dimension,
    question.dimension_name,
    question.question,
    share.measure,
    share.graded_count,
    share.share_pct,
    share.share_numerator,
    share.share_denominator,
    share.share_se_pct,
    share.df,
    share.ci_low_pct,
    share.ci_high_pct,
    share.effective_count,
    share.publication,
    share.reason
from core.share as share
inner join reference.question
    on question.dimension = share.dimension
        and strftime(share.month, '%Y-%m') >= question.valid_from
        and strftime(share.month, '%Y-%m') <= coalesce(question.valid_to, '9999-12')
left join reference.town on town.town_code = share.scope_code
