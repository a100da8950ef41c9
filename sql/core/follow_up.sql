-- grain: one row per record that had to become a row of the rectification ledger, in the month by whose end it had to
-- Which records have to, and within how many working days, says follow_up_rules.csv. A record is judged by the files
-- up to that month; one whose time is not over by the end of the newest month is not here yet. A ticket is on the ledger
-- when a source number is its own or that of another ticket of the same problem; a visit or finding when a number it
-- names is there.
with owed as (
    -- a ticket as the first export shows it for which the rule holds
    select
        'ticket_dissatisfied' as rule, ticket_no, month, coalesce(cast(visited_at as date), last_day(month)) as owed_on
    from staging.ticket
    where final_satisfaction = 'dissatisfied' and not is_unreasonable
    qualify row_number() over (partition by ticket_no order by month) = 1
    union all
    select 'ticket_unsolved_after_redo', ticket_no, month, coalesce(cast(visited_at as date), last_day(month))
    from staging.ticket
    where solved = 'no' and redo_count > 0 and not is_unreasonable
    qualify row_number() over (partition by ticket_no order by month) = 1
    union all
    select 'ticket_repeated', ticket_no, month, cast(called_at as date)
    from core.repeat_complaint
    where kind = 'same_problem'
),

owed_record as (
    select owed.rule, owed.month, owed.owed_on, report.sheet_id, report.row
    from owed
    inner join staging.report as report on report.source = 'hotline' and report.record_no = owed.ticket_no
    union all
    select
        case source when 'visit' then 'visit_not_solved_on_site' else 'inspection_finding' end,
        month, reported_on, sheet_id, row
    from staging.report
    where source = 'inspection' or (source = 'visit' and not is_solved_on_site)
),

record as (
    select
        owed_record.sheet_id,
        owed_record.row,
        list(rule order by rule) as rules,
        min(owed_record.month) as seen_month,
        min(owed_record.owed_on) as owed_on,
        min(
            coalesce(working_days_after(owed_record.owed_on, follow_up_rule.entry_working_days), owed_record.owed_on)
        ) as entry_due_on
    from owed_record
    inner join reference.follow_up_rule using (rule)
    where follow_up_rule.is_required
    group by owed_record.sheet_id, owed_record.row
),

judged as (
    select record.*, month.month, month.next_starts_on - 1 as judged_on
    from record
    inner join staging.month as month
        on month.next_starts_on > record.entry_due_on and month.month >= record.seen_month
    qualify row_number() over (partition by record.sheet_id, record.row order by month.month) = 1
),

line as (
    select month, ledger_no, found_on, coalesce(listed_numbers(source_ref), []) as refers
    from staging.rectification_read
    where ledger_no is not null
),

problem_of as (
    select ticket_no, min(first_ticket_no) as first_no
    from core.repeat_complaint
    where kind = 'same_problem'
    group by ticket_no
),

entered_problem as (
    select distinct coalesce(problem_of.first_no, line.ticket_no) as first_no, line.month, line.ledger_no, line.found_on
    from (select month, ledger_no, found_on, unnest(refers) as ticket_no from line) as line
    left join problem_of using (ticket_no)
),

named as (
    select sheet_id, row, month, unnest(ledger_nos) as ledger_no
    from (select sheet_id, row, unnest(named, recursive := true) from staging.report)
),

entry as (
    select report.sheet_id, report.row, entered.month, entered.ledger_no, entered.found_on
    from staging.report as report
    left join problem_of on problem_of.ticket_no = report.record_no
    inner join entered_problem as entered on entered.first_no = coalesce(problem_of.first_no, report.record_no)
    where report.source = 'hotline'
    union all
    select named.sheet_id, named.row, greatest(named.month, line.month), line.ledger_no, line.found_on
    from named
    inner join line using (ledger_no)
),

entered as (
    select
        judged.sheet_id,
        judged.row,
        min({'entered_on': entry.found_on, 'ledger_no': entry.ledger_no}) as line
    from judged
    inner join entry on entry.sheet_id = judged.sheet_id and entry.row = judged.row and entry.month <= judged.month
    group by judged.sheet_id, judged.row
),

stated as (
    select distinct judged.sheet_id, judged.row
    from judged
    inner join named on named.sheet_id = judged.sheet_id and named.row = judged.row and named.month <= judged.month
),

handling as (
    select
        ticket.month,
        ticket.ticket_no,
        channel_source.problem_source,
        list_filter(event.scopes, each -> each.scope in ('unit', 'office')) as handlers
    from staging.ticket as ticket
    inner join core.hotline_event as event using (month, ticket_no)
    left join staging.channel_source on channel_source.channel = ticket.channel
)

select
    judged.month,
    report.source,
    judged.sheet_id,
    judged.row,
    report.record_no,
    report.town_code,
    county_scope() || scope_of('town', report.town_code) || coalesce(handling.handlers, [])
    || scope_of('theme', report.theme)
    || scope_of('problem_source', case report.source when 'hotline' then handling.problem_source else report.source end)
        as scopes,
    judged.rules,
    report.reported_on,
    judged.owed_on,
    judged.entry_due_on,
    case
        when entered.line is not null then 'entered'
        when stated.row is not null then 'unknown_number'
        else 'missing'
    end as status,
    entered.line.ledger_no as ledger_no,
    entered.line.entered_on as entered_on,
    case when entered.line is not null then greatest(working_days_between(judged.owed_on, entered.line.entered_on), 0) end
        as working_days_to_enter,
    case when entered.line is null then working_days_between(judged.owed_on, judged.judged_on) end
        as working_days_missing,
    report.text
from judged
inner join staging.report as report using (sheet_id, row)
left join entered using (sheet_id, row)
left join stated using (sheet_id, row)
left join handling
    on report.source = 'hotline' and handling.ticket_no = report.record_no and handling.month = judged.seen_month
