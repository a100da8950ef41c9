-- grain: one row per (problem of the ledger, record that shows it came back after it was struck off)
-- A later report of the same matter in the same town within the window: one that names the problem or its ticket
-- (number), or one that says nearly the same at the same village (place_and_text) or where one of them names no village
-- (text). The record that the problem came from is none.
-- The ledger's own mark (mark) has a row too. `month` is the first in which strike-off and record are both known.
with setting as (
    select
        max(try_cast(value as integer)) filter (setting = 'rebound_window_days') as window_days,
        max(try_cast(value as double)) filter (setting = 'rebound_similarity') as least
    from reference.scheme
    where part = 'rectification'
),

report as (
    select *, coalesce(town_code, '') as block from staging.report
),

problem as (
    select record_no as ledger_no, block, village_key, words, refers
    from report
    where source = 'rectification' and record_no in (select ledger_no from core.strike_off)
),

-- the pairs of characters of a text, each once
problem_gram as (
    select distinct block, words, unnest(bigrams(words)) as gram
    from (select distinct block, words from problem where length(words) > 1)
),

report_gram as (
    select distinct block, words, unnest(bigrams(words)) as gram
    from (select distinct block, words from report where length(words) > 1)
),

ordered as (
    select
        problem_gram.*,
        row_number() over (partition by block, words order by frequency.report_count, gram) as nth,
        count(*) over (partition by block, words) as size
    from problem_gram
    inner join (select gram, count(*) as report_count from report_gram group by gram) as frequency using (gram)
),

-- a text as alike as `least` shares one of the rarest of the problem's pairs of characters: no other need be compared
candidate as (
    select distinct ordered.block, ordered.words, report_gram.words as report_words
    from ordered
    cross join setting
    inner join report_gram using (block, gram)
    where ordered.nth <= ordered.size - ceil(setting.least * ordered.size) + 1
),

alike as (
    select *, likeness(words, report_words) as similarity from candidate cross join setting where similarity >= least
),

by_text as (
    select
        problem.ledger_no,
        report.sheet_id,
        report.row,
        case when report.village_key = problem.village_key then 'place_and_text' else 'text' end as basis,
        alike.similarity
    from problem
    inner join alike using (block, words)
    inner join report on report.block = alike.block and report.words = alike.report_words
    where coalesce(report.village_key = problem.village_key, true)
),

-- the first visit or finding that names a problem is where it came from
naming as (
    select distinct sheet_id, row, source, reported_on, month, unnest(named, recursive := true) from report
),

named as (
    select
        sheet_id,
        row,
        ledger_no,
        rank() over (partition by ledger_no order by reported_on, sheet_id, row) = 1 as is_origin
    from (select distinct sheet_id, row, reported_on, unnest(ledger_nos) as ledger_no from naming)
),

referring as (
    select sheet_id, row, source, record_no, unnest(refers) as ticket_no from report
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
    select ledger_no, sheet_id, row from named where is_origin
    union all
    select problem.record_no, ticket.sheet_id, ticket.row
    from referring as problem
    inner join report as ticket on ticket.source = 'hotline' and ticket.record_no = problem.ticket_no
    where problem.source = 'rectification'
),

evidence as (
    select * from by_number
    union all
    select * from by_text
),

found as (
    select
        greatest(strike_off.month, report.month) as month,
        evidence.ledger_no,
        strike_off.struck_off_on,
        strike_off.is_dated,
        case report.source when 'hotline' then 'ticket' when 'rectification' then 'new_row' else report.source end
            as found_by,
        evidence.basis,
        evidence.similarity,
        report.reported_on,
        report.record_no,
        report.text,
        report.sheet_id,
        report.row
    from evidence
    inner join core.strike_off using (ledger_no)
    inner join report using (sheet_id, row)
    cross join setting
    anti join origin using (ledger_no, sheet_id, row)
    where report.reported_on > strike_off.struck_off_on
        and report.reported_on <= strike_off.struck_off_on + setting.window_days
        and not (report.source = 'rectification' and report.record_no = evidence.ledger_no)
    qualify row_number() over (
        partition by evidence.ledger_no, report.sheet_id, report.row
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
