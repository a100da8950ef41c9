-- grain: one row per call attempt that is used: read without a rejecting problem, not a repeated row
select
    sheet_id,
    row,
    month,
    sample_id,
    interview_on,
    started_at,
    ended_at,
    duration_s,
    interviewer_id,
    phone_token,
    town_code,
    sex,
    age_years,
    ages,
    urban_rural,
    disposition_code,
    is_complete,
    comment
from staging.interview_read
where not is_rejected and not is_duplicate
