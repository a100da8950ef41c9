-- grain: one row per problem of the rectification ledger that seems to be an earlier one under a new number
-- The same source ticket, or nearly the same words at the same place, found within the window of repeated complaints.
with problem as (
    select
        version.sheet_id,
        version.row,
        version.month,
        version.ledger_no,
        version.place,
        ledger.town_code,
        ledger.source_ref,
        ledger.found_on,
        named_village.village_key,
        placeless(version.words, town.town_name, named_village.village_key) as words
    from staging.rectification_version as version
    inner join staging.rectification_read as ledger using (sheet_id, row)
    left join reference.town using (town_code)
    left join staging.named_village
        on named_village.town_code = ledger.town_code and named_village.text = ledger.description
    where version.speaks_for_month
    qualify row_number() over (partition by version.ledger_no order by version.month) = 1
),

setting as (
    select
        max(value) filter (setting = 'repeat_window_days')::integer as window_days,
        max(value) filter (setting = 'repeat_similarity')::double as least
    from reference.scheme
    where part = 'hotline'
),

repeated as (
    select problem.*, earlier.ledger_no as earlier_no, earlier.place as earlier_place
    from problem
    cross join setting
    inner join problem as earlier
        on earlier.town_code is not distinct from problem.town_code
            and (earlier.month, earlier.found_on, earlier.ledger_no)
            < (problem.month, problem.found_on, problem.ledger_no)
            and (
                earlier.source_ref = problem.source_ref
                or (
                    coalesce(earlier.village_key = problem.village_key, true)
                    and abs(date_diff('day', earlier.found_on, problem.found_on)) <= setting.window_days
                    and likeness(earlier.words, problem.words) >= setting.least
                )
            )
    qualify row_number() over (
        partition by problem.ledger_no order by earlier.month desc, earlier.found_on desc, earlier.ledger_no desc
    ) = 1
)

select
    sheet_id,
    row,
    month,
    ledger_no,
    earlier_no,
    [problem('ledger_same_problem', 'ledger_no', earlier_no, earlier_place)] as problems
from repeated
