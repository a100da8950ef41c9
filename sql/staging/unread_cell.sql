-- grain: one row per cell that says something its column's contract cannot read
-- What the columns of every source hold is said in data/reference/sources; how each type is read is said here. A text is
-- looked at once, however often it stands, and a plain moment (a day that every month has, a time) not at all; then the
-- cells of those that cannot be read are sought.
with said as (
    select distinct cell.source, sheet.month, cell.column_name, cell.text
    from raw.typed_cell as cell
    inner join reference.source_column using (source, column_name)
    inner join raw.sheet using (sheet_id)
    where source_column.column_type not in ('date', 'moment', 'time')
        or not regexp_full_match(
            cell.text,
            '(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8]) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d'
        )
),

allowed as (
    select list, list(word) as words from staging.word group by list
),

read as (
    select
        said.*,
        source_column.column_type,
        case source_column.column_type
            when 'date' then read_day(text, month) is not null
            when 'moment' then read_moment(text, month) is not null
            when 'time' then read_time(text) is not null
            when 'time_range' then range_parts(text).first <> ''
            when 'duration' then read_duration_s(text) is not null
            when 'deadline'
                then read_due_day(deadline_words(text), month) is not null
                    or list_contains(allowed.words, due_key(text))
                    or period_end(deadline_words(text), month) is not null
                    or is_every_month(text)
            when 'limit' then read_limit(text) is not null or regexp_full_match(squeezed(text), '\d{1,4}')
            when 'whole_number' then whole_number(text) is not null
            when 'number' then read_number(text) is not null or read_rise(text) is not null
            when 'percent' then read_number(text) is not null
            when 'rank' then read_rank(text) is not null
            when 'age' then read_ages(text) is not null
            when 'choice' then list_contains(allowed.words, squeezed(text))
            when 'list' then list_has_all(allowed.words, regexp_split_to_array(plain(text), '[、,;/\s]+'))
        end as is_read
    from said
    inner join reference.source_column using (source, column_name)
    left join allowed on allowed.list = source_column.choices
    where plain(text) is not null
),

unread as materialized (
    select
        source,
        month,
        column_name,
        text,
        case
            when column_type in ('choice', 'list') then 'word_unknown'
            when column_type in ('whole_number', 'number', 'percent', 'rank', 'age') then 'number_unreadable'
            else 'time_unreadable'
        end as code
    from read
    where not coalesce(is_read, false)
)

select cell.sheet_id, cell.row, cell.column_name, cell.text as value, unread.code
from raw.typed_cell as cell
inner join raw.sheet using (sheet_id)
inner join unread
    on unread.source = cell.source and unread.month = sheet.month and unread.column_name = cell.column_name
        and unread.text = cell.text
