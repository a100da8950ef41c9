-- grain: one row per row of a rectification ledger that is neither rejected nor a repeat: which version of its problem it is
-- The later: the later month's ledger; within a month what the rows say: marked as rebounded, further on (open,
-- explained, struck off), struck off on a later day, then the lower row of a sheet, then the wording; no order of files
-- matters. The latest of a month speaks for the month.
with version as (
    select
        rectification_read.* exclude (ledger_no, is_numbered, sequence_no),
        ledger_problem.ledger_no,
        ledger_problem.is_numbered,
        ledger_problem.sequence_no,
        ledger_problem.words,
        row_place(sheet.file, sheet.sheet, row) as place,
        {
            'is_rebound': is_rebound,
            'state_no': list_position(['open', 'explained', 'struck_off'], state),
            'struck_off_on': coalesce(struck_off_on, found_on),
            'row': row
        } as lateness,
        concat_ws(
            '|', town_code, found_on, stated_due_on, due_phrase, severity, unit, problem_source, source_ref, theme,
            revisit_satisfaction, description, progress, target, measure, person, stated_proposal_due_on, site_check,
            disclosed
        ) as wording
    from staging.rectification_read
    inner join staging.ledger_problem using (sheet_id, row, month)
    inner join staging.sheet using (sheet_id)
),

ranked as (
    select
        *,
        row_number() over of_month as nth,
        first_value(place) over of_month as latest_place
    from version
    window of_month as (partition by month, version.ledger_no order by lateness desc, wording desc, sheet_id)
),

compared as (
    select
        *,
        lag(struct_pack(place, month, found_on, words, state, sequence_no, is_numbered)) over (
            partition by nth = 1, ledger_no order by month
        ) as prior
    from ranked
),

shifted as (
    select
        *,
        nth = 1 and not is_numbered and not prior.is_numbered and sequence_no <> prior.sequence_no as is_shifted,
        count(*) filter (where is_shifted) over (partition by sheet_id) as shifted_count,
        min(row) filter (where is_shifted) over (partition by sheet_id) as first_shifted_row
    from compared
)

select
    sheet_id,
    row,
    month,
    ledger_no,
    nth = 1 as speaks_for_month,
    nth > 1 as is_superseded,
    words,
    place,
    case when nth = 1 then prior.month end as prior_month,
    found_problems([
        case when nth > 1 then problem('ledger_superseded', 'ledger_no', ledger_no, latest_place) end,
        case
            when row = first_shifted_row
                then problem('ledger_renumbered', 'sequence_no', sequence_no, shifted_count)
        end,
        case
            when nth = 1 and is_numbered and prior.is_numbered
                and found_on <> prior.found_on and words <> prior.words
                then problem('ledger_no_reused', 'ledger_no', ledger_no, prior.place)
        end,
        case
            when nth = 1 and prior.state = 'struck_off' and state = 'open' and not is_rebound
                then problem('ledger_reopened_unmarked', 'is_struck_off', ledger_no, prior.place)
        end
    ]) as problems
from shifted
