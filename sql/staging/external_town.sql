-- grain: one row per (month, town that the third party scored)
select * exclude (town_how, town_proposal, is_duplicate, is_rejected, problems)
from staging.external_town_read
where not is_rejected and not is_duplicate
