-- grain: one row per thing reported to the bureau, as first told
-- A ticket, a visit's opinion, an inspection's finding, a problem of the ledger; ledgers kept over several months repeat
-- them. `words` is the text without places, stock phrases, digits and marks (as in staging.complaint); `refers`: the
-- ticket numbers it names as its source or forerunner; `named`: the ledger numbers that it names, with the month of the
-- file that names them.
with copy as (
    select
        'visit' as source, month, sheet_id, row, visited_on as reported_on, town_code, household_no as record_no,
        village_key(village) as village_key, opinion as text, opinion as placed_text, theme,
        coalesce(solved_on_site = 'yes', false) as is_solved_on_site, transfer_nos as ledger_nos,
        concat_ws('|', town_code, village, visited_on, household_no, householder, opinion) as telling
    from staging.visit
    where opinion is not null
    union all by name
    select
        'inspection' as source, month, sheet_id, row, inspected_on as reported_on, town_code, finding as text,
        concat_ws('，', site, finding) as placed_text, theme, ledger_nos,
        concat_ws('|', town_code, inspected_on, site, finding) as telling
    from staging.inspection
    where finding is not null
),

first_copy as (
    select
        * replace (bool_or(is_solved_on_site) over (partition by source, telling) as is_solved_on_site),
        list({'month': month, 'ledger_nos': coalesce(ledger_nos, [])}) over (partition by source, telling) as named
    from copy
    qualify row_number() over (partition by source, telling order by month, sheet_id, row) = 1
),

first_line as (
    select ledger.* replace (version.ledger_no as ledger_no)
    from staging.rectification_version as version
    inner join staging.rectification_read as ledger using (sheet_id, row, month)
    where version.speaks_for_month
    qualify row_number() over (partition by version.ledger_no order by version.month) = 1
),

other as (
    select * exclude (ledger_nos, telling) from first_copy
    union all by name
    select
        'rectification' as source, month, sheet_id, row, found_on as reported_on, town_code, ledger_no as record_no,
        description as text, description as placed_text, theme, coalesce(listed_numbers(source_ref), []) as refers
    from first_line
),

placed as (
    select
        other.* exclude (village_key, placed_text),
        coalesce(other.village_key, named_village.village_key) as village_key,
        placeless(matter(other.text), town.town_name, coalesce(other.village_key, named_village.village_key))
            as bare_text
    from other
    left join reference.town using (town_code)
    left join staging.named_village
        on named_village.town_code = other.town_code and named_village.text = other.placed_text
),

phrase as (
    select coalesce(list(word order by length(word) desc, word), []) as phrases
    from staging.word
    where list = 'stock_phrase'
)

select
    source,
    record_no,
    month,
    reported_on,
    town_code,
    village_key,
    theme,
    text,
    without(bare_text, phrases) as words,
    coalesce(refers, []) as refers,
    coalesce(named, []) as named,
    is_solved_on_site,
    sheet_id,
    row
from placed
cross join phrase
union all
select
    'hotline',
    complaint.ticket_no,
    complaint.month,
    cast(complaint.called_at as date),
    complaint.town_code,
    complaint.village_key,
    null,
    coalesce(ticket.content, ticket.title),
    complaint.words,
    list_filter([complaint.prior_ticket_no], prior_no -> prior_no <> complaint.ticket_no),
    [],
    null,
    complaint.sheet_id,
    complaint.row
from staging.complaint as complaint
inner join staging.ticket using (sheet_id, row)
