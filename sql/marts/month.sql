-- grain: one row per month that has a folder under data/raw
-- 说明：月份：有文件夹的各月
-- @month 月份（该月一日）
-- @file_count 文件数
-- @has_demo_data 该月文件夹中有无演示数据
select month, file_count, has_demo_data from staging.month
