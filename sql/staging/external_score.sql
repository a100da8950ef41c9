-- grain: one row per row of a third-party sheet, of districts or of towns
-- Sheets write a score as 85.5, as 85.5% or as the ratio 0.855. A sheet whose bare numbers are all at most 1, one of them
-- a fraction, holds ratios. A number at most 1 beside others above 1 may mean either: it is told, not chosen.
with cell as (
    select sheet_id, row, score as text from raw.external_district
    union all
    select sheet_id, row, score from raw.external_town
),

number as (
    select sheet_id, row, text, read_measure(text) as value, is_bare_number(text) and value > 0 and value <= 1 as is_small
    from cell
),

scale as (
    select
        sheet_id,
        coalesce(bool_or(is_small and value < 1), false) as has_fraction,
        coalesce(bool_or(value > 1 and (is_bare_number(text) or number_parts(text).unit = '分')), false) as has_points
    from number
    group by sheet_id
)

select
    number.sheet_id,
    number.row,
    case
        when is_small and (has_points or not has_fraction) then null
        when is_small then cast(value * 100 as double)
        when value between 0 and 100 then cast(value as double)
    end as score,
    found_problems([
        case
            when plain(text) is null or is_dash(text) then problem('score_missing', 'score', text, null)
            when is_small and (has_points or not has_fraction) then problem('score_ambiguous', 'score', text, null)
            when score is null then problem('score_unreadable', 'score', text, null)
        end
    ]) as problems
from number
inner join scale using (sheet_id)
