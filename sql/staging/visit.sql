-- grain: one row per (month of the ledger, visit)
-- A ledger kept over several months shows a visit in each of them: count by visited_on, not by month, over months.
select * exclude (town_how, town_proposal, is_duplicate, is_rejected, problems)
from staging.visit_read
where not is_rejected and not is_duplicate
