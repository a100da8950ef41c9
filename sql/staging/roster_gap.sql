-- grain: one row per (month, scope for which nobody answers on the last day of the reporting month)
-- Somebody answers for the county, every town, unit and office, and for every group that visited in the month.
with scope as (
    select month, 'county' as scope, '' as scope_code, '全县' as scope_name from staging.month
    union all
    select month, 'town', town_code, town_name from staging.month cross join reference.town
    union all
    select month, unit_kind, unit_code, unit_name from staging.month cross join reference.unit
    union all
    select distinct month, 'visit_group', visit_group, '走访' || visit_group
    from staging.visit
    where visit_group is not null
),

-- who answered for it last before the day, or will first after it
neighbour as (
    select
        scope.month,
        scope.scope,
        scope.scope_code,
        max_by(post.post, post.valid_to) filter (where post.valid_to < month.next_starts_on) as lapsed_post,
        max(post.valid_to) filter (where post.valid_to < month.next_starts_on) as lapsed_on,
        min_by(post.post, post.valid_from) filter (where post.valid_from >= month.next_starts_on) as coming_post,
        min(post.valid_from) filter (where post.valid_from >= month.next_starts_on) as coming_on
    from scope
    inner join staging.month using (month)
    left join reference.post
        on post.scope = scope.scope and post.scope_code = scope.scope_code and post.is_responsible
    group by scope.month, scope.scope, scope.scope_code
)

select
    scope.month,
    scope.scope,
    scope.scope_code,
    scope.scope_name,
    case
        when lapsed_post is not null then '“' || lapsed_post || '”到 ' || lapsed_on || ' 为止'
        when coming_post is not null then '“' || coming_post || '”从 ' || coming_on || ' 开始'
        else '没有登记过'
    end as known
from scope
inner join neighbour using (month, scope, scope_code)
anti join (select month, scope, scope_code from staging.post_held where is_responsible) as held
    using (month, scope, scope_code)
