-- grain: one row per (ticket, kind) that repeats an earlier ticket
-- same_caller: the telephone called before, within the window; it may be about something else. same_problem: the file
-- names the earlier ticket, or the words are nearly the same, the place is the same where known, and the earlier call
-- lies within the window; a caller who tells it again at greater length tells the same problem. Both tickets are kept.
with recursive setting as (
    select
        max(value::integer) filter (setting = 'repeat_window_days') as window_days,
        max(value::double) filter (setting = 'repeat_similarity') as least
    from reference.scheme
    where part = 'hotline'
),

complaint as (
    select *, coalesce(town_code, '') as block from staging.complaint
),

-- texts, each once a town: what is the same word for word is compared once
text as (
    select
        row_number() over (order by block, words) as text_id,
        block,
        words,
        min(called_at) as first_at,
        max(called_at) as last_at
    from complaint
    where length(words) > 1
    group by block, words
),

gram as (
    select distinct text_id, block, substr(words, start, 2) as gram
    from (select text_id, block, words, unnest(range(1, length(words))) as start from text)
),

rarity as (
    select gram, row_number() over (order by count(*), gram) as rarity from gram group by gram
),

text_grams as (
    select gram.text_id, gram.block, list_sort(list(rarity.rarity)) as grams, count(*) as size
    from gram
    inner join rarity using (gram)
    group by gram.text_id, gram.block
),

-- of two texts as alike as `least`, the rarest pairs of characters of one meet those of the other: only texts that
-- meet so need comparing
rare as (
    select text_id, block, unnest(grams[:size - ceil(least * size)::integer + 1]) as gram
    from text_grams
    cross join setting
),

candidate as (
    select distinct one.text_id, other.text_id as other_id
    from rare as one
    inner join rare as other on other.block = one.block and other.gram = one.gram and other.text_id > one.text_id
),

shared as (
    select
        candidate.text_id,
        candidate.other_id,
        one.size,
        other.size as other_size,
        len(list_intersect(one.grams, other.grams)) as shared_count
    from candidate
    inner join text_grams as one using (text_id)
    inner join text_grams as other on other.text_id = candidate.other_id
    inner join text as one_text on one_text.text_id = candidate.text_id
    inner join text as other_text on other_text.text_id = candidate.other_id
    cross join setting
    where one.size >= least * other.size and other.size >= least * one.size
        and one_text.first_at <= other_text.last_at + to_days(window_days)
        and other_text.first_at <= one_text.last_at + to_days(window_days)
),

compared as (
    select text_id, other_id, shared_count / (size + other_size - shared_count) as similarity from shared
),

alike as (
    select text_id, other_id, similarity from compared cross join setting where similarity >= setting.least
    union all
    select other_id, text_id, similarity from compared cross join setting where similarity >= setting.least
    union all
    select text_id, text_id, 1.0 from text
),

told as (
    select complaint.*, text.text_id from complaint left join text using (block, words)
),

by_text as (
    select again.ticket_no, earlier.ticket_no as earlier_no, alike.similarity
    from told as again
    inner join alike using (text_id)
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
),

-- of several earlier tickets the file's own word goes first, then the latest
previous as (
    select link.kind, link.ticket_no, link.earlier_no, link.basis, link.similarity, earlier.called_at as earlier_at
    from link
    left join complaint as earlier on earlier.ticket_no = link.earlier_no
    qualify row_number() over (
        partition by link.kind, link.ticket_no order by link.strength desc, earlier_at desc, link.earlier_no desc
    ) = 1
),

-- from each ticket that repeats none to those that go back to it
chain as (
    select previous.*, previous.earlier_no as first_no, previous.earlier_at as first_at, 1 as repeat_no
    from previous
    left join previous as before on before.kind = previous.kind and before.ticket_no = previous.earlier_no
    where before.ticket_no is null
    union all
    select previous.*, chain.first_no, chain.first_at, chain.repeat_no + 1
    from chain
    inner join previous on previous.kind = chain.kind and previous.earlier_no = chain.ticket_no
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
inner join complaint using (ticket_no)
