-- grain: one row per town, whether or not there are data of it
-- 说明：镇（街道）：固定次序、类型、在示意图上的格子（data/reference/towns.csv）
-- @town_code 镇街代码
-- @town_name 镇（街道）
-- @town_order 固定次序
-- @town_type 类型：街道、镇
-- @tile_column 示意图上的列（自西向东，0 起）
-- @tile_row 示意图上的行（自北向南，0 起）
select town_code, town_name, town_order, town_type, tile_column, tile_row from reference.town
