-- grain: one row per (month of the list, task and unit): a task of several units may have a row for each
-- The year's list comes with every month; each month keeps its own state. Of a task (list, number, text) that stands in
-- two sheets of a month the later sheet's rows speak (see staging.superseded_row).
select * exclude (is_duplicate, is_rejected, problems)
from staging.task_read
where not is_rejected and not is_duplicate
qualify rank() over (partition by month, list_name, task_no, task order by sheet_id desc) = 1
