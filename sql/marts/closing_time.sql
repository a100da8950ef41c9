-- grain: one row per (month, scope, scope_code, band of working days), every scope of the month with every band
-- 说明：办结用时分布：本月办结的诉求自派单当日（计0）至办结当日经过的工作日，按段计件数，附中位数和九成办结用时
-- @month 月份（该月一日）
-- @scope 范围：county 全县；town 镇（街道）；unit 局属单位；office 科室；channel 受理渠道；category 问题分类
-- @scope_code 代码（全县为空）
-- @scope_name 名称
-- @scope_order 同一范围内的排列次序
-- @band_order 段的次序
-- @band_name 段的名称
-- @from_working_days 段的下限（工作日，含）
-- @to_working_days 段的上限（工作日，含；末段为空，即不限）
-- @ticket_count 本段件数
-- @closed_count 本月办结而派单、办结时间俱全且先后无误的件数，为各段之和；为零即无从评价
-- @median_working_days 中位数（工作日；没有办结的为空）
-- @nine_tenths_working_days 九成诉求在此工作日数内办结（没有办结的为空）
with bound as (
    select
        unnest(range(len(upper_bounds) + 1)) + 1 as band_order,
        coalesce(upper_bounds[band_order - 1] + 1, 0) as from_working_days,
        upper_bounds[band_order] as to_working_days
    from (
        select string_split(value, '、')::integer[] as upper_bounds
        from reference.scheme
        where part = 'hotline' and setting = 'closing_bands_working_days'
    ) as setting
),

band as (
    select
        *,
        case
            when to_working_days is null then from_working_days - 1 || '个工作日以上'
            when from_working_days = to_working_days then to_working_days || '个工作日'
            else from_working_days || '—' || to_working_days || '个工作日'
        end as band_name
    from bound
),

closed as (
    select month, handling_working_days, unnest(scopes, recursive := true)
    from core.hotline_event
    where handling_working_days is not null
),

scoped as (
    select
        month,
        scope,
        scope_code,
        count(*) as closed_count,
        median(handling_working_days) as median_working_days,
        quantile_disc(handling_working_days, 0.9) as nine_tenths_working_days
    from closed
    group by month, scope, scope_code
),

banded as (
    select closed.month, closed.scope, closed.scope_code, band.band_order, count(*) as ticket_count
    from closed
    inner join band
        on closed.handling_working_days >= band.from_working_days
            and closed.handling_working_days <= coalesce(band.to_working_days, closed.handling_working_days)
    group by closed.month, closed.scope, closed.scope_code, band.band_order
)

select
    due.month,
    due.scope,
    due.scope_code,
    due.scope_name,
    due.scope_order,
    band.band_order,
    band.band_name,
    band.from_working_days,
    band.to_working_days,
    coalesce(banded.ticket_count, 0) as ticket_count,
    coalesce(scoped.closed_count, 0) as closed_count,
    scoped.median_working_days,
    scoped.nine_tenths_working_days
from mart.indicator as due
cross join band
left join scoped using (month, scope, scope_code)
left join banded using (month, scope, scope_code, band_order)
where due.indicator = 'hotline_handling_days'
