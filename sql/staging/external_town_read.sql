-- grain: one row per row of a third-party sheet of the county's towns
with parsed as (
    select
        located_row.*,
        external_score.score,
        external_score.problems as score_problems,
        person_count(source.sample_size) as sample_size,
        count(*) over (
            partition by located_row.month, located_row.town_code, located_row.is_duplicate
        ) as told_count,
        source as cell
    from raw.external_town as source
    inner join staging.located_row using (sheet_id, row)
    inner join staging.external_score using (sheet_id, row)
),

judged as (
    select
        parsed.*,
        found_problems([
            case when is_duplicate then problem('row_duplicate', 'town', first_row, first_file) end,
            town_problem(town_how, cell.town, null, town_proposal),
            case
                when town_code is not null and told_count > 1 and not is_duplicate
                    then problem('result_repeated', 'town', cell.town, null)
            end,
            unread_number_problem('sample_size', sample_size, cell.sample_size)
        ]) || score_problems as problems
    from parsed
)

select * exclude (cell, first_row, first_file, told_count, score_problems), rejects(problems) as is_rejected
from judged
