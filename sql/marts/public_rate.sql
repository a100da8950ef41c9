-- grain: one row per (month, rate of the county that the public may be told)
-- 说明：公示用的比例：分母或分子小于规定数的不显示（见 scheme.toml 的 suppression 段）；只取整数，不列分子分母
-- @month 月份（该月一日）
-- @indicator 指标代码
-- @title 指标
-- @shown_rate 比例（%，舍入到整数；不显示的为空）
-- @is_assessable 当月是否有可评价的
-- @is_hidden 是否因数量少而不显示
with setting as (
    select
        month,
        max(value::integer) filter (setting = 'min_public_count') as min_count,
        max(value::integer) filter (setting = 'min_public_base') as min_base
    from reference.assessment
    where part = 'suppression'
    group by month
)

select
    indicator.month,
    indicator.indicator,
    indicator.title,
    indicator.denominator > 0 as is_assessable,
    indicator.denominator > 0
    and (indicator.denominator < setting.min_base or indicator.numerator < setting.min_count) as is_hidden,
    case when is_assessable and not is_hidden then round(indicator.value) end as shown_rate
from mart.indicator as indicator
inner join setting using (month)
where indicator.scope = 'county'
    and indicator.indicator in (
        'hotline_on_time', 'hotline_solved', 'hotline_satisfied', 'rectification_on_time',
        'rectification_revisit_satisfied', 'household_reached'
    )
