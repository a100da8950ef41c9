-- grain: one row per (month, thing open as the reporting month closes): a ticket, a problem of the ledger or a task
-- Card: red where it was due before the month closed, yellow where no more working days are left than [hotline],
-- [rectification] and [task] of the scheme say, null otherwise and where nothing is due. Working days are counted from
-- the month's last day.
-- It falls to the units, offices and towns that it names, or where it names none of them to its town.
with ticket as (
    select
        event.month,
        'hotline' as source,
        event.ticket_no as item_no,
        ticket.title as title,
        event.town_code,
        ticket.category_l1 as subject,
        null as severity,
        ticket.handlers as named,
        cast(coalesce(ticket.dispatched_at, ticket.called_at) as date) as assigned_on,
        ticket.due_at,
        ticket.is_due_provisional,
        event.sheet_id,
        event.row
    from core.hotline_event as event
    inner join staging.ticket using (month, ticket_no)
    where event.is_open and (event.is_received or event.is_carried_over)
),

problem as (
    select
        event.month,
        'rectification' as source,
        event.ledger_no as item_no,
        ledger.description as title,
        event.town_code,
        ledger.theme as subject,
        ledger.severity,
        split_list(ledger.unit) as named,
        ledger.found_on as assigned_on,
        day_end(cast(ledger.due_on as timestamp)) as due_at,
        ledger.is_due_provisional,
        event.sheet_id,
        event.row
    from core.rectification_event as event
    inner join staging.rectification as ledger using (month, ledger_no)
    where event.is_open
),

-- a task of several units has a row for each, with a state of its own: it is open with those that have not done it
task as (
    select
        task.month,
        'task' as source,
        concat_ws(' ', list_name, task_no)
        || if(
            count(*) over (partition by task.month, list_name, task_no) > 1,
            '（' || row_number() over (partition by task.month, list_name, task_no order by task) || '）', ''
        ) as item_no,
        task as title,
        max(town_code) as town_code,
        list_name as subject,
        null as severity,
        list_sort(list_distinct(flatten(list(coalesce(units, []))))) as named,
        null::date as assigned_on,
        day_end(cast(max(due_on) as timestamp)) as due_at,
        false as is_due_provisional,
        min(sheet_id) as sheet_id,
        min_by("row", {'sheet_id': sheet_id, 'row': "row"}) as "row"
    from staging.task
    inner join staging.month using (month)
    where not task.is_completed or task.completed_on >= month.next_starts_on
    group by task.month, list_name, task_no, task
),

item as (
    select * from ticket
    union all by name
    select * from problem
    union all by name
    select * from task
),

owner as (
    select
        named.month,
        named.source,
        named.item_no,
        list_sort(list_distinct(list({'scope': unit_name.scope, 'scope_code': unit_name.scope_code}))) as owners
    from (select month, source, item_no, unnest(named) as name from item) as named
    inner join staging.unit_name on unit_name.name = squeezed(named.name)
    group by named.month, named.source, named.item_no
),

timed as (
    select
        item.*,
        coalesce(owner.owners, scope_of('town', item.town_code)) as owners,
        month.next_starts_on,
        working_days_between(month.next_starts_on - 1, item.due_at) as working_days_ahead,
        is_provisional_span(month.next_starts_on - 1, item.due_at) as is_ahead_provisional
    from item
    inner join staging.month using (month)
    left join owner using (month, source, item_no)
)

select
    timed.month,
    timed.source,
    timed.item_no,
    timed.title,
    timed.town_code,
    timed.subject,
    timed.severity,
    timed.named,
    timed.owners,
    timed.assigned_on,
    timed.due_at,
    case
        when timed.due_at < timed.next_starts_on then 'red'
        when timed.working_days_ahead <= scheme.value::integer then 'yellow'
    end as card,
    case when timed.due_at >= timed.next_starts_on then timed.working_days_ahead end as working_days_left,
    case when timed.due_at < timed.next_starts_on then -timed.working_days_ahead end as working_days_overdue,
    timed.is_due_provisional or timed.is_ahead_provisional as is_provisional,
    timed.sheet_id,
    timed.row
from timed
inner join reference.scheme on scheme.part = timed.source and scheme.setting = 'due_soon_working_days'
