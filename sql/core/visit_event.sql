-- grain: one row per (month, visit known in it), with what it counts in
-- A visit by telephone is proper where the list says that the household is long away; where no list shows the household
-- nobody can tell, nor of a visit at home whose length is not known. What was solved on the spot was answered there.
-- Who answered is the visitor unless somebody else is named.
with setting as (
    select max(value) filter (setting = 'phone_only_long_away')::boolean as is_phone_only_long_away
    from reference.scheme
    where part = 'visit'
),

visit as (
    select
        known.*,
        household.sheet_id as listed_sheet_id,
        household.row as listed_row,
        household.is_long_away,
        coalesce(known.target_type, household.target_type) as target_type_told,
        coalesce(known.method, 'home') = 'phone' as is_by_phone,
        campaign.starts_on as campaign_starts_on,
        campaign.ends_before as campaign_ends_before,
        not setting.is_phone_only_long_away as is_any_phone_accepted
    from core.visit_known as known
    cross join setting
    left join core.visit_household using (month, visit_no)
    left join staging.household as household
        on household.sheet_id = visit_household.sheet_id and household.row = visit_household.row
    left join core.visit_campaign as campaign on campaign.month = known.month
)

select
    month,
    visit_no,
    sheet_id,
    row,
    town_code,
    group_code,
    visitor,
    target_type_told as target_type,
    theme,
    visited_on,
    listed_sheet_id,
    listed_row,
    -- a household is told by its line in the list, else by all that the ledger says of it
    coalesce(
        listed_sheet_id || ':' || listed_row,
        md5(concat_ws('|', town_code, village_key(village), householder, phone_token, household_no))
    ) as household_key,
    county_scope() || scope_of('town', town_code) || scope_of('visit_group', group_code)
    || scope_of('target_type', target_type_told) || scope_of('theme', case when opinion is not null then theme end)
        as scopes,
    counted_month = month as is_visited,
    coalesce(visited_on >= campaign_starts_on and visited_on < campaign_ends_before, false) as is_in_campaign,
    not is_by_phone or is_any_phone_accepted or coalesce(is_long_away, false) as is_accepted,
    case
        when not is_by_phone then duration_s is not null
        else is_any_phone_accepted or is_long_away is not null
    end as is_assessable,
    is_assessable and is_accepted and not coalesce(is_short, false) as is_proper,
    is_uploaded,
    opinion is not null as has_opinion,
    has_opinion and solved_on_site is not null as is_solution_told,
    has_opinion and coalesce(solved_on_site = 'yes', false) as is_solved_on_site,
    has_opinion and coalesce(len(transfer_nos) > 0, false) as is_transferred,
    feedback_due_on,
    is_feedback_due_provisional,
    is_solved_on_site or fed_back_on < next_starts_on as is_fed_back,
    feedback_by is null
    or coalesce(list_has_any(string_split(visitor, '、'), string_split(feedback_by, '、')), false) as is_by_visitor,
    has_opinion and feedback_due_on < next_starts_on
    and (feedback_due_on >= starts_on or is_visited) as is_feedback_due,
    is_feedback_due and (
        is_solved_on_site or coalesce(fed_back_on <= feedback_due_on and is_by_visitor, false)
    ) as is_fed_back_properly,
    has_opinion and feedback_due_on < next_starts_on and not coalesce(is_fed_back, false) as is_feedback_overdue
from visit
