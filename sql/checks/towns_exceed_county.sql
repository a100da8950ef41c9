-- Protects the totals: the towns' counts never add up to more than the county's, and fall short of it by
-- exactly the records that belong to no town.
-- 说明：镇街合计与全县数不符
with part as (
    select month, indicator, sum(numerator) as numerator from mart.indicator where scope = 'town' group by all
),

outside as (
    select month, 'hotline_received' as indicator, count(*) filter (is_received) as numerator
    from core.hotline_event
    where town_code is null
    group by month
    union all
    select month, 'rectification_open', count(*) filter (is_open)
    from core.rectification_event
    where town_code is null
    group by month
)

select county.month, county.indicator, county.numerator as county_count, part.numerator as town_count
from mart.indicator as county
inner join part using (month, indicator)
left join outside using (month, indicator)
where county.scope = 'county'
    and (
        part.numerator > county.numerator
        or (
            county.indicator in ('hotline_received', 'rectification_open')
            and part.numerator + coalesce(outside.numerator, 0) <> county.numerator
        )
    )
