-- grain: one row per row of a third-party sheet of the city's districts
with parsed as (
    select
        located_row.sheet_id,
        located_row.row,
        located_row.month,
        located_row.is_duplicate,
        located_row.first_row,
        located_row.first_file,
        squeezed(source.district) as district,
        starts_with(issuer.value, squeezed(source.district)) as is_own_county,
        external_score.score,
        external_score.problems as score_problems,
        read_rank(source.rank) as rank,
        try_cast(rank_parts(source.rank).places as integer) as rank_places,
        read_rise(source.rank_change) as places_risen,
        count(*) over (partition by located_row.month, squeezed(source.district), located_row.is_duplicate) as told_count,
        source as cell
    from raw.external_district as source
    inner join staging.located_row using (sheet_id, row)
    inner join staging.external_score using (sheet_id, row)
    inner join reference.issuer on issuer.setting = 'issuer'
),

judged as (
    select
        parsed.*,
        found_problems([
            case when is_duplicate then problem('row_duplicate', 'district', first_row, first_file) end,
            case
                when district is null then problem('district_missing', 'district', null, null)
                when told_count > 1 and not is_duplicate then problem('result_repeated', 'district', district, null)
            end,
            unread_number_problem('rank', rank, cell.rank),
            unread_number_problem('rank_change', places_risen, cell.rank_change)
        ]) || score_problems as problems
    from parsed
)

select * exclude (cell, first_row, first_file, told_count, score_problems), rejects(problems) as is_rejected
from judged
