-- grain: one row per month that has a folder under data/raw
select
    folder.month,
    coalesce(bool_or(file.is_demo), false) as has_demo_data,
    count(file.file) as file_count
from raw.month_folder as folder
left join raw.file as file on file.month = folder.month
group by folder.month
