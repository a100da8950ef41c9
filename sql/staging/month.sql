-- grain: one row per month that has a folder under data/raw
-- What happened from `starts_on` until before `next_starts_on` is of the month: the scheme says on which day months begin.
with shift as (
    select
        to_days(value::integer - 1) as forward,
        case when value::integer > 1 then interval 1 month else interval 0 month end as back
    from reference.scheme
    where part = 'period' and setting = 'first_day'
)

select
    folder.month,
    cast(folder.month - shift.back + shift.forward as date) as starts_on,
    cast(folder.month + interval 1 month - shift.back + shift.forward as date) as next_starts_on,
    coalesce(bool_or(file.is_demo), false) as has_demo_data,
    count(file.file) as file_count
from raw.month_folder as folder
cross join shift
left join raw.file as file on file.month = folder.month
group by folder.month, shift.back, shift.forward
