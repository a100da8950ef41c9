-- grain: one row per month that has a folder under data/raw
-- A month's outputs are marked as demonstration when any file of the month, or of the month it is compared with, is.
select
    month.month,
    month.file_count,
    month.has_demo_data or coalesce(prior.has_demo_data, false) as is_demo
from staging.month
left join staging.month as prior on prior.month = month.month - interval 1 month
