-- grain: one row per cell that says something its column's contract cannot read
-- What the columns of every source hold is said in data/reference/sources; how each type is read is said here. A text is
-- looked at once, however often it stands; then the cells of those that cannot be read are sought.
with cell as not materialized (
    select 'survey' as source, * from (
        unpivot (select * exclude (content_hash) from raw.survey)
        on columns(* exclude (sheet_id, "row")) into name column_name value text
    )
    union all by name
    select 'hotline' as source, * from (
        unpivot (select * exclude (content_hash) from raw.hotline)
        on columns(* exclude (sheet_id, "row")) into name column_name value text
    )
    union all by name
    select 'rectification' as source, * from (
        unpivot (select * exclude (content_hash) from raw.rectification)
        on columns(* exclude (sheet_id, "row")) into name column_name value text
    )
    union all by name
    select 'visit' as source, * from (
        unpivot (select * exclude (content_hash) from raw.visit)
        on columns(* exclude (sheet_id, "row")) into name column_name value text
    )
    union all by name
    select 'household' as source, * from (
        unpivot (select * exclude (content_hash) from raw.household)
        on columns(* exclude (sheet_id, "row")) into name column_name value text
    )
    union all by name
    select 'inspection' as source, * from (
        unpivot (select * exclude (content_hash) from raw.inspection)
        on columns(* exclude (sheet_id, "row")) into name column_name value text
    )
    union all by name
    select 'task' as source, * from (
        unpivot (select * exclude (content_hash) from raw.task)
        on columns(* exclude (sheet_id, "row")) into name column_name value text
    )
    union all by name
    select 'external_district' as source, * from (
        unpivot (select * exclude (content_hash) from raw.external_district)
        on columns(* exclude (sheet_id, "row")) into name column_name value text
    )
    union all by name
    select 'external_town' as source, * from (
        unpivot (select * exclude (content_hash) from raw.external_town)
        on columns(* exclude (sheet_id, "row")) into name column_name value text
    )
),

typed as (
    select source, column_name, column_type, nullif(choices, '') as choices
    from reference.source_column
    where column_type not in ('text', 'identifier', 'place') and (column_type <> 'list' or choices <> '')
),

said as (
    select distinct cell.source, sheet.month, cell.column_name, cell.text
    from cell
    inner join typed using (source, column_name)
    inner join raw.sheet using (sheet_id)
),

allowed as (
    select list, list(word) as words from staging.word group by list
),

judged as (
    select
        said.*,
        typed.column_type,
        case typed.column_type
            when 'date' then read_day(text, month) is not null
            when 'moment' then read_moment(text, month) is not null
            when 'time' then read_time(text) is not null
            when 'time_range' then regexp_matches(half_width(text), '\d{1,2}\s*[:时点].*\d{1,2}\s*[:时点]')
            when 'deadline'
                then read_day(text, month) is not null
                    or list_contains(allowed.words, squeezed(text))
                    or regexp_matches(squeezed(text), '\d{1,2}月|每[年月季周]')
            when 'limit' then regexp_matches(plain(text), '^\d{1,4}(\D|$)')
            when 'whole_number' then whole_number(text) is not null
            when 'number' then try_cast(plain(text) as double) is not null
            when 'percent' then try_cast(rtrim(plain(text), '% ') as double) is not null
            when 'rank' then regexp_full_match(squeezed(text), '第?\d{1,4}[名位]?(/\d{1,4})?')
            when 'age'
                then whole_number(text) is not null
                    or regexp_full_match(squeezed(text), '\d{1,3}(-|—|–|~|至|到)\d{1,3}(周?岁)?|\d{1,3}(周?岁)?[及]?以[上下]')
            when 'choice' then list_contains(allowed.words, squeezed(text))
            when 'list' then list_has_all(allowed.words, regexp_split_to_array(plain(text), '[、,;/\s]+'))
        end as is_read
    from said
    inner join typed using (source, column_name)
    left join allowed on allowed.list = typed.choices
    where plain(text) is not null
)

select
    cell.sheet_id,
    cell.row,
    cell.column_name,
    cell.text as value,
    case
        when judged.column_type in ('choice', 'list') then 'word_unknown'
        when judged.column_type in ('whole_number', 'number', 'percent', 'rank', 'age') then 'number_unreadable'
        else 'time_unreadable'
    end as code
from cell
inner join raw.sheet using (sheet_id)
inner join judged
    on judged.source = cell.source and judged.month = sheet.month and judged.column_name = cell.column_name
        and judged.text = cell.text and not coalesce(judged.is_read, false)
