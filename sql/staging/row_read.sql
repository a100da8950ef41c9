-- grain: one row per row of any source, with what is wrong with it
select sheet_id, row, is_rejected, is_duplicate, problems from staging.interview_read
union all
select sheet_id, row, is_rejected, is_duplicate, problems from staging.ticket_read
union all
select sheet_id, row, is_rejected, is_duplicate, problems from staging.rectification_read
union all
select sheet_id, row, is_rejected, is_duplicate, problems from staging.visit_read
union all
select sheet_id, row, is_rejected, is_duplicate, problems from staging.household_read
union all
select sheet_id, row, is_rejected, is_duplicate, problems from staging.inspection_read
union all
select sheet_id, row, is_rejected, is_duplicate, problems from staging.task_read
union all
select sheet_id, row, is_rejected, is_duplicate, problems from staging.external_district_read
union all
select sheet_id, row, is_rejected, is_duplicate, problems from staging.external_town_read
