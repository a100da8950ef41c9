-- grain: one row per sheet that was loaded
select * from raw.sheet
