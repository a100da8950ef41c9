-- grain: one row per row of an inspection file
with parsed as (
    select
        located_row.*,
        inspected_on.day as inspected_on,
        squeezed(source.team) as team,
        theme.value as theme,
        plain(source.site) as site,
        case when nothing.value is null and plain(source.finding) is not null then source.finding end as finding,
        fed_back_at.day as fed_back_on,
        case when no_number.value is null then listed_numbers(source.ledger_no) end as ledger_nos,
        source as cell
    from raw.inspection as source
    inner join staging.located_row using (sheet_id, row)
    left join staging.moment as inspected_on
        on inspected_on.month = located_row.month and inspected_on.text = source.inspected_on
    left join staging.moment as fed_back_at
        on fed_back_at.month = located_row.month and fed_back_at.text = source.fed_back_at
    left join staging.word as theme on theme.list = 'theme' and theme.word = squeezed(source.theme)
    left join staging.word as nothing on nothing.list = 'nothing' and nothing.word = squeezed(source.finding)
    left join staging.word as no_number on no_number.list = 'nothing' and no_number.word = squeezed(source.ledger_no)
),

judged as (
    select
        parsed.*,
        found_problems([
            case when is_duplicate then problem('row_duplicate', 'inspected_on', first_row, first_file) end,
            day_problem('inspected_on', inspected_on, cell.inspected_on),
            case
                when town_how = 'ambiguous' then problem('town_ambiguous', 'site', cell.site, town_proposal)
                else town_problem(town_how, cell.town, cell.site, town_proposal)
            end,
            case when plain(cell.finding) is null then problem('finding_missing', 'finding', null, null) end,
            case
                when finding is not null and plain(cell.theme) is null then problem('theme_missing', 'theme', null, null)
            end,
            unread_problem('word_unknown', 'theme', theme, cell.theme),
            unread_problem('time_unreadable', 'fed_back_at', fed_back_on, cell.fed_back_at),
            case
                when fed_back_on < inspected_on
                    then problem('feedback_before', 'fed_back_at', cell.fed_back_at, '督查日期')
            end,
            case
                when unknown_number.row is not null
                    then problem('ledger_no_unknown', 'ledger_no', unknown_number.numbers, null)
            end
        ]) as problems
    from parsed
    left join staging.unknown_ledger_number as unknown_number
        on unknown_number.sheet_id = parsed.sheet_id and unknown_number.row = parsed.row
)

select * exclude (cell, first_row, first_file), rejects(problems) as is_rejected
from judged
