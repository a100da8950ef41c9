-- grain: one row per code of a problem that was found
select unnest(problems).code as code from staging.interview_read
union
select unnest(problems).code from staging.ticket_read
union
select unnest(problems).code from staging.rectification_read
union
select code from raw.problem
