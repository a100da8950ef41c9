-- grain: one row per (month, scope, scope_code, indicator); every scope has every indicator of a month that has its source
-- 说明：诉求办理与整改销号指标：率附分子分母，数只有分子
-- @month 月份（该月一日）
-- @scope 范围：county 全县；town 镇（街道）
-- @scope_code 镇街代码（全县为空）
-- @scope_name 名称
-- @indicator 指标代码
-- @numerator 分子（计数指标即其数）
-- @denominator 分母（计数指标为空）
-- @value_pct 率（%）；分母为零时为空，即无从评价
with scope as (
    select 'county' as scope, '' as scope_code, '全县' as scope_name
    union all
    select 'town', town_code, town_name from reference.town
),

present as (
    select distinct month, indicator, denominator is not null as is_rate from core.indicator
)

select
    present.month,
    scope.scope,
    scope.scope_code,
    scope.scope_name,
    present.indicator,
    coalesce(indicator.numerator, 0) as numerator,
    case when present.is_rate then coalesce(indicator.denominator, 0) end as denominator,
    100.0 * indicator.numerator / nullif(indicator.denominator, 0) as value_pct
from present
cross join scope
left join core.indicator as indicator
    on indicator.month = present.month and indicator.indicator = present.indicator
        and indicator.scope = scope.scope and indicator.scope_code = scope.scope_code
