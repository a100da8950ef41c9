-- grain: one row per ticket, as the first export that has it tells it: who, where, when, and what in bare words
-- `words` is the text without places, stock phrases (vocabulary.csv), digits and marks: what two tellings of one problem
-- share. Only the first telling is compared, so that a later month never changes an earlier month's repeats.
with first_told as (
    select
        month, ticket_no, prior_ticket_no, called_at, town_code, village_key, sheet_id, row,
        coalesce(nullif(matter(content), ''), matter(title), '') as text,
        content,
        string_split(phone_token, '、') as phones
    from staging.ticket
    qualify row_number() over (partition by ticket_no order by month) = 1
),

placed as (
    select
        first_told.* exclude (content, village_key),
        town.town_name,
        coalesce(first_told.village_key, named_village.village_key) as village_key
    from first_told
    left join reference.town using (town_code)
    left join staging.named_village
        on named_village.town_code = first_told.town_code and named_village.text = first_told.content
),

bare as (
    select *, placeless(text, town_name, village_key) as bare_text from placed
),

phrase as (
    select coalesce(list(word order by length(word) desc, word), []) as phrases
    from staging.word
    where list = 'stock_phrase'
)

select
    month,
    ticket_no,
    prior_ticket_no,
    called_at,
    town_code,
    village_key,
    sheet_id,
    row,
    phones,
    without(bare_text, phrases) as words
from bare
cross join phrase
