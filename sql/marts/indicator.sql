-- grain: one row per (month, scope, scope_code, indicator); every scope has every indicator counted by it, in a month that has its source
-- 说明：各项指标：率附分子分母，数只有分子；全县、镇街、单位、科室、走访组、渠道、分类等同一口径
-- @month 月份（该月一日）
-- @scope 范围：county 全县；town 镇（街道）；unit 局属单位；office 科室；其余见 mart.scope
-- @scope_code 代码（全县为空）
-- @scope_name 名称
-- @scope_order 同一范围内的排列次序
-- @indicator 指标代码（说明见 mart.indicator_note）
-- @title 指标名称
-- @numerator 分子（计数指标即其数）
-- @denominator 分母（计数指标为空）
-- @value 指标值：率为百分数，万人指标为每万人件数，均值为平均数，计数即其数；分母为零时为空，即无从评价
-- @unit_of_value 指标值的单位
with present as (
    select distinct month, indicator from core.indicator where scope = 'county'
),

due as (
    select present.month, indicator.*, unnest(string_split(indicator.scopes, '|')) as scope
    from present
    inner join reference.indicator as indicator using (indicator)
)

select
    due.month,
    due.scope,
    scope.scope_code,
    scope.scope_name,
    scope.scope_order,
    due.indicator,
    due.title,
    cast(coalesce(counted.numerator, 0) as bigint) as numerator,
    case when due.form <> 'count' then cast(coalesce(counted.denominator, 0) as bigint) end as denominator,
    indicator_value(due.form, coalesce(counted.numerator, 0), coalesce(counted.denominator, 0)) as value,
    due.unit_of_value
from due
inner join core.scope as scope using (scope)
left join core.indicator as counted
    on counted.month = due.month and counted.indicator = due.indicator
        and counted.scope = scope.scope and counted.scope_code = scope.scope_code
-- every report asks for a month and some kinds of scope: in this order they are found many times as fast
order by due.month, due.scope, scope.scope_order, due.indicator
