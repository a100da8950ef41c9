-- grain: one row per (month of the file, place inspected and what was found there); finding is null where nothing was
select * exclude (town_how, town_proposal, is_duplicate, is_rejected, problems)
from staging.inspection_read
where not is_rejected and not is_duplicate
