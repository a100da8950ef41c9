-- grain: one row per (ticket, kind) that repeats an earlier ticket, with the first of its chain; all stay counted
with recursive
-- from each ticket that repeats none to those that go back to it
chain as (
    select link.*, link.earlier_no as first_no, link.earlier_at as first_at, 1 as repeat_no
    from core.repeat_link as link
    left join core.repeat_link as before on before.kind = link.kind and before.ticket_no = link.earlier_no
    where before.ticket_no is null
    union all
    select link.*, chain.first_no, chain.first_at, chain.repeat_no + 1
    from chain
    inner join core.repeat_link as link on link.kind = chain.kind and link.earlier_no = chain.ticket_no
)

select
    complaint.month,
    chain.kind,
    chain.ticket_no,
    complaint.called_at,
    complaint.town_code,
    chain.basis,
    chain.similarity,
    chain.earlier_no as previous_ticket_no,
    chain.earlier_at as previous_called_at,
    date_diff('day', cast(chain.earlier_at as date), cast(complaint.called_at as date)) as days_since_previous,
    chain.first_no as first_ticket_no,
    chain.first_at as first_called_at,
    chain.repeat_no,
    complaint.sheet_id,
    complaint.row
from chain
inner join staging.complaint using (ticket_no)
