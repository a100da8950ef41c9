-- grain: one row per (month, table for the public, category of it)
-- Categories without anything this month have a row too: what may be shown is decided on all of them.
with placed as (
    select month, 'rectification_state' as public_table, '' as scope, case
        when is_struck_off then 'struck_off' else 'other'
    end as category
    from core.rectification_event
    union all
    select event.month, wanted.public_table, wanted.scope, coalesce(
        list_extract(list_filter(event.scopes, lambda one: one.scope = wanted.scope), 1).scope_code, 'none'
    )
    from core.rectification_event as event
    cross join (
        values ('rectification_theme', 'theme'), ('rectification_source', 'problem_source')
    ) as wanted (public_table, scope)
    union all
    select month, 'hotline_channel', 'channel', coalesce(
        list_extract(list_filter(scopes, lambda one: one.scope = 'channel'), 1).scope_code, 'none'
    )
    from core.hotline_event
    where is_received
),

category as (
    select 'rectification_state' as public_table, category, category_name, category_order
    from (values ('struck_off', '已销号', 1), ('other', '未销号或者作解释', 2))
        as state (category, category_name, category_order)
    union all
    select wanted.public_table, scope.scope_code, scope.scope_name, scope.scope_order
    from core.scope
    inner join (
        values
            ('rectification_theme', 'theme'), ('rectification_source', 'problem_source'), ('hotline_channel', 'channel')
    ) as wanted (public_table, scope) using (scope)
    -- a category that no month has is no category
    inner join (select distinct public_table, category from placed) as used
        on used.public_table = wanted.public_table and used.category = scope.scope_code
    union all
    select public_table, 'none', '其他', 999999 from placed where category = 'none' group by public_table
)

select
    month.month,
    category.public_table,
    category.category,
    category.category_name,
    category.category_order,
    count(placed.category)::integer as cell_count
from core.month
cross join category
left join placed
    on placed.month = month.month and placed.public_table = category.public_table
        and placed.category = category.category
group by all
