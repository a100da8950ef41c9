-- grain: one row per row of a rectification ledger whose source ticket stands in no export
-- Looked for in the exports of all months up to the one after the ledger's. Only problems that came from a channel have a
-- ticket. Where the exports of the month of finding and of the month before did not both arrive nothing can be missed.
with named as (
    select sheet_id, row, month, found_on, unnest(listed_numbers(source_ref)) as ticket_no
    from staging.rectification_read
    where problem_source in (select problem_source from staging.channel_source)
        and source_ref not in (select word from staging.word where list = 'nothing')
        and not is_duplicate
),

ticket as (
    select ticket_no, min(month) as month from staging.ticket_read group by ticket_no
),

arrived as (
    select distinct month from staging.ticket_read
)

select named.sheet_id, named.row, string_agg(named.ticket_no, '、' order by named.ticket_no) as numbers
from named
inner join arrived on arrived.month = date_trunc('month', named.found_on)
inner join arrived as before on before.month = date_trunc('month', named.found_on) - interval 1 month
left join ticket on ticket.ticket_no = named.ticket_no and ticket.month <= named.month + interval 1 month
where ticket.ticket_no is null
group by named.sheet_id, named.row
