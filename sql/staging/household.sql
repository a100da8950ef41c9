-- grain: one row per (month of the list, household or firm to be visited)
-- The list is repeated in the folders of a campaign's months; each month keeps its own. Of a household (number, group,
-- head, village) that stands in two sheets of a month the later sheet's row speaks (see staging.superseded_row).
select * exclude (town_how, town_proposal, is_duplicate, is_rejected, problems)
from staging.household_read
where not is_rejected and not is_duplicate
qualify rank() over (
    partition by month, household_no, visit_group, householder, village order by sheet_id desc
) = 1
