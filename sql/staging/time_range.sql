-- grain: one row per distinct text of a cell that tells from when to when: every text is read once
-- After 下午2:30 a bare 3:10 is of the afternoon, too.
with part as (
    select text, range_parts(text).first as first, range_parts(text).last as last
    from (select distinct time_range as text from raw.visit where time_range is not null) as cell
),

spoken as (
    select
        text,
        first,
        case
            when regexp_matches(first, '下午|晚上') and not regexp_matches(last, '上午|下午|早上|晚上|中午|凌晨') then '下午' || last
            else last
        end as last
    from part
)

select text, read_time(first) as started_at, read_time(last) as ended_at
from spoken
