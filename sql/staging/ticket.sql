-- grain: one row per (month of the export, ticket): the ticket as that month's export shows it
-- The latest version of the month speaks for it (staging.ticket_version): what a later month says changes nothing here.
with version as (
    select ticket_read.*
    from staging.ticket_read
    inner join staging.ticket_version using (sheet_id, row)
    where ticket_version.speaks_for_month
),

-- a ticket of several handlers has a row for each in one sheet; rows of another sheet are another version of it
handler as (
    select
        sheet_id,
        ticket_no,
        list_sort(list_distinct(flatten(list(handlers)))) as handlers,
        flatten(list(list_filter(handlers, name -> not list_contains(assisting_handlers, name)))) as leading_handlers
    from staging.ticket_read
    inner join staging.ticket_version using (sheet_id, row, ticket_no)
    where not ticket_version.is_superseded and handlers is not null
    group by sheet_id, ticket_no
)

select
    version.sheet_id,
    version.row,
    version.month,
    version.ticket_no,
    version.prior_ticket_no,
    version.called_at,
    version.channel,
    version.phone_token,
    version.category_l1,
    version.category_l2,
    version.category_l3,
    version.town_code,
    version.village_key,
    handler.handlers,
    list_filter(handler.handlers, name -> not list_contains(handler.leading_handlers, name)) as assisting_handlers,
    version.dispatched_at,
    version.signed_at,
    version.contacted,
    version.has_response_columns,
    ticket_due.due_at,
    ticket_due.is_due_provisional,
    version.closed_at,
    version.return_count,
    version.redo_count,
    version.visited_at,
    -- a file without 是否接通 still says by its answers who was reached
    coalesce(version.connected, 'yes') = 'yes' and coalesce(version.solved, '') <> 'unreachable' as is_reached,
    version.solved,
    history.first_satisfaction,
    version.final_satisfaction,
    version.is_unreasonable,
    version.is_appeal_upheld,
    version.title,
    version.content,
    version.status,
    history.is_reopened
from version
inner join staging.ticket_history as history using (sheet_id, row, ticket_no)
inner join staging.ticket_due using (sheet_id, row)
left join handler using (sheet_id, ticket_no)
