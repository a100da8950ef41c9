-- grain: one row per (problem of the ledger, record that shows it came back after it was struck off)
-- A later report of the same matter in the same town within the window: one that names the problem or its ticket
-- (number), or one that says nearly the same at the same village (place_and_text) or where one of them names no village
-- (text). The record that the problem came from is none: the ticket of its source number, or the first visit or finding
-- that names it, unless the ledger gives another kind of source.
-- The ledger's own mark (mark) has a row too. `month` is the first in which strike-off and record are both known.
with setting as (
    select value::integer as window_days
    from reference.scheme
    where part = 'rectification' and setting = 'rebound_window_days'
),

naming as (
    select distinct sheet_id, row, source, reported_on, month, unnest(named, recursive := true) from staging.report
),

named as (
    select distinct sheet_id, row, source, reported_on, unnest(ledger_nos) as ledger_no from naming
),

-- the kind of source as the first ledger that gives one has it
stated as (
    select ledger_no, arg_min(problem_source, month) as problem_source from staging.rectification group by ledger_no
),

named_origin as (
    select named.ledger_no, named.sheet_id, named.row
    from named
    inner join stated using (ledger_no)
    where coalesce(stated.problem_source = named.source, true)
    qualify row_number() over (
        partition by named.ledger_no order by named.reported_on, named.sheet_id, named.row
    ) = 1
),

referring as (
    select sheet_id, row, source, record_no, unnest(refers) as ticket_no from staging.report
),

by_number as (
    select ledger_no, sheet_id, row, 'number' as basis, null as similarity from named
    union all
    select problem.record_no, other.sheet_id, other.row, 'number', null
    from referring as problem
    inner join referring as other using (ticket_no)
    where problem.source = 'rectification'
),

origin as (
    select * from named_origin
    union all
    select problem.record_no, ticket.sheet_id, ticket.row
    from referring as problem
    inner join staging.report as ticket on ticket.source = 'hotline' and ticket.record_no = problem.ticket_no
    where problem.source = 'rectification'
),

-- materialized: strike-offs must meet reports by the problem's number, not by their days
evidence as materialized (
    select shown.ledger_no, shown.basis, shown.similarity, report.*
    from (select * from by_number union all select * from core.told_again) as shown
    inner join staging.report as report using (sheet_id, row)
    anti join origin using (ledger_no, sheet_id, row)
    where not (report.source = 'rectification' and report.record_no = shown.ledger_no)
),

found as (
    select
        greatest(strike_off.month, evidence.month) as month,
        evidence.ledger_no,
        strike_off.struck_off_on,
        strike_off.is_dated,
        case evidence.source when 'hotline' then 'ticket' when 'rectification' then 'new_row' else evidence.source end
            as found_by,
        evidence.basis,
        evidence.similarity,
        evidence.reported_on,
        evidence.record_no,
        evidence.text,
        evidence.sheet_id,
        evidence.row
    from evidence
    inner join core.strike_off using (ledger_no)
    cross join setting
    where evidence.reported_on > strike_off.struck_off_on
        and evidence.reported_on <= strike_off.struck_off_on + setting.window_days
    qualify row_number() over (
        partition by evidence.ledger_no, evidence.sheet_id, evidence.row
        -- the last strike-off before the report; of its grounds number, then place_and_text, then text
        order by strike_off.struck_off_on desc, evidence.basis
    ) = 1
),

marked as (
    select month, ledger_no, struck_off_on, progress as text, sheet_id, row
    from staging.rectification
    where is_rebound
    qualify row_number() over (partition by ledger_no order by month) = 1
)

select * from found
union all by name
select
    *,
    struck_off_on is not null as is_dated,
    'ledger' as found_by,
    'mark' as basis,
    ledger_no as record_no
from marked
