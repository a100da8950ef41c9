-- grain: one row per row of a task list file
-- A deadline without a year is of the year of the list's month. What comes back every month has the end of its span for
-- a deadline, or none; what is to be kept up for good has none.
with parsed as (
    select
        located_row.sheet_id,
        located_row.row,
        located_row.month,
        located_row.is_duplicate,
        located_row.first_row,
        located_row.first_file,
        squeezed(source.task_no) as task_no,
        trim(source.list_name) as list_name,
        case when plain(source.task) is not null then trim(source.task) end as task,
        deadline_words(source.due) as due_words,
        is_every_month(source.due) as is_monthly,
        monthly_day(source.due) as monthly_day,
        coalesce(due_phrase.value = 'long_term', false) as is_long_term,
        due_phrase.value as due_meaning,
        source.leader,
        list_filter(regexp_split_to_array(plain(source.unit), '[、,;\s]+'), u -> u <> '') as units,
        alias.town_code,
        source.person,
        source.progress,
        progress.value as progress_word,
        completed_on.day as completed_on,
        source as cell
    from raw.task as source
    inner join staging.located_row using (sheet_id, row)
    left join staging.moment as completed_on
        on completed_on.month = located_row.month and completed_on.text = source.completed_on
    left join staging.word as due_phrase on due_phrase.list = 'due_phrase' and due_phrase.word = squeezed(source.due)
    left join staging.word as progress on progress.list = 'task_progress' and progress.word = squeezed(source.progress)
    left join reference.town_alias as alias on alias.alias = squeezed(source.unit)
),

repeated_number as (
    select sheet_id, list_name, task_no
    from parsed
    where not is_duplicate
    group by sheet_id, list_name, task_no
    having count(distinct task) > 1
),

dated as (
    select
        * exclude (due_words),
        coalesce(day_in_year(due_words, month), period_end(due_words, month)) as due_on,
        span_start(due_words, month) as span_starts_on
    from parsed
),

judged as (
    select
        dated.*,
        completed_on is not null or coalesce(progress_word = 'done', false) as is_completed,
        found_problems([
            case when is_duplicate then problem('row_duplicate', 'task_no', first_row, first_file) end,
            id_problem('task_no', dated.task_no),
            case
                when repeated_number.sheet_id is not null and not is_duplicate
                    then problem('id_repeated', 'task_no', dated.task_no, null)
            end,
            case when task is null then problem('task_missing', 'task', null, null) end,
            case
                when plain(cell.due) is null then problem('task_due_missing', 'due', null, null)
                when due_on is null and not is_monthly and due_meaning is null
                    then problem('task_due_unreadable', 'due', cell.due, null)
            end,
            unread_problem('time_unreadable', 'completed_on', completed_on, cell.completed_on),
            case
                when progress_word = 'done' and completed_on is null and plain(cell.completed_on) is null
                    then problem('completion_undated', 'completed_on', null, null)
                when progress_word = 'open' and completed_on is not null
                    then problem('completion_disputed', 'progress', cell.progress, cell.completed_on)
                when completed_on > last_day(dated.month)
                    then problem('completion_ahead', 'completed_on', cell.completed_on, null)
            end
        ]) as problems
    from dated
    left join repeated_number
        on repeated_number.sheet_id = dated.sheet_id
            and repeated_number.list_name is not distinct from dated.list_name
            and repeated_number.task_no = dated.task_no
)

select * exclude (cell, first_row, first_file, progress_word, due_meaning), rejects(problems) as is_rejected
from judged
