-- grain: one row per (month, household of the list): whether the campaign has reached it by the end of the month
-- From the campaign's first month on, against the newest list of its year, in months of which a ledger of visits speaks.
with visited as (
    select month, listed_sheet_id as sheet_id, listed_row as row, min(visited_on) as first_visited_on
    from core.visit_event
    where is_in_campaign and is_accepted and listed_row is not null
    group by month, listed_sheet_id, listed_row
)

select
    campaign.month,
    household.sheet_id,
    household.row,
    household.town_code,
    household.group_code,
    household.visitor,
    household.household_no,
    household.target_type,
    household.is_long_away,
    county_scope() || scope_of('town', household.town_code) || scope_of('visit_group', household.group_code)
    || scope_of('target_type', household.target_type) as scopes,
    visited.first_visited_on,
    visited.first_visited_on is not null as is_reached
from core.visit_campaign as campaign
inner join (select distinct month from core.visit_event) as visit_month on visit_month.month = campaign.month
inner join staging.household_list as held
    on held.month = campaign.month and year(held.list_month) = year(campaign.month)
inner join staging.household as household on household.month = held.list_month
left join visited
    on visited.month = campaign.month and visited.sheet_id = household.sheet_id and visited.row = household.row
