-- grain: one row per row of a rectification ledger that is neither rejected nor a repeat: which problem it is
-- A problem is its 台账编号. A ledger without that column numbers its lines (序号), which shift when a line is put in:
-- there a problem is told by town, day of finding and description, and keeps the number of the first ledger that had
-- it. A description that was only reworded keeps number, town and day. Two problems never share a number.
with recursive line as (
    select
        sheet_id,
        row,
        month,
        ledger_no,
        is_numbered,
        sequence_no,
        town_code,
        found_on,
        -- a line without a description has nothing but its number to be told by
        coalesce(nullif(said(description), ''), ledger_no) as words
    from staging.rectification_read
    where not is_rejected and not is_duplicate
),

-- lines of one ledger with the same words under different numbers are different problems
usable as (
    select
        * exclude (words, alike_no),
        words || case when alike_no > 1 and not is_numbered then '（' || alike_no || '）' else '' end as words
    from (
        select *, dense_rank() over (
            partition by sheet_id, town_code, found_on, words order by length(sequence_no), sequence_no
        ) as alike_no
        from line
    )
),

-- the same town, day and words
telling as (
    select town_code, found_on, words, min(month) as first_month, max(month) as last_month,
        min_by(ledger_no, {'month': month, 'ledger_no': ledger_no}) as first_line
    from usable
    where not is_numbered
    group by town_code, found_on, words
),

-- who had the later telling's line last, of the same town and day
holder as (
    select later.town_code, later.found_on, later.words, later.first_month, earlier.words as earlier_words
    from telling as later
    inner join usable as earlier
        on earlier.ledger_no = later.first_line
            and not earlier.is_numbered
            and earlier.town_code is not distinct from later.town_code
            and earlier.found_on = later.found_on
            and earlier.month < later.first_month
    qualify row_number() over (
        partition by later.town_code, later.found_on, later.words order by earlier.month desc, earlier.words
    ) = 1
),

-- a later telling takes the place of that one where it is told no more
reworded as (
    select holder.town_code, holder.found_on, holder.words, holder.earlier_words
    from holder
    inner join telling as ended
        on ended.town_code is not distinct from holder.town_code
            and ended.found_on = holder.found_on
            and ended.words = holder.earlier_words
            and ended.last_month < holder.first_month
    qualify row_number() over (
        partition by holder.town_code, holder.found_on, holder.earlier_words order by holder.first_month, holder.words
    ) = 1
),

problem as (
    select telling.*, telling.words as first_words
    from telling
    left join reworded
        on reworded.town_code is not distinct from telling.town_code
            and reworded.found_on = telling.found_on and reworded.words = telling.words
    where reworded.words is null
    union all
    select telling.*, problem.first_words
    from problem
    inner join reworded
        on reworded.town_code is not distinct from problem.town_code
            and reworded.found_on = problem.found_on and reworded.earlier_words = problem.words
    inner join telling
        on telling.town_code is not distinct from reworded.town_code
            and telling.found_on = reworded.found_on and telling.words = reworded.words
),

-- a line's number that an earlier problem has already taken gets a mark
named as (
    select
        town_code,
        found_on,
        words as first_words,
        first_line || case when nth > 1 then '/' || nth else '' end as problem_no
    from (
        select *, row_number() over (
            partition by first_line order by first_month, found_on, town_code nulls last, words
        ) as nth
        from problem
        where words = first_words
    )
),

-- a number of its own that any ledger so far gave to the same town, day and words
own_number as (
    select
        sheet_id,
        row,
        max({'month': month, 'ledger_no': ledger_no}) filter (where is_numbered) over (
            partition by town_code, found_on, words order by month
            range between unbounded preceding and current row
        ).ledger_no as ledger_no
    from usable
)

select
    usable.sheet_id,
    usable.row,
    usable.month,
    case
        when usable.is_numbered then usable.ledger_no
        else coalesce(own_number.ledger_no, named.problem_no)
    end as ledger_no,
    usable.is_numbered,
    usable.sequence_no,
    usable.words
from usable
inner join own_number using (sheet_id, row)
left join problem
    on problem.town_code is not distinct from usable.town_code
        and problem.found_on = usable.found_on and problem.words = usable.words and not usable.is_numbered
left join named
    on named.town_code is not distinct from problem.town_code
        and named.found_on = problem.found_on and named.first_words = problem.first_words
