-- grain: one row per statistical test behind a comparison that reports may state
-- 说明：统计检验：报告中凡作比较的句子，都以其中一项为据（见 mart.statement）
-- @test_id 检验编号：种类/月份/月数/范围/维度；与上月以外的月份比较的，月份后附该月
-- @month 月份（该月一日）
-- @prior_month 与哪个月比较（change）
-- @kind 种类：change 与前一月或其他月份比较；county 与全县比较；group 各类居民与其余受访者比较；bottom 处于后几位；top 处于前几位；群众意见的主题和问题：emerging 新近集中；growing 明显增多；in_towns 集中在部分镇街
-- @span_months 合并几个月的样本（1 为本月）
-- @scope 范围：county 全县；town 镇（街道）；urban_rural、sex、age_band 各类居民
-- @scope_code 代码（全县为空）
-- @dimension 维度代码；群众意见为主题代码、问题编号
-- @estimate 估计值：change、county、group 为相差的分数；bottom、top 为概率（0—1）；emerging、growing 为比应有条数多出的条数；in_towns 为空
-- @se 标准误（分）；其余为空
-- @p_value 未校正的双侧 p 值（emerging、growing、in_towns 为单侧）；bottom、top 为空
-- @p_adjusted 校正后的 p 值：change、county、group 按 Holm 法，bottom、top 按最大统计量逐步法（单侧），emerging、growing、in_towns 按 Benjamini–Hochberg 法
-- @decision 结论：up、down、flat；above、below、none；sufficient、strong、insufficient；found、usual
with found as (
    select
        'change' as kind, month, prior_month, 1 as span_months, scope, scope_code, dimension,
        change as estimate, change_se as se, p_value, p_adjusted, verdict as decision
    from core.change
    union all
    select
        'county', month, null, span_months, 'town', town_code, dimension,
        county_difference, county_difference_se, county_p_value, county_p_adjusted, county_verdict
    from core.rank
    where span_months = 1
    union all
    select
        side.kind, rank.month, null, rank.span_months, 'town', rank.town_code, rank.dimension,
        side.probability, null, null, side.p_adjusted, side.decision
    from core.rank as rank
    inner join reference.assessment as ranking_dimension
        on ranking_dimension.month = rank.month and ranking_dimension.part = 'score'
            and ranking_dimension.setting = 'dimension' and ranking_dimension.value = rank.dimension
    cross join lateral (
        select
            'bottom' as kind,
            rank.bottom_pct / 100 as probability,
            rank.bottom_p_adjusted as p_adjusted,
            rank.bottom_evidence as decision
        union all
        select 'top', rank.top_pct / 100, rank.top_p_adjusted, rank.top_evidence
    ) as side
    union all
    select
        test, month, null, span_months, 'county', null, code,
        mention_count - expected_count, null, p_value, p_adjusted, verdict
    from core.topic_test
    where p_adjusted is not null
    union all
    select
        'group', month, null, 1, scope, scope_code, dimension,
        difference, difference_se, p_value, p_adjusted, verdict
    from core.group_contrast
    where verdict <> 'untested'
)

select
    concat_ws(
        '/',
        kind,
        strftime(month, '%Y-%m') || if(prior_month < month - interval 1 month, strftime(prior_month, '~%Y-%m'), ''),
        span_months,
        if(scope = 'county', 'county', scope_code),
        dimension
    ) as test_id,
    *
from found
