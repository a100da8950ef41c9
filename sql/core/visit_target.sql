-- grain: one row per (month, scope, scope_code, indicator): households and firms visited against what the campaign asks
-- Each group owes households by its headcount in the month, the county what its groups owe; firms are owed by the bureau
-- as a whole. Sole traders are asked for apart from residents of communities, or together with them, as the scheme says.
with setting as (
    select
        max(value) filter (setting = 'paired_village_ratio')::integer as paired_village_ratio,
        max(value) filter (setting = 'community_ratio')::integer as community_ratio,
        max(value) filter (setting = 'community_and_traders') as community_and_traders,
        max(value) filter (setting = 'firm_target')::integer as firm_target
    from reference.scheme
    where part = 'visit'
),

kind as (
    select 'visit_target_paired_village' as indicator, ['paired_village'] as target_types,
        paired_village_ratio as ratio, null as fixed
    from setting
    union all
    select 'visit_target_community', ['community'], community_ratio, null
    from setting where community_and_traders = 'each'
    union all
    select 'visit_target_sole_trader', ['sole_trader'], community_ratio, null
    from setting where community_and_traders = 'each'
    union all
    select 'visit_target_community_and_trader', ['community', 'sole_trader'], community_ratio, null
    from setting where community_and_traders = 'together'
    union all
    select 'visit_target_firm', ['firm'], null, firm_target from setting
),

headcount as (
    select campaign.month, visit_group.group_code, visit_group.headcount
    from core.visit_campaign as campaign
    inner join reference.visit_group as visit_group
        on strftime(campaign.month, '%Y-%m')
            between visit_group.valid_from and coalesce(visit_group.valid_to, '9999-12')
),

owed as (
    select month, 'visit_group' as scope, group_code as scope_code, indicator, target_types, headcount * ratio as owed
    from headcount
    inner join kind on kind.fixed is null
    union all
    select campaign.month, 'county', '', indicator, target_types,
        coalesce(fixed, ratio * coalesce(sum(headcount.headcount), 0))
    from core.visit_campaign as campaign
    cross join kind
    left join headcount on headcount.month = campaign.month
    group by campaign.month, indicator, target_types, fixed, ratio
),

visited as (
    select
        month,
        household_key,
        case when target_type = 'firm' or starts_with(target_type, 'firm_') then 'firm' else target_type end as target_type,
        unnest(county_scope() || scope_of('visit_group', group_code), recursive := true)
    from core.visit_event
    where is_in_campaign and is_accepted
),

visited_month as (
    select distinct month from core.visit_event
)

select
    owed.month,
    owed.scope,
    owed.scope_code,
    owed.indicator,
    count(distinct visited.household_key) as numerator,
    owed.owed as denominator
from owed
inner join visited_month using (month)
left join visited
    on visited.month = owed.month and visited.scope = owed.scope and visited.scope_code = owed.scope_code
        and list_contains(owed.target_types, visited.target_type)
group by owed.month, owed.scope, owed.scope_code, owed.indicator, owed.owed
