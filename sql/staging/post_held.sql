-- grain: one row per (month, line of the roster that holds on the last day of the reporting month)
select
    month.month,
    post.scope,
    post.scope_code,
    post.role,
    post.post,
    post.is_responsible,
    post.valid_from,
    post.valid_to
from staging.month
inner join reference.post
    on post.valid_from < month.next_starts_on and coalesce(post.valid_to >= month.next_starts_on - 1, true)
