-- grain: one row per (file, name) of a handler that is no unit, office or town of the reference data, at its first row
with handled as (
    select sheet.file, ticket.sheet_id, ticket.row, unnest(list_distinct(ticket.handlers)) as name
    from staging.ticket_read as ticket
    inner join staging.sheet as sheet using (sheet_id)
    where not ticket.is_rejected and not ticket.is_duplicate
)

select
    handled.sheet_id,
    handled.row,
    [
        problem('unit_unknown', 'handler', handled.name, count(*) over (partition by handled.file, handled.name))
    ] as problems
from handled
left join staging.unit_name on unit_name.name = squeezed(handled.name)
where unit_name.name is null
qualify row_number() over (partition by handled.file, handled.name order by handled.sheet_id, handled.row) = 1
