-- grain: one row per (block, words): what tickets of one town (of none: '') say in bare words; said alike is one text
select
    row_number() over (order by block, words) as text_id,
    block,
    words,
    min(called_at) as first_at,
    max(called_at) as last_at
from (select *, coalesce(town_code, '') as block from staging.complaint)
where length(words) > 1
group by block, words
