-- grain: one row per (month of a campaign, scope, scope_code): the county, every town, and units and offices that have any
-- 说明：整改“回头看”汇总：活动以来销号的件数、回访、现场核查、反弹，按全县、镇（街道）、单位和科室
-- @month 月份（该月一日）
-- @scope 范围：county 全县；town 镇（街道）；unit 局属单位；office 科室
-- @scope_code 代码（全县为空，见 mart.scope）
-- @scope_name 名称
-- @scope_order 同一范围内的次序
-- @struck_off_count 活动以来销号（件）
-- @revisited_pct 回访率（%）
-- @revisited_numerator 已回访（件）
-- @revisited_denominator 销号（件）
-- @revisit_satisfied_pct 回访满意率（%）
-- @revisit_satisfied_numerator 回访满意和基本满意（件）
-- @revisit_satisfied_denominator 已回访（件）
-- @checked_pct 现场核查率（%）
-- @checked_numerator 已现场核查（件）
-- @checked_denominator 销号（件）
-- @check_passed_pct 现场核查到位率（%）
-- @check_passed_numerator 整改到位（件）
-- @check_passed_denominator 已现场核查（件）
-- @rebounded_pct 反弹率（%，含疑似）
-- @rebounded_numerator 反弹和疑似反弹（件）
-- @rebounded_denominator 销号（件）
-- @told_again_count 其中疑似反弹、须核实的（件）
-- @disproved_count 回访不满意或核查未到位（件）
-- @confirmed_count 回访满意且核查到位（件）
-- @remaining_count 尚待回访或核查（件）
with counted as (
    select month, scoped.scope, scoped.scope_code, look_back.*
    from (select month, unnest(scopes) as scoped, look_back.* exclude (month, scopes) from mart.look_back) as look_back
),

place as (
    select campaign.month, scope.*
    from core.scope
    cross join (select distinct month from mart.phase where campaign is not null) as campaign
    where scope.scope in ('county', 'town', 'unit', 'office')
),

totals as (
    select
        place.month,
        place.scope,
        place.scope_code,
        place.scope_name,
        place.scope_order,
        count(ledger_no)::integer as struck_off_count,
        count(*) filter (is_revisited)::integer as revisited_numerator,
        count(*) filter (is_revisit_satisfied)::integer as revisit_satisfied_numerator,
        count(*) filter (is_checked)::integer as checked_numerator,
        count(*) filter (is_check_passed)::integer as check_passed_numerator,
        count(*) filter (outcome in ('rebounded', 'told_again'))::integer as rebounded_numerator,
        count(*) filter (outcome = 'told_again')::integer as told_again_count,
        count(*) filter (outcome = 'disproved')::integer as disproved_count,
        count(*) filter (outcome = 'confirmed')::integer as confirmed_count,
        count(*) filter (outcome in ('to_check', 'to_revisit', 'untouched'))::integer as remaining_count
    from place
    left join counted using (month, scope, scope_code)
    group by all
)

select
    month,
    scope,
    scope_code,
    scope_name,
    scope_order,
    struck_off_count,
    100.0 * revisited_numerator / nullif(struck_off_count, 0) as revisited_pct,
    revisited_numerator,
    struck_off_count as revisited_denominator,
    100.0 * revisit_satisfied_numerator / nullif(revisited_numerator, 0) as revisit_satisfied_pct,
    revisit_satisfied_numerator,
    revisited_numerator as revisit_satisfied_denominator,
    100.0 * checked_numerator / nullif(struck_off_count, 0) as checked_pct,
    checked_numerator,
    struck_off_count as checked_denominator,
    100.0 * check_passed_numerator / nullif(checked_numerator, 0) as check_passed_pct,
    check_passed_numerator,
    checked_numerator as check_passed_denominator,
    100.0 * rebounded_numerator / nullif(struck_off_count, 0) as rebounded_pct,
    rebounded_numerator,
    struck_off_count as rebounded_denominator,
    told_again_count,
    disproved_count,
    confirmed_count,
    remaining_count
from totals
where scope in ('county', 'town') or struck_off_count > 0
