-- grain: one row per (ticket, kind) that repeats an earlier ticket: the earlier ticket it follows
-- same_caller: the telephone called before, within the window; it may be about something else. same_problem: the file
-- names the earlier ticket, or the words are nearly the same, the place is the same where known, and the earlier call
-- lies within the window; a caller who tells it again at greater length tells the same problem. Both tickets are kept.
with setting as (
    select
        max(value) filter (setting = 'repeat_window_days')::integer as window_days,
        max(value) filter (setting = 'repeat_similarity')::double as least
    from reference.scheme
    where part = 'hotline'
),

complaint as (
    select *, coalesce(town_code, '') as block from staging.complaint
),

told as (
    select complaint.*, text.text_id from complaint left join core.complaint_text as text using (block, words)
),

by_text as (
    select again.ticket_no, earlier.ticket_no as earlier_no, alike.similarity
    from told as again
    inner join core.similar_text as alike using (text_id)
    inner join told as earlier
        on earlier.text_id = alike.other_id
            and earlier.called_at <= again.called_at
            and (earlier.called_at, earlier.ticket_no) < (again.called_at, again.ticket_no)
            and earlier.month <= again.month
            and coalesce(earlier.village_key = again.village_key, true)
    cross join setting
    where earlier.called_at >= again.called_at - to_days(setting.window_days)
),

call as (
    select distinct ticket_no, called_at, month, words, unnest(phones) as phone from complaint
),

by_phone as (
    select distinct
        again.ticket_no,
        earlier.ticket_no as earlier_no,
        containment(again.words, earlier.words) as similarity
    from call as again
    inner join call as earlier
        on earlier.phone = again.phone
            and (earlier.called_at, earlier.ticket_no) < (again.called_at, again.ticket_no)
            and earlier.month <= again.month
    cross join setting
    where again.phone <> '' and earlier.called_at >= again.called_at - to_days(setting.window_days)
),

by_number as (
    select complaint.ticket_no, complaint.prior_ticket_no as earlier_no
    from complaint
    left join complaint as earlier on earlier.ticket_no = complaint.prior_ticket_no
    where complaint.prior_ticket_no <> complaint.ticket_no
        -- a number that no export has may be older than the first
        and (
            earlier.ticket_no is null
            or (earlier.called_at, earlier.ticket_no) < (complaint.called_at, complaint.ticket_no)
        )
),

link as (
    select 'same_caller' as kind, ticket_no, earlier_no, 'phone' as basis, null as similarity, 0 as strength
    from by_phone
    union all
    select 'same_problem', ticket_no, earlier_no, 'prior_ticket_no', null, 2 from by_number
    union all
    select
        'same_problem', ticket_no, earlier_no,
        case when by_phone.ticket_no is null then 'text' else 'phone_and_text' end,
        greatest(by_text.similarity, by_phone.similarity), 1
    from by_text
    full join (
        select by_phone.* from by_phone cross join setting where by_phone.similarity >= setting.least
    ) as by_phone using (ticket_no, earlier_no)
)

-- of several earlier tickets the file's own word goes first, then the latest
select link.kind, link.ticket_no, link.earlier_no, link.basis, link.similarity, earlier.called_at as earlier_at
from link
left join complaint as earlier on earlier.ticket_no = link.earlier_no
qualify row_number() over (
    partition by link.kind, link.ticket_no order by link.strength desc, earlier_at desc, link.earlier_no desc
) = 1
